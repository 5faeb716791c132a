"""What can be occupied, and what occupies it. The database refuses every overlap."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.accounts.models.appointment import Int8Point

from ..choices import AllocationState, Purpose, ResourceKind

LIVE_STATES = (AllocationState.HELD, AllocationState.CONFIRMED)


class Resource(models.Model):
    """A room, an equipment unit, a meeting account or a person; ``lanes`` = how many at once."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="resources")
    kind = models.CharField(_("jenis"), max_length=10, choices=ResourceKind)
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("nama"), max_length=120)
    group = models.CharField(_("kelompok"), max_length=60, blank=True, help_text=_("Contoh: webcam, proyektor."))
    capacity = models.PositiveIntegerField(_("kapasitas"), null=True, blank=True)
    lanes = models.PositiveSmallIntegerField(_("pemakaian serentak"), default=1)
    asset_number = models.CharField(_("nomor aset"), max_length=60, blank=True)
    skills = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    attributes = models.JSONField(_("keterangan"), default=dict, blank=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="resources")
    is_active = models.BooleanField(_("dapat dipakai"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sumber daya")
        verbose_name_plural = _("sumber daya")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="resource_code_once"),
            models.CheckConstraint(name="resource_lanes_1_to_10", condition=Q(lanes__gte=1, lanes__lte=10)),
        ]

    def __str__(self) -> str:
        return self.name


class Allocation(models.Model):
    """A half-open time range on one lane of one resource.

    The exclusion constraint holds against every writer: engine, admin, import and shell.
    ``need`` is the index of the booking's need it answers (empty for maintenance and leave).
    """

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="allocations")
    lane = models.PositiveSmallIntegerField(default=1)
    during = DateTimeRangeField(_("waktu"))
    booking = models.ForeignKey("bookings.Booking", models.PROTECT, null=True, blank=True, related_name="allocations")
    session = models.ForeignKey("bookings.Session", models.PROTECT, null=True, blank=True, related_name="allocations")
    need = models.PositiveSmallIntegerField(null=True, blank=True)
    purpose = models.CharField(_("keperluan"), max_length=12, choices=Purpose)
    state = models.CharField(_("keadaan"), max_length=10, choices=AllocationState)
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pemakaian")
        verbose_name_plural = _("pemakaian")
        constraints = [
            ExclusionConstraint(
                name="allocation_never_overlaps",
                expressions=[
                    (Int8Point("resource_id"), RangeOperators.OVERLAPS),
                    (Int8Point("lane"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=[s.value for s in LIVE_STATES]),
            ),
            models.CheckConstraint(name="allocation_range_not_empty", condition=Q(during__isempty=False)),
        ]
        indexes = [models.Index(fields=["booking", "state"], name="allocation_by_booking")]

    def __str__(self) -> str:
        return f"{self.resource} {self.during.lower:%d-%m-%Y %H.%M}"


class Option(models.Model):
    """One alternative that was offered to the agency in a ``choose_alternative`` side step.

    ``sessions`` is a list of ``{"session": id, "starts_at": iso, "ends_at": iso}``.
    """

    step_run = models.ForeignKey("bookings.StepRun", models.CASCADE, related_name="offered")
    number = models.PositiveSmallIntegerField()
    sessions = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    is_held = models.BooleanField(default=False)
    chosen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["step_run", "number"], name="option_number_once")]

    def __str__(self) -> str:
        return f"{self.step_run} pilihan {self.number}"
