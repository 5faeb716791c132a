"""Official papers and who initialled them."""

import uuid
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from vidcon_portal.documents.choices import (
    ISSUED_STATUSES,
    OPEN_STATUSES,
    UNSIGNED_STATUSES,
    DocumentKind,
    DocumentStatus,
    DocumentVariant,
    RenderState,
    Security,
    SigningMethod,
)
from vidcon_portal.documents.tokens import new_verify_token

SIGNING_AT_MOST = timedelta(minutes=2)
"""After that a paper that is still ``signing`` was left behind by a process that ended, and is free again."""

ALWAYS_CHANGEABLE = frozenset(
    {
        "status",
        "sent_at",
        "sent_by",
        "void_reason",
        "voided_at",
        "voided_by",
        "file",
        "file_sha256",
        "render_state",
        "render_error",
        "supersedes",
        "provider",
        "provider_answer",
    }
)
"""What may still be written once a paper is signed; the database trigger says the same."""


class DocumentQuerySet(models.QuerySet["Document"]):
    def of_owner(self, owner_kind: str, owner_id: object) -> "DocumentQuerySet":
        """Papers of one case."""
        return self.filter(owner_kind=owner_kind, owner_id=str(owner_id))

    def issued(self) -> "DocumentQuerySet":
        """Numbered and in force: signed or sent."""
        return self.filter(status__in=ISSUED_STATUSES)

    def open(self) -> "DocumentQuerySet":
        """Not signed yet: still to be initialled or signed, or being signed."""
        return self.filter(status__in=UNSIGNED_STATUSES)

    def being_signed(self, *, at: datetime) -> "DocumentQuerySet":
        """A signature is on its way at this moment; what is older was left behind and is free."""
        return self.filter(status=DocumentStatus.SIGNING, signing_since__gt=at - SIGNING_AT_MOST)

    def to_render(self) -> "DocumentQuerySet":
        """Issued papers whose PDF is not there yet, oldest first."""
        return self.issued().filter(file__isnull=True, destroyed_at__isnull=True).order_by("signed_at")

    def for_list(self) -> "DocumentQuerySet":
        """With what a list of papers shows."""
        return self.select_related("office", "signatory_position", "signatory_user", "file").defer(
            "context", "provider_answer"
        )


