"""The request (permohonan) itself. Only the engine changes ``status``, ``decision`` and ``hold``."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page
from vidcon_portal.procedures.choices import Mode

from ..choices import LIVE, Audience, Decision, FlagKind, FlagResult, Hold, OtherZone, Secrecy, Status
from ..querysets import BookingQuerySet


class SubmittedHistory(HistoricalRecords):
    """Begins with the submission: a draft changes while one types and leaves no trace when it is thrown away."""

    def post_save(self, instance: "Booking", created: bool, using: str | None = None, **kwargs: Any) -> None:
        if not instance.is_draft:
            super().post_save(instance, created, using=using, **kwargs)

    def post_delete(self, instance: "Booking", using: str | None = None, **kwargs: Any) -> None:
        if not instance.is_draft:
            super().post_delete(instance, using=using, **kwargs)


class Booking(models.Model):
    """One request of one agency for one event, pinned at submission to one SOP version.

    ``needs`` is a list of ``{"kind", "resource" | null, "label", "quantity", "provided_by"}``.
    ``leader_rank`` counts from 1, the highest; empty means that no leader takes part.
    """

    ticket = models.CharField(_("nomor tiket"), max_length=40, unique=True, null=True, blank=True)
    tracking_hash = models.CharField(max_length=64, blank=True, editable=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="bookings")
    service = models.ForeignKey(
        "procedures.Service", models.PROTECT, related_name="bookings", verbose_name=_("layanan")
    )
    procedure = models.ForeignKey(
        "procedures.Procedure", models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    mode = models.CharField(_("ragam layanan"), max_length=12, choices=Mode, default=Mode.HOST)
    agency = models.ForeignKey(
        "accounts.Agency", models.PROTECT, related_name="bookings", verbose_name=_("perangkat daerah")
    )
    applicant = models.ForeignKey("accounts.User", models.PROTECT, related_name="bookings", verbose_name=_("pemohon"))
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    title = models.CharField(_("nama kegiatan"), max_length=300)
    description = models.TextField(_("uraian"), blank=True)
    leader_name = models.CharField(_("pimpinan rapat"), max_length=200, blank=True)
    leader_rank = models.PositiveSmallIntegerField(_("urutan pimpinan"), null=True, blank=True)
    leader_confirmed_by = models.ForeignKey(
        "accounts.Appointment", models.PROTECT, null=True, blank=True, related_name="+"
    )
    leader_confirmed_at = models.DateTimeField(null=True, blank=True)
    secrecy = models.CharField(_("kerahasiaan"), max_length=10, choices=Secrecy, default=Secrecy.ORDINARY)
    other_zone = models.CharField(_("peserta dari zona waktu lain"), max_length=20, choices=OtherZone, blank=True)
    participants_onsite = models.PositiveIntegerField(_("peserta di tempat"), default=0)
    participants_online = models.PositiveIntegerField(_("peserta daring"), default=0)
    application = models.CharField(_("aplikasi"), max_length=80, blank=True)
    meeting_link = models.CharField(_("tautan rapat penyelenggara"), max_length=500, blank=True)
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    layout = models.CharField(_("tata letak ruang"), max_length=200, blank=True)
    connection_test_at = models.DateTimeField(_("waktu uji koneksi"), null=True, blank=True)
    equipment_note = models.TextField(_("perlengkapan yang diminta"), blank=True)
    own_equipment = models.TextField(_("perlengkapan milik pemohon"), blank=True)
    needs = models.JSONField(_("kebutuhan"), default=list, blank=True)
    contact_name = models.CharField(_("narahubung"), max_length=200, blank=True)
    contact_phone = models.CharField(_("nomor WhatsApp narahubung"), max_length=16, blank=True)

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    decision = models.CharField(_("keputusan"), max_length=8, choices=Decision, blank=True)
    decision_note = models.TextField(_("alasan keputusan"), blank=True)
    hold = models.CharField(_("jadwal"), max_length=10, choices=Hold, default=Hold.NONE)
    audience = models.CharField(
        _("yang mendapat tautan rapat"), max_length=12, choices=Audience, default=Audience.AGENCY
    )
    draft_data = models.JSONField(default=dict, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("dibuat"))
    submitted_at = models.DateTimeField(_("diajukan"), null=True, blank=True)
    received_at = models.DateTimeField(_("diterima"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ditutup"), null=True, blank=True)
    first_session_start = models.DateTimeField(null=True, blank=True, editable=False)
    last_session_end = models.DateTimeField(null=True, blank=True, editable=False)

    history = SubmittedHistory(
        excluded_fields=["tracking_hash", "draft_data", "meeting_link", "first_session_start", "last_session_end"]
    )
    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("permohonan")
        verbose_name_plural = _("permohonan")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="booking_pinned_when_submitted",
                condition=Q(status=Status.DRAFT)
                | Q(ticket__isnull=False, procedure__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="booking_sessions_end_after_start",
                condition=Q(first_session_start__isnull=True) | Q(last_session_end__gt=F("first_session_start")),
            ),
        ]
        indexes = [
            models.Index(fields=["office", "status", "first_session_start"], name="booking_by_office"),
            models.Index(fields=["office", "submitted_at"], name="booking_by_submission"),
            models.Index(fields=["agency", "-created_at"], name="booking_by_agency"),
            models.Index(fields=["applicant", "-created_at"], name="booking_by_applicant"),
            models.Index(fields=["-created_at", "-id"], name="booking_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket or 'Draf'} {self.title}"

    def get_absolute_url(self) -> str:
        return address_of(self.ticket, self.pk)

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def is_draft(self) -> bool:
        return self.status == Status.DRAFT

    @property
    def is_closed(self) -> bool:
        return self.status not in LIVE and self.status != Status.DRAFT

    @property
    def may_stay_on_devices(self) -> bool:
        """Whether a browser may keep what is shown or typed of it: not of an event that is secret or limited."""
        return self.secrecy == Secrecy.ORDINARY

    @property
    def leader_confirmed(self) -> bool:
        return self.leader_rank is not None and self.leader_confirmed_at is not None


def address_of(ticket: str | None, pk: int) -> str:
    """The page of a request, or of a draft, which has no ticket."""
    return f"/permohonan/{ticket or f'draf-{pk}'}/"


class Flag(models.Model):
    """Something that needs a dispensation: open flags block only the deciding action.

    ``sentence`` is official; ``wordings`` says the same by language for pages that speak another one.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="flags")
    kind = models.CharField(max_length=16, choices=FlagKind)
    sentence = models.TextField()
    wordings = models.JSONField(default=dict, blank=True)
    opened_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=FlagResult, blank=True)
    note = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("accounts.Appointment", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("catatan aturan")
        verbose_name_plural = _("catatan aturan")
        constraints = [
            models.UniqueConstraint(fields=["booking", "kind"], condition=Q(result=""), name="flag_open_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.sentence}"

    @property
    def said(self) -> str:
        """The sentence in the language of the page, where it is known in it."""
        return str(self.wordings.get(get_language(), self.sentence))


def flags_of(booking: Booking) -> list[Flag]:
    """All flags of a case, decided or not, the oldest first; one query, one a page."""
    return on_page(("flags", booking.pk), lambda: _flags().all(booking=booking.pk))


@kept
def _flags() -> models.QuerySet[Flag]:
    return Flag.objects.filter(booking=Given("booking")).order_by("pk")
