"""Records at the end of their retention: the proposal, its approval from outside, and what became of each case."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import DestructionStatus


class Destruction(models.Model):
    """One list of cases that an office proposes for destruction. Nothing goes before the approval is recorded."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    status = models.CharField(
        _("keadaan"), max_length=10, choices=DestructionStatus, default=DestructionStatus.PROPOSED
    )
    proposed_at = models.DateTimeField(_("diusulkan"))
    proposed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    proposed_title = models.CharField(max_length=420, blank=True)
    approval_number = models.CharField(_("nomor persetujuan"), max_length=120, blank=True)
    approved_on = models.DateField(_("tanggal persetujuan"), null=True, blank=True)
    approved_by = models.CharField(_("yang menyetujui"), max_length=200, blank=True)
    approval_file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("persetujuan dicatat"), null=True, blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    destroyed_at = models.DateTimeField(_("dimusnahkan"), null=True, blank=True)

    class Meta:
        verbose_name = _("usul musnah")
        verbose_name_plural = _("usul musnah")
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                name="destruction_approval_is_complete",
                condition=~Q(status__in=[DestructionStatus.APPROVED, DestructionStatus.DESTROYED])
                | ~Q(approval_number="")
                & ~Q(approved_by="")
                & Q(approved_on__isnull=False, approval_file__isnull=False),
            ),
            models.CheckConstraint(
                name="destruction_has_its_record",
                condition=~Q(status=DestructionStatus.DESTROYED)
                | Q(document__isnull=False, destroyed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.proposed_at:%d-%m-%Y}"

    def get_absolute_url(self) -> str:
        return f"/laporan/arsip/{self.pk}/"


class DestructionItem(models.Model):
    """One case of the list, as it was when it was proposed; ``kept_reason`` says why it was taken out again."""

    destruction = models.ForeignKey(Destruction, models.CASCADE, related_name="items")
    booking = models.ForeignKey("bookings.Booking", models.PROTECT, related_name="+")
    code = models.CharField(_("klasifikasi"), max_length=20)
    description = models.CharField(_("uraian"), max_length=400)
    opened_on = models.DateField(_("diajukan"))
    closed_on = models.DateField(_("ditutup"))
    due_on = models.DateField(_("retensi berakhir"))
    papers = models.PositiveIntegerField(_("naskah"))
    files = models.PositiveIntegerField(_("lampiran"))
    kept_reason = models.CharField(_("tidak dimusnahkan karena"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("arsip usul musnah")
        verbose_name_plural = _("arsip usul musnah")
        ordering = ["closed_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["destruction", "booking"], name="destruction_case_once")]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.description}"
