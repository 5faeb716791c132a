"""The trail: who decided what and when. Insert-only, chained per booking."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from vidcon_portal.kept import Given, kept

if TYPE_CHECKING:
    from .booking import Booking


class Event(models.Model):
    """One accepted action. A database trigger refuses update and delete, but for the end of its retention: then ``data``
    is emptied once, and the hash of what it was stays.

    Names and titles are copied: the trail must read the same after people and positions change.
    """

    booking = models.ForeignKey("bookings.Booking", models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=24)
    kind = models.CharField(max_length=20, blank=True)
    row_number = models.PositiveSmallIntegerField(null=True, blank=True)
    step_code = models.CharField(max_length=60, blank=True)
    step_run = models.ForeignKey("bookings.StepRun", models.PROTECT, null=True, blank=True, related_name="events")
    data = models.JSONField(default=dict)
    actor = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=200)
    actor_title = models.CharField(max_length=420, blank=True)
    position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey("accounts.Position", models.PROTECT, null=True, blank=True, related_name="+")
    occurred_at = models.DateTimeField(_("terjadi"))
    recorded_at = models.DateTimeField(_("dicatat"))
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")
    recorded_by_name = models.CharField(max_length=200, blank=True)
    evidence = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    redacted_at = models.DateTimeField(_("isi dimusnahkan"), null=True, blank=True)

    class Meta:
        verbose_name = _("riwayat")
        verbose_name_plural = _("riwayat")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["booking", "number"], name="event_number_once")]

    def __str__(self) -> str:
        return f"{self.number}. {self.action} — {self.actor_name}"


def events_of(booking: "Booking") -> list[Event]:
    """The whole trail, the oldest first; one query."""
    return _events().all(booking=booking.pk)


@kept
def _events() -> models.QuerySet[Event]:
    return Event.objects.filter(booking=Given("booking")).order_by("number")


class TrailHead(models.Model):
    """How long a case's trail is and with which hash it ends, so that a missing end is missed.

    Written with each event, in its transaction. A database trigger lets it grow by one and refuses all else.
    """

    booking = models.OneToOneField("bookings.Booking", models.PROTECT, primary_key=True, related_name="trail_head")
    length = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("ujung riwayat")
        verbose_name_plural = _("ujung riwayat")

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.length}"
