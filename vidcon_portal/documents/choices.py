"""Closed enums of papers, registers and their states. A leaf: imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    """What kind of paper; one template each."""

    DISPOSITION_SHEET = "disposition_sheet", _("Lembar disposisi")
    REPLY_LETTER = "reply_letter", _("Surat tanggapan")
    REPORT = "report", _("Laporan")
    REQUEST_LETTER = "request_letter", _("Surat permohonan")
    RECAP = "recap", _("Rekapitulasi")
    SURVEY_REPORT = "survey_report", _("Laporan survei kepuasan masyarakat")


class DocumentVariant(models.TextChoices):
    """Which wording of a kind; empty where a kind has only one."""

    CAN = "can", _("Dapat difasilitasi")
    PARTLY = "partly", _("Dapat difasilitasi sebagian")
    ALTERNATIVE = "alternative", _("Tawaran jadwal lain")
    CANNOT = "cannot", _("Belum dapat difasilitasi")
    CHANGE = "change", _("Perubahan")
    CANCELLATION = "cancellation", _("Pembatalan")
    INFORMATION = "information", _("Pemberitahuan")
    EVENT = "event", _("Hasil pelaksanaan")
    VERIFICATION = "verification", _("Hasil verifikasi")


VARIANTS: dict[str, frozenset[str]] = {
    DocumentKind.DISPOSITION_SHEET: frozenset({""}),
    DocumentKind.REPLY_LETTER: frozenset(
        {
            DocumentVariant.CAN,
            DocumentVariant.PARTLY,
            DocumentVariant.ALTERNATIVE,
            DocumentVariant.CANNOT,
            DocumentVariant.CHANGE,
            DocumentVariant.CANCELLATION,
            DocumentVariant.INFORMATION,
        }
    ),
    DocumentKind.REPORT: frozenset({DocumentVariant.EVENT, DocumentVariant.VERIFICATION}),
    DocumentKind.REQUEST_LETTER: frozenset({""}),
    DocumentKind.RECAP: frozenset({""}),
    DocumentKind.SURVEY_REPORT: frozenset({""}),
}
"""Which variants a kind may have."""


class DocumentStatus(models.TextChoices):
    """Where a paper is; from ``signed`` on its content never changes."""

    DRAFT = "draft", _("Konsep")
    INITIALLED = "initialled", _("Sudah diparaf")
    SIGNING = "signing", _("Sedang ditandatangani")
    SIGNED = "signed", _("Ditandatangani")
    SENT = "sent", _("Terkirim")
    VOID = "void", _("Batal")


OPEN_STATUSES = frozenset({DocumentStatus.DRAFT, DocumentStatus.INITIALLED})
"""While in these, the text may still be edited, initialled or handed back."""

ISSUED_STATUSES = frozenset({DocumentStatus.SIGNED, DocumentStatus.SENT})
"""In force: numbered, dated, verifiable."""


class RenderState(models.TextChoices):
    """How far the PDF of an issued paper is."""

    PENDING = "pending", _("Menunggu dibuat")
    READY = "ready", _("Siap")
    FAILED = "failed", _("Gagal dibuat")


class RegisterKind(models.TextChoices):
    """The books in which numbers are taken; each office has its own, each year anew."""

    INCOMING = "incoming", _("Buku agenda surat masuk")
    OUTGOING = "outgoing", _("Register surat keluar")
    MEMO = "memo", _("Register nota dinas")
    REPORT = "report", _("Register laporan")
    TICKET = "ticket", _("Nomor tiket permohonan")
    COMPLAINT = "complaint", _("Nomor pengaduan")


class Security(models.TextChoices):
    """Security class of a paper; its letters may stand in the number (``{keamanan}``)."""

    ORDINARY = "ordinary", _("Biasa")
    LIMITED = "limited", _("Terbatas")
    SECRET = "secret", _("Rahasia")
    TOP_SECRET = "top_secret", _("Sangat rahasia")

    @property
    def letters(self) -> str:
        return {"ordinary": "B", "limited": "T", "secret": "R", "top_secret": "SR"}[self.value]


class SigningMethod(models.TextChoices):
    """By what a signature was given; decides the sentence that is printed under it."""

    PIN = "pin", _("PIN portal")
    CERTIFICATE = "certificate", _("Sertifikat elektronik")
    PAPER = "paper", _("Tanda tangan basah")
