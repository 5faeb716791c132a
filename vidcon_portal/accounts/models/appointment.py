"""Who holds which position, and when; who may act for it."""

from datetime import date, datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.accounts.choices import AppointmentKind


class Int8Point(Func):
    """``int8range(x, x, '[]')``: lets plain GiST compare integers for equality, no extension."""

    function = "int8range"

    def __init__(self, expression: str) -> None:
        super().__init__(F(expression), F(expression), Value("[]"))


class DateSpan(Func):
    """``daterange(starts_on, ends_on, '[]')``; an empty end means until further notice."""

    function = "daterange"
    output_field = DateRangeField()

    def __init__(self, start: str = "starts_on", end: str = "ends_on") -> None:
        super().__init__(F(start), F(end), Value("[]"))


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def active_on(self, day: date) -> "AppointmentQuerySet":
        """Appointments in force on a local date, not ended before their time."""
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day),
            starts_on__lte=day,
            ended_at__isnull=True,
            user__is_active=True,
        )

    def not_over(self, *, on: date) -> "AppointmentQuerySet":
        """In force on a local date, or to come."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), ended_at__isnull=True)


class Appointment(models.Model):
    """A user holds a position during a date range: definitive, Plt. or Plh."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="appointments", verbose_name=_("pengguna"))
    position = models.ForeignKey(
        "accounts.Position", models.PROTECT, related_name="appointments", verbose_name=_("jabatan")
    )
    kind = models.CharField(_("jenis"), max_length=12, choices=AppointmentKind, default=AppointmentKind.DEFINITIVE)
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"), null=True, blank=True)
    ended_at = models.DateTimeField(_("diakhiri lebih awal"), null=True, blank=True)
    basis = models.CharField(_("dasar penunjukan"), max_length=200, blank=True)

    history = HistoricalRecords()
    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan jabatan")
        verbose_name_plural = _("penugasan jabatan")
        ordering = ["-starts_on"]
        constraints = [
            ExclusionConstraint(
                name="appointment_one_definitive_at_a_time",
                expressions=[
                    (Int8Point("position_id"), RangeOperators.OVERLAPS),
                    (DateSpan(), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=AppointmentKind.DEFINITIVE, ended_at__isnull=True),
            ),
            ExclusionConstraint(
                name="appointment_one_acting_at_a_time",
                expressions=[
                    (Int8Point("position_id"), RangeOperators.OVERLAPS),
                    (DateSpan(), RangeOperators.OVERLAPS),
                ],
                condition=~Q(kind=AppointmentKind.DEFINITIVE) & Q(ended_at__isnull=True),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} — {self.printed_title}"

    @property
    def printed_title(self) -> str:
        """The title as signed: ``Plh. Kepala Dinas …``."""
        return f"{AppointmentKind(self.kind).prefix} {self.position.title}".strip()

    def is_active_on(self, day: date) -> bool:
        return self.ended_at is None and self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def is_active_at(self, at: datetime, tz: object) -> bool:
        return self.is_active_on(at.astimezone(tz).date())  # type: ignore[arg-type]


class Delegation(models.Model):
    """A holder lets somebody act "a.n." his position, within a scope and a period."""

    position = models.ForeignKey(
        "accounts.Position", models.PROTECT, related_name="delegations", verbose_name=_("jabatan yang dilimpahkan")
    )
    delegate = models.ForeignKey(
        "accounts.Appointment",
        models.PROTECT,
        related_name="delegations_received",
        verbose_name=_("dilimpahkan kepada"),
    )
    through = models.ForeignKey(
        "accounts.Position",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("melalui jabatan (u.b.)"),
        help_text=_(
            "Bila dilimpahkan lagi oleh pejabat di antaranya. Tercetak “a.n. …, …, u.b.” di atas jabatan penerima."
        ),
    )
    scope = ArrayField(
        models.CharField(max_length=24),
        verbose_name=_("lingkup"),
        blank=True,
        default=list,
        help_text=_("Jenis langkah yang boleh dikerjakan; kosong berarti semua kecuali tanda tangan surat."),
    )
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))
    ended_at = models.DateTimeField(_("dicabut"), null=True, blank=True)
    basis = models.CharField(_("dasar"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("pelimpahan")
        verbose_name_plural = _("pelimpahan")
        constraints = [
            models.CheckConstraint(name="delegation_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))
        ]

    def __str__(self) -> str:
        return f"a.n. {self.position} — {self.delegate.user}"

    def is_active_on(self, day: date) -> bool:
        return self.ended_at is None and self.starts_on <= day <= self.ends_on


class DutyRoster(models.Model):
    """The officer whom urgent cases reach at night and on holidays."""

    office = models.ForeignKey("accounts.Office", models.CASCADE, related_name="duty_rosters", verbose_name=_("kantor"))
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+", verbose_name=_("petugas"))
    starts_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("sampai"))

    class Meta:
        verbose_name = _("jadwal piket")
        verbose_name_plural = _("jadwal piket")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(name="dutyroster_ends_after_start", condition=Q(ends_on__gte=F("starts_on")))
        ]

    def __str__(self) -> str:
        return f"{self.appointment.user} {self.starts_on:%d-%m-%Y}–{self.ends_on:%d-%m-%Y}"
