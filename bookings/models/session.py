"""A session: one sitting of the event. Its life is separate from the case's (DESIGN §3.3)."""

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page

from ..choices import SessionStatus

if TYPE_CHECKING:
    from .booking import Booking


class Session(models.Model):
    """Planned start and end in UTC; an open end ("s.d. selesai") is planned as two hours.

    ``told`` is what the last invitation said (``services/invitations.py``); empty before the first; ``told_officers`` the
    same for each officer who was ever on duty there, by the key of his user. ``cancelled_at`` is
    the moment of the action that cancelled it: the whole case's, or its own.
    """

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    open_ended = models.BooleanField(_("s.d. selesai"), default=False)
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=SessionStatus, default=SessionStatus.PLANNED)
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    told = models.JSONField(default=dict, blank=True, editable=False)
    told_officers = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        verbose_name = _("sesi")
        verbose_name_plural = _("sesi")
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(name="session_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(fields=["booking", "number"], name="session_number_once"),
        ]
        indexes = [
            models.Index(fields=["starts_at"], name="session_by_start"),
            models.Index(fields=["booking"], condition=Q(status=SessionStatus.RUNNING), name="session_running"),
            GistIndex(Func("starts_at", "ends_at", function="tstzrange"), name="session_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.booking} sesi {self.number}"

    @property
    def is_pending(self) -> bool:
        """Still to be held, or being held."""
        return self.status in (SessionStatus.PLANNED, SessionStatus.RUNNING)


def sessions_of(booking: "Booking", *, with_meetings: bool = False) -> list[Session]:
    """All sessions of a case, in their order, as they are now; one query, one a page.

    ``with_meetings``: with what later wings hang on each, the meeting and what happened; we know their names alone.
    """
    return on_page(("sessions", booking.pk), lambda: _read_sessions(booking, with_meetings))


def _read_sessions(booking: "Booking", with_meetings: bool) -> list[Session]:
    sessions = _sessions(with_meetings).all(booking=booking.pk)
    for each in sessions:
        each.booking = booking
    return sessions


@kept
def _sessions(with_meetings: bool) -> models.QuerySet[Session]:
    sessions = Session.objects.filter(booking=Given("booking")).order_by("number")
    return sessions.select_related("meeting", "execution") if with_meetings else sessions
