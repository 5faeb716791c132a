"""Complaints, suggestions and questions from anybody, and what became of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import ComplaintCategory, ComplaintChannel, ComplaintStatus, Identity, NoteKind
from ..querysets import ComplaintQuerySet


class ComplaintDeadline(models.Model):
    """How many working days an office gives itself for a category; without a row the usual number counts."""

    office = models.ForeignKey("accounts.Office", models.CASCADE, related_name="complaint_deadlines")
    category = models.CharField(_("jenis"), max_length=12, choices=ComplaintCategory)
    working_days = models.PositiveSmallIntegerField(_("hari kerja"))

    class Meta:
        verbose_name = _("batas waktu pengaduan")
        verbose_name_plural = _("batas waktu pengaduan")
        constraints = [
            models.UniqueConstraint(fields=["office", "category"], name="complaint_deadline_once_per_category"),
            models.CheckConstraint(
                name="complaint_deadline_1_to_120", condition=Q(working_days__gte=1, working_days__lte=120)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.get_category_display()}: {self.working_days}"


class Complaint(models.Model):
    """``handler`` is the position that answers; ``concerned`` are the people whom it is about: they never see it."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="complaints")
    ticket = models.CharField(_("nomor pengaduan"), max_length=40, unique=True)
    tracking_hash = models.CharField(max_length=64, editable=False)
    channel = models.CharField(_("jalur"), max_length=10, choices=ComplaintChannel, default=ComplaintChannel.PORTAL)
    category = models.CharField(_("jenis"), max_length=12, choices=ComplaintCategory)
    subject = models.CharField(_("pokok"), max_length=200)
    text = models.TextField(_("isi"))
    about = models.CharField(_("petugas yang diadukan"), max_length=200, blank=True)
    booking = models.ForeignKey("bookings.Booking", models.PROTECT, null=True, blank=True, related_name="complaints")
    identity = models.CharField(_("identitas"), max_length=12, choices=Identity)
    name = models.CharField(_("nama pelapor"), max_length=200, blank=True)
    contact = models.CharField(_("kontak pelapor"), max_length=200, blank=True)
    lapor_number = models.CharField(_("nomor LAPOR!"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=ComplaintStatus, default=ComplaintStatus.NEW)
    handler = models.ForeignKey("accounts.Position", models.PROTECT, null=True, blank=True, related_name="complaints")
    concerned = models.ManyToManyField("accounts.User", related_name="+", blank=True)
    received_at = models.DateTimeField(_("diterima"))
    due_at = models.DateTimeField(_("batas waktu"))
    answered_at = models.DateTimeField(_("ditanggapi"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengaduan")
        verbose_name_plural = _("pengaduan")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["office", "status", "due_at"], name="complaint_by_office")]
        constraints = [
            models.CheckConstraint(
                name="complaint_anonymous_has_no_name", condition=~Q(identity="anonymous") | Q(name="", contact="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.ticket} {self.subject}"

    def get_absolute_url(self) -> str:
        return f"/laporan/pengaduan/{self.ticket}/"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class ComplaintNote(models.Model):
    """One line under a complaint. Names are copied, as in the trail; a reply has none."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind)
    text = models.TextField()
    author = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    author_title = models.CharField(max_length=420, blank=True)
    written_at = models.DateTimeField()

    class Meta:
        verbose_name = _("catatan pengaduan")
        verbose_name_plural = _("catatan pengaduan")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.complaint}"
