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
    EVALUATION = "evaluation", _("Evaluasi standar pelayanan")
    REGISTER_BOOK = "register_book", _("Buku register")
    ATTENDANCE_LIST = "attendance_list", _("Daftar hadir")
    HANDOVER_RECORD = "handover_record", _("Berita acara serah terima alat")
    ASSIGNMENT_LETTER = "assignment_letter", _("Surat tugas")
    MEMO = "memo", _("Nota dinas")
    DESTRUCTION_RECORD = "destruction", _("Berita acara pemusnahan arsip")


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
    DocumentKind.EVALUATION: frozenset({""}),
    DocumentKind.REGISTER_BOOK: frozenset({""}),
    DocumentKind.ATTENDANCE_LIST: frozenset({""}),
    DocumentKind.HANDOVER_RECORD: frozenset({""}),
    DocumentKind.ASSIGNMENT_LETTER: frozenset({""}),
    DocumentKind.MEMO: frozenset({""}),
    DocumentKind.DESTRUCTION_RECORD: frozenset({""}),
}
"""Which variants a kind may have."""


LETTERS = frozenset({DocumentKind.REPLY_LETTER, DocumentKind.ASSIGNMENT_LETTER})
"""What leaves the office or is shown outside: signed in the way that the office chose, all else by PIN (ADR 6)."""


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

UNSIGNED_STATUSES = OPEN_STATUSES | {DocumentStatus.SIGNING}
"""Not in force yet; while a signature is on its way nothing may be edited."""

ISSUED_STATUSES = frozenset({DocumentStatus.SIGNED, DocumentStatus.SENT})
"""In force: numbered, dated, verifiable."""


class Fate(models.TextChoices):
    """What becomes of a record at the end of its retention; only the first is ever proposed for destruction."""

    DESTROY = "destroy", _("Musnah")
    PERMANENT = "permanent", _("Permanen")
    REVIEW = "review", _("Dinilai kembali")


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
    ASSIGNMENT = "assignment", _("Register surat tugas")
    RECORD = "record", _("Register berita acara")
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
    TRIAL = "trial", _("Sertifikat uji coba (UJI COBA)")
    ELSEWHERE = "elsewhere", _("Tanda tangan elektronik dari aplikasi lain")
    PAPER = "paper", _("Tanda tangan basah")


class SigningProvider(models.TextChoices):
    """How an office's letters are signed; ``documents/signing/table.py`` holds those that sign at once."""

    PIN = "pin", _("PIN portal, bukan tanda tangan elektronik tersertifikasi")
    NONE = "none", _("Cetak, tanda tangani basah, unggah pindaiannya")
    UPLOAD = "upload", _("Tanda tangani di aplikasi lain, unggah PDF-nya")
    LOCAL = "local", _("Sertifikat uji coba buatan portal (UJI COBA)")
    BSRE_V1 = "bsre_v1", _("BSrE, Esign Client Service v1")
    BSRE_V2 = "bsre_v2", _("BSrE, Esign Client Service v2")

    @property
    def method(self) -> SigningMethod:
        return {
            "pin": SigningMethod.PIN,
            "none": SigningMethod.PAPER,
            "upload": SigningMethod.ELSEWHERE,
            "local": SigningMethod.TRIAL,
        }.get(self.value, SigningMethod.CERTIFICATE)

    @property
    def is_gateway(self) -> bool:
        """A server signs with the passphrase of the signer; all others ask for the portal's PIN."""
        return self in (SigningProvider.BSRE_V1, SigningProvider.BSRE_V2)

    @property
    def signs_at_once(self) -> bool:
        """The signature is made in the request, between two transactions."""
        return self.is_gateway or self == SigningProvider.LOCAL

    @property
    def takes_file(self) -> bool:
        """The letter is numbered and downloaded first, and comes back signed."""
        return self in (SigningProvider.NONE, SigningProvider.UPLOAD)


class SignerKey(models.TextChoices):
    """By what a gateway knows the signer."""

    EMAIL = "email", _("Pos-el")
    NIK = "nik", _("NIK")
