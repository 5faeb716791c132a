"""What can be occupied, and what occupies it. The database refuses every overlap."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.accounts.models.appointment import Int8Point

from ..choices import AllocationState, Condition, Purpose, ResourceKind

LIVE_STATES = (AllocationState.HELD, AllocationState.CONFIRMED)


class ResourceQuerySet(models.QuerySet["Resource"]):
    def usable(self) -> "ResourceQuerySet":
        """What may be allocated: in use, and not broken."""
        return self.filter(is_active=True).exclude(condition=Condition.BROKEN)


class Resource(models.Model):
    """A room, an equipment unit, a set of units, a meeting account or a person; ``lanes`` = how many at once.

    A set (kit) is asked for as one: it and all its ``parts`` are allocated together, or none of them.
    ``working_hours`` has the shape of an office's weekly hours; empty means that any hour is the person's.
    """

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="resources", verbose_name=_("kantor"))
    kind = models.CharField(_("jenis"), max_length=10, choices=ResourceKind)
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("nama"), max_length=120)
    group = models.CharField(_("kelompok"), max_length=60, blank=True, help_text=_("Contoh: webcam, proyektor."))
    capacity = models.PositiveIntegerField(_("kapasitas"), null=True, blank=True)
    lanes = models.PositiveSmallIntegerField(_("pemakaian serentak"), default=1)
    layouts = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("tata letak"),
        default=list,
        blank=True,
        help_text=_("Dipisah koma. Contoh: huruf U, kelas, teater."),
    )
    features = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("fasilitas"),
        default=list,
        blank=True,
        help_text=_("Dipisah koma. Contoh: proyektor, kamera PTZ, akses kursi roda."),
    )
    photo = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("foto")
    )
    asset_number = models.CharField(_("nomor aset"), max_length=60, blank=True)
    condition = models.CharField(
        _("kondisi"),
        max_length=6,
        choices=Condition,
        default=Condition.GOOD,
        help_text=_("Yang rusak berat tidak dijadwalkan."),
    )
    kit = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("bagian dari set"),
        limit_choices_to={"kind": ResourceKind.KIT},
    )
    plan = models.CharField(
        _("paket"), max_length=60, blank=True, help_text=_("Paket langganan. Contoh: Zoom Business.")
    )
    skills = ArrayField(
        models.CharField(max_length=30),
        verbose_name=_("keahlian"),
        default=list,
        blank=True,
        help_text=_("Dipisah koma. Contoh: streaming, audio."),
    )
    working_hours = models.JSONField(_("jam kerja"), default=dict, blank=True)
    user = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resources",
        verbose_name=_("pengguna"),
        help_text=_("Akun portal orangnya, agar tugasnya tampak di “Tugas saya”."),
    )
    note = models.TextField(_("keterangan"), blank=True)
    is_active = models.BooleanField(_("dapat dipakai"), default=True)

    history = HistoricalRecords()
    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("sumber daya")
        verbose_name_plural = _("sumber daya")
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["office", "code"], name="resource_code_once"),
            models.CheckConstraint(name="resource_lanes_1_to_10", condition=Q(lanes__gte=1, lanes__lte=10)),
            models.CheckConstraint(
                name="resource_only_equipment_in_kits",
                condition=Q(kit__isnull=True) | Q(kind=ResourceKind.EQUIPMENT),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        return self.is_active and self.condition != Condition.BROKEN


class Allocation(models.Model):
    """A half-open time range on one lane of one resource.

    The exclusion constraint holds against every writer: engine, admin, import and shell.
    ``need`` is the index of the booking's need it answers (empty for maintenance and leave, which belong to a ``block`` instead).
    """

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="allocations")
    lane = models.PositiveSmallIntegerField(default=1)
    during = DateTimeRangeField(_("waktu"))
    booking = models.ForeignKey("bookings.Booking", models.PROTECT, null=True, blank=True, related_name="allocations")
    session = models.ForeignKey("bookings.Session", models.PROTECT, null=True, blank=True, related_name="allocations")
    need = models.PositiveSmallIntegerField(null=True, blank=True)
    block = models.ForeignKey(
        "bookings.Block", models.PROTECT, null=True, blank=True, related_name="allocations", db_index=False
    )
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
        indexes = [
            models.Index(fields=["booking", "state"], name="allocation_by_booking"),
            GistIndex(fields=["during"], condition=Q(state__in=LIVE_STATES), name="allocation_by_time"),
            models.Index(fields=["block"], condition=Q(block__isnull=False), name="allocation_by_block"),
        ]

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
