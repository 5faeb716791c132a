"""Working state and clocks. Written by the engine only (``bookings/workflow``)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vidcon_portal.accounts.choices import Role
from vidcon_portal.kept import Given, kept
from vidcon_portal.procedures.choices import Kind

if TYPE_CHECKING:
    from .booking import Booking


class ClockRun(models.Model):
    """A clock that has been started for a case.

    A running clock is the pair ``left`` (``procedures.clocks.Left`` as JSON, empty where nothing is
    measured) and ``running_since``; a paused one has ``paused_at`` instead. ``stretches`` is the list
    of ``[from, to]`` ISO instants during which the clock has run.
    """

    visit = models.PositiveSmallIntegerField(default=1)
    started_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)
    running_since = models.DateTimeField(null=True, blank=True)
    left = models.JSONField(null=True, blank=True)
    stretches = models.JSONField(default=list, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def stretches_until(self, at: datetime) -> list[tuple[datetime, datetime]]:
        """When the clock has run, up to ``at``."""
        found = [(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in self.stretches]
        running = self.running_since
        return [*found, (running, at)] if running is not None and running < at else found

    def is_late(self, at: datetime) -> bool:
        """Whether its due moment had passed when it closed, or has passed by ``at``; a paused clock is never late."""
        return self.due_at is not None and self.paused_at is None and (self.closed_at or at) > self.due_at


class RowRun(ClockRun):
    """The clock of one visit to one printed row."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="row_runs")
    row = models.ForeignKey("procedures.Row", models.PROTECT, related_name="+")
    office_addition = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("waktu baris SOP")
        verbose_name_plural = _("waktu baris SOP")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "row", "visit"], name="row_run_visit_once"),
            models.UniqueConstraint(fields=["booking"], condition=Q(closed_at__isnull=True), name="row_run_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.booking} baris {self.row.number} kunjungan {self.visit}"


def row_runs_of(booking: "Booking") -> list[RowRun]:
    """Every visit to a row, in the order in which they began; one query."""
    return _row_runs().all(booking=booking.pk)


@kept
def _row_runs() -> models.QuerySet[RowRun]:
    return RowRun.objects.filter(booking=Given("booking")).order_by("started_at", "pk")


class OverallRun(ClockRun):
    """The clock of the whole service, for an SOP that promises one (Gorontalo: 24 hours).

    From receipt until the row that the SOP names is closed (``reached``) or the case ends before that; it stands
    still while the applicant must act. A case that comes back after that, with a new time or reopened, gets a new
    visit with the whole time.
    """

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="overall_runs")
    reached = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("waktu seluruh pelayanan")
        verbose_name_plural = _("waktu seluruh pelayanan")
        ordering = ["started_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "visit"], name="overall_run_visit_once"),
            models.UniqueConstraint(
                fields=["booking"], condition=Q(closed_at__isnull=True), name="overall_run_one_open"
            ),
        ]
        indexes = [models.Index(fields=["closed_at"], name="overall_run_by_closing")]

    def __str__(self) -> str:
        return f"{self.booking} pelayanan {self.visit}"


class StepRun(models.Model):
    """One visit to one step; at most one is open per booking, by constraint.

    A side step (``complete``, ``choose_alternative`` outside the SOP) has no ``step``; it carries
    kind, role and row, and ``resumes`` names the run whose step is opened again afterwards.
    """

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="step_runs")
    step = models.ForeignKey("procedures.Step", models.PROTECT, null=True, blank=True, related_name="runs")
    row = models.ForeignKey("procedures.Row", models.PROTECT, null=True, related_name="+")
    row_run = models.ForeignKey(RowRun, models.PROTECT, null=True, blank=True, related_name="steps")
    overall_run = models.ForeignKey(OverallRun, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    roles = ArrayField(models.CharField(max_length=24, choices=Role))
    resumes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    resume_to_recheck = models.BooleanField(default=False)
    deadline_at = models.DateTimeField(null=True, blank=True)
    urgent_told_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=20, blank=True)
    interrupted = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("langkah berjalan")
        verbose_name_plural = _("langkah berjalan")
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking"], condition=Q(closed_at__isnull=True), name="step_run_one_open")
        ]
        indexes = [models.Index(fields=["opened_at"], condition=Q(closed_at__isnull=True), name="step_run_open")]

    def __str__(self) -> str:
        return f"{self.booking} {self.get_kind_display()}"

    @property
    def is_side_step(self) -> bool:
        return self.step_id is None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class StepAssignment(models.Model):
    """Who must act in a StepRun: one line per role; several must all confirm under ``all_of``."""

    step_run = models.ForeignKey(StepRun, models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=24, choices=Role)
    position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, blank=True, related_name="assignments")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="assignments")
    agency = models.ForeignKey("accounts.Agency", models.PROTECT, null=True, blank=True, related_name="assignments")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("penugasan langkah")
        verbose_name_plural = _("penugasan langkah")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.position or self.agency or self.user}"


class Timer(models.Model):
    """Something the system does at a time, through ``advance``, unless the step is over by then."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="timers")
    step_run = models.ForeignKey(StepRun, models.CASCADE, null=True, blank=True)
    action = models.CharField(max_length=24)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("pengatur waktu")
        verbose_name_plural = _("pengatur waktu")
        ordering = ["at"]
        indexes = [models.Index(fields=["at"], condition=Q(done_at__isnull=True), name="timer_pending")]

    def __str__(self) -> str:
        return f"{self.booking} {self.action} {self.at:%d-%m-%Y %H.%M}"
