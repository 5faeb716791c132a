"""Closed enums of what happened. A leaf."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogKind(models.TextChoices):
    STARTED = "started", _("Mulai")
    CONTENT = "content", _("Materi ditayangkan")
    INCIDENT = "incident", _("Gangguan")
    RECOVERED = "recovered", _("Pulih")
    SUPPORT = "support", _("Bantuan peserta")
    NOTE = "note", _("Catatan")
    EXTENDED = "extended", _("Diperpanjang")
    FINISHED = "finished", _("Selesai")


class Quality(models.TextChoices):
    GOOD = "good", _("Baik")
    FAIR = "fair", _("Cukup")
    POOR = "poor", _("Buruk")


class ReportVariant(models.TextChoices):
    EVENT = "event", _("Laporan hasil pelaksanaan")
    VERIFICATION = "verification", _("Laporan hasil verifikasi")


class Attendance(models.TextChoices):
    """How an event was served (DOMAIN §2.8): an officer was there, was on call, or only an account was lent."""

    ONSITE = "onsite", _("Onsite")
    ONCALL = "oncall", _("Oncall")
    ACCOUNT = "account", _("Akun saja")


class StandardVerdict(models.TextChoices):
    """What a yearly evaluation decides about its service standard."""

    KEEP = "keep", _("Standar tetap")
    CHANGE = "change", _("Standar perlu diubah")


class ComplaintCategory(models.TextChoices):
    """What is written (DOMAIN §3.2); each has its own deadline in working days."""

    SERVICE = "service", _("Pengaduan tentang layanan")
    CONDUCT = "conduct", _("Pengaduan tentang petugas")
    INFORMATION = "information", _("Permintaan informasi")
    SUGGESTION = "suggestion", _("Saran")


class ComplaintChannel(models.TextChoices):
    """By which way it came."""

    PORTAL = "portal", _("Portal")
    DESK = "desk", _("Datang langsung")
    PHONE = "phone", _("Telepon")
    WHATSAPP = "whatsapp", _("WhatsApp")
    MAIL = "mail", _("Pos-el atau surat")
    LAPOR = "lapor", _("SP4N-LAPOR!")


class ComplaintStatus(models.TextChoices):
    NEW = "new", _("Baru")
    PROCESSING = "processing", _("Sedang ditindaklanjuti")
    ANSWERED = "answered", _("Sudah ditanggapi")
    DONE = "done", _("Selesai")
    REJECTED = "rejected", _("Tidak dapat diproses")
    FORWARDED = "forwarded", _("Diteruskan ke instansi lain")


class Identity(models.TextChoices):
    """What of himself a complainant shows."""

    NAMED = "named", _("Dengan nama")
    CONFIDENTIAL = "confidential", _("Rahasia")
    ANONYMOUS = "anonymous", _("Anonim")


class NoteKind(models.TextChoices):
    """Who may read a line under a complaint."""

    ANSWER = "answer", _("Tanggapan")
    REPLY = "reply", _("Keterangan pelapor")
    INTERNAL = "internal", _("Catatan internal")


class Band(models.TextChoices):
    """Mutu pelayanan of PermenPANRB 14/2017."""

    A = "A", _("Sangat baik")
    B = "B", _("Baik")
    C = "C", _("Kurang baik")
    D = "D", _("Tidak baik")


class Weight(models.TextChoices):
    """By what each element's average is multiplied; only the first is exact."""

    EXACT = "exact", _("1/9 (tepat)")
    THREE = "0.111", _("0,111")
    TWO = "0.11", _("0,11")


class Population(models.TextChoices):
    """What the sample is drawn from."""

    REQUESTS = "requests", _("Permohonan yang selesai")
    USERS = "users", _("Pemohon yang berbeda")


class AnswerSource(models.TextChoices):
    ONLINE = "online", _("Tautan")
    PAPER = "paper", _("Formulir kertas")


class Sex(models.TextChoices):
    MALE = "male", _("Laki-laki")
    FEMALE = "female", _("Perempuan")


class AgeBand(models.TextChoices):
    """Bands instead of years: a year and an agency may name a person."""

    UNDER_25 = "under_25", _("Di bawah 25 tahun")
    TO_34 = "25_34", _("25 sampai 34 tahun")
    TO_44 = "35_44", _("35 sampai 44 tahun")
    TO_54 = "45_54", _("45 sampai 54 tahun")
    FROM_55 = "from_55", _("55 tahun ke atas")


class Education(models.TextChoices):
    SD = "sd", _("SD")
    SMP = "smp", _("SMP")
    SMA = "sma", _("SMA")
    DIPLOMA = "diploma", _("D1–D3")
    S1 = "s1", _("S1")
    S2 = "s2", _("S2")
    S3 = "s3", _("S3")


class Occupation(models.TextChoices):
    PNS = "pns", _("PNS")
    TNI = "tni", _("TNI")
    POLRI = "polri", _("POLRI")
    PRIVATE = "private", _("Swasta")
    BUSINESS = "business", _("Wirausaha")
    OTHER = "other", _("Lainnya")


class FollowUpStatus(models.TextChoices):
    OPEN = "open", _("Belum dimulai")
    DOING = "doing", _("Sedang dikerjakan")
    DONE = "done", _("Selesai")


class DataRequestKind(models.TextChoices):
    CORRECTION = "correction", _("Perbaiki data saya")
    ERASURE = "erasure", _("Hapus data saya")


class DataRequestStatus(models.TextChoices):
    OPEN = "open", _("Menunggu jawaban")
    GRANTED = "granted", _("Dipenuhi")
    REFUSED = "refused", _("Tidak dapat dipenuhi")


class ExportKind(models.TextChoices):
    """What can be taken along as a file of many lines."""

    RECAP = "recap", _("Rekap")
    REGISTER = "register", _("Register surat")
    CASES = "cases", _("Daftar permohonan")


class ExportForm(models.TextChoices):
    XLSX = "xlsx", _("Excel")
    CSV = "csv", "CSV"
    PDF = "pdf", "PDF"


class ExportState(models.TextChoices):
    QUEUED = "queued", _("Menunggu giliran")
    MAKING = "making", _("Sedang disiapkan")
    READY = "ready", _("Siap diunduh")
    FAILED = "failed", _("Gagal disiapkan")
    CANCELLED = "cancelled", _("Dibatalkan")


class DestructionStatus(models.TextChoices):
    """Where a list of records that are proposed for destruction stands."""

    PROPOSED = "proposed", _("Menunggu persetujuan")
    APPROVED = "approved", _("Disetujui, belum dimusnahkan")
    DESTROYED = "destroyed", _("Dimusnahkan")
    WITHDRAWN = "withdrawn", _("Ditarik")