class Document(models.Model):
    """A paper with its frozen content.

    ``context`` is what the template prints: ``{"letterhead": …, "stamp": …, "body": …}`` (``papers.py``). From
    ``signed`` on only ``ALWAYS_CHANGEABLE`` may be written, and a number once taken stays: a paper that is given up
    stands in the register as void. At the end of its retention the content goes, the entry in its register and the
    hashes stay (``services/destroying.py``). Only ``services/issuing.py`` and ``services/rendering.py`` write here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="documents", verbose_name=_("kantor"))
    kind = models.CharField(_("jenis"), max_length=20, choices=DocumentKind)
    variant = models.CharField(_("ragam"), max_length=14, choices=DocumentVariant, blank=True)
    title = models.CharField(_("hal"), max_length=300)
    security = models.CharField(_("keamanan"), max_length=12, choices=Security, default=Security.ORDINARY)
    owner_kind = models.CharField(_("jenis pemilik"), max_length=30)
    owner_id = models.CharField(_("pemilik"), max_length=40)

    context = models.JSONField(_("isi"), default=dict)
    template_version = models.PositiveSmallIntegerField(_("versi templat"), default=1)
    status = models.CharField(_("status"), max_length=10, choices=DocumentStatus, default=DocumentStatus.DRAFT)

    register = models.ForeignKey(
        "documents.Register",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("register"),
    )
    number = models.CharField(_("nomor"), max_length=120, blank=True)
    number_serial = models.PositiveIntegerField(_("nomor urut"), null=True, blank=True)
    number_reason = models.CharField(_("alasan nomor sisip"), max_length=200, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun"), null=True, blank=True)
    date = models.DateField(_("tanggal"), null=True, blank=True)

    signatory_position = models.ForeignKey(
        "accounts.Position", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jabatan")
    )
    signatory_user = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("penanda tangan")
    )
    signatory_prefix = models.CharField(_("awalan"), max_length=10, blank=True)
    signatory_title = models.CharField(_("jabatan tercetak"), max_length=420, blank=True)
    signatory_name = models.CharField(_("nama tercetak"), max_length=200, blank=True)
    signatory_rank = models.CharField(_("pangkat tercetak"), max_length=80, blank=True)
    signatory_nip = models.CharField(_("NIP tercetak"), max_length=18, blank=True)

    sha256 = models.CharField(_("SHA-256 isi"), max_length=64, blank=True)
    verify_token = models.CharField(_("kode verifikasi"), max_length=24, unique=True, default=new_verify_token)
    provider = models.CharField(_("cara tanda tangan"), max_length=20, blank=True, default=SigningMethod.PIN)
    provider_answer = models.JSONField(_("jawaban penyedia"), default=dict, blank=True)

    file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="PDF"
    )
    file_sha256 = models.CharField(_("SHA-256 PDF"), max_length=64, blank=True, db_index=True)
    render_state = models.CharField(_("pembuatan PDF"), max_length=8, choices=RenderState, default=RenderState.PENDING)
    render_error = models.CharField(_("galat pembuatan"), max_length=300, blank=True)

    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("menggantikan")
    )
    void_reason = models.CharField(_("alasan batal"), max_length=300, blank=True)
    return_note = models.CharField(_("catatan pengembalian"), max_length=500, blank=True)
    returned_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)

    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    sent_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    voided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(_("dibuat"))
    signing_since = models.DateTimeField(_("mulai ditandatangani"), null=True, blank=True)
    signed_at = models.DateTimeField(_("ditandatangani"), null=True, blank=True)
    sent_at = models.DateTimeField(_("dikirim"), null=True, blank=True)
    voided_at = models.DateTimeField(_("dibatalkan"), null=True, blank=True)
    destroyed_at = models.DateTimeField(_("dimusnahkan"), null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("naskah")
        verbose_name_plural = _("naskah")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["register", "number_serial"], name="document_serial_once"),
            models.UniqueConstraint(
                fields=["office", "kind", "year", "number"],
                name="document_number_once",
                condition=~Q(number="") & ~Q(kind=DocumentKind.DISPOSITION_SHEET),
            ),
            models.UniqueConstraint(
                fields=["supersedes"], name="document_one_successor", condition=~Q(status=DocumentStatus.VOID)
            ),
            models.CheckConstraint(
                name="document_issued_is_complete",
                condition=~Q(status__in=sorted(ISSUED_STATUSES))
                | (
                    ~Q(number="")
                    & ~Q(sha256="")
                    & ~Q(signatory_name="")
                    & Q(date__isnull=False, signed_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="document_void_has_reason",
                condition=~Q(status=DocumentStatus.VOID) | ~Q(void_reason=""),
            ),
        ]
        indexes = [
            models.Index(fields=["owner_kind", "owner_id"], name="document_owner"),
            models.Index(fields=["office", "status"], name="document_office_status"),
            models.Index(
                fields=["signed_at"],
                name="document_to_render",
                condition=Q(file__isnull=True, status__in=sorted(ISSUED_STATUSES)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number or self.title}"

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuse what the database trigger would refuse, with a sentence."""
        if getattr(self, "_status_in_db", "") in {*ISSUED_STATUSES, DocumentStatus.VOID}:
            fields = kwargs.get("update_fields")
            if fields is None or not set(fields) <= ALWAYS_CHANGEABLE:  # type: ignore[call-overload]
                raise ValidationError(_("Naskah yang sudah terbit tidak dapat diubah. Buat naskah penggantinya."))
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        self._status_in_db = self.status

    def get_absolute_url(self) -> str:
        return reverse("documents:pdf", args=[self.pk])

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse to drop a numbered paper; it is voided instead."""
        if self.number or self.status not in OPEN_STATUSES:
            raise ValidationError(_("Naskah yang sudah bernomor tidak dapat dihapus. Batalkan dengan alasan."))
        return super().delete(*args, **kwargs)  # type: ignore[arg-type]

    def get_verify_path(self) -> str:
        return reverse("documents:verify_token", args=[self.verify_token])

    @classmethod
    def from_db(cls, db, field_names, values):
        document = super().from_db(db, field_names, values)
        document._status_in_db = document.__dict__.get("status", "")
        return document

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def is_unsigned(self) -> bool:
        return self.status in UNSIGNED_STATUSES

    @property
    def is_returned(self) -> bool:
        """A draft that was handed back and has not been initialled since."""
        return self.status == DocumentStatus.DRAFT and bool(self.return_note)

    @property
    def is_stamped(self) -> bool:
        """Whether number, date and signature block are printed, signed or about to be."""
        return bool(self.context.get("stamp", {}).get("signature"))

    @property
    def is_signing(self) -> bool:
        return self.status == DocumentStatus.SIGNING

    @property
    def is_issued(self) -> bool:
        return self.status in ISSUED_STATUSES

    @property
    def awaits_pdf(self) -> bool:
        """Issued, and the worker has not made its PDF yet."""
        return self.is_issued and self.file_id is None and not self.has_no_pdf

    @property
    def has_no_pdf(self) -> bool:
        """Issued, and the last attempt at its PDF failed."""
        return self.is_issued and self.file_id is None and self.render_state == RenderState.FAILED

    @property
    def is_void(self) -> bool:
        return self.status == DocumentStatus.VOID

    @property
    def is_by_pin(self) -> bool:
        return self.provider == SigningMethod.PIN

    @property
    def successor(self) -> "Document | None":
        """The issued paper that took this one's place; one query."""
        return self.successors.issued().first()

    @property
    def pdf_name(self) -> str:
        """The name under which a browser saves it."""
        number = "".join(c if c.isalnum() or c in ".-" else "-" for c in self.number)
        return f"{DocumentKind(self.kind).label} {number}".strip().replace(" ", "-").lower() + ".pdf"


class DocumentInitial(models.Model):
    """A paraf: somebody in the chain saw the draft and put his initials; withdrawn when it is handed back."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="initials")
    position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    title = models.CharField(_("jabatan"), max_length=420)
    at: datetime = models.DateTimeField(_("waktu"))  # type: ignore[assignment]
    withdrawn_at = models.DateTimeField(_("dicabut"), null=True, blank=True)

    class Meta:
        verbose_name = _("paraf")
        verbose_name_plural = _("paraf")
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "position"],
                name="initial_once_per_position",
                condition=Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.at:%d-%m-%Y %H:%M}"


class DocumentEdit(models.Model):
    """What somebody changed in a draft: the words before and after, so that whoever signs sees them."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="edits")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("jabatan"), max_length=420, blank=True)
    changes = models.JSONField(_("perubahan"), default=list)
    at: datetime = models.DateTimeField(_("waktu"))  # type: ignore[assignment]

    class Meta:
        verbose_name = _("perubahan konsep")
        verbose_name_plural = _("perubahan konsep")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.title} {self.at:%d-%m-%Y %H:%M}"
