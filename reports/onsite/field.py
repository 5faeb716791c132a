"""Today's and tomorrow's places, as the technician's list of the field shows them: his own first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.choices import Purpose, Secrecy
from bookings.inbox import field_sessions
from bookings.models import Booking
from bookings.scheduling.days import day_span
from bookings.scheduling.occupations import cases_known
from bookings.scheduling.queries import duties_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.wording import say_clock, say_short_date

DAYS = 2
MOST_KEPT = 12
"""So many pages are kept on a phone at once."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One event or trial run; ``title`` is the ticket where the event is not open, for the list stays on the phone."""

    starts_at: datetime
    when: str
    what: str
    title: str
    detail: str
    url: str
    state: State
    stays: bool


@dataclass(frozen=True, slots=True)
class Field:
    """The reader's own duties, and what else the office has."""

    mine: tuple[FieldLine, ...]
    others: tuple[FieldLine, ...]

    @property
    def kept(self) -> list[str]:
        """Whose pages a phone may keep with the list: one's own, or all where nobody is appointed."""
        lines = self.mine or self.others
        return list(dict.fromkeys(line.url for line in lines if line.stays))[:MOST_KEPT]


def field_of(actor: Actor, office: Office, *, at: datetime) -> Field:
    """Today and tomorrow, at most four queries."""
    assert actor.user is not None
    midnight = day_span(at.astimezone(office.tz).date(), office.tz).start
    duties = [
        (duty, duty.booking)
        for duty in duties_of(actor.user, at=midnight, days=DAYS)
        if duty.booking is not None and duty.purpose in (Purpose.EVENT, Purpose.TRIAL)
    ]
    may_open = {case.pk for case in cases_known({booking.pk for _duty, booking in duties}, actor)}
    sessions = field_sessions(actor, at=at)
    open_cases = _open_events([each.booking_id for each in sessions])
    mine = [
        _line(
            duty.session.starts_at if duty.session and duty.purpose == Purpose.EVENT else duty.span.start,
            booking.ticket,
            booking.title if booking.may_stay_on_devices else "",
            (duty.session.place if duty.session else "") or booking.place,
            booking.agency.name,
            is_trial=duty.purpose == Purpose.TRIAL,
        )
        for duty, booking in duties
        if booking.pk in may_open
    ]
    own = {(line.starts_at, line.url) for line in mine}
    others = [
        _line(
            each.starts_at,
            each.ticket,
            each.title if each.booking_id in open_cases else "",
            each.place or each.usual_place,
            each.agency,
        )
        for each in sessions
    ]
    return Field(
        tuple(sorted(mine, key=lambda line: line.starts_at)),
        tuple(line for line in others if (line.starts_at, line.url) not in own),
    )


def _open_events(ids: Iterable[int]) -> set[int]:
    return set(Booking.objects.filter(pk__in=list(ids), secrecy=Secrecy.ORDINARY).values_list("pk", flat=True))


def _line(
    starts_at: datetime, ticket: str | None, title: str, place: str, agency: str, *, is_trial: bool = False
) -> FieldLine:
    """Without a title the event is not open: nothing but its ticket and hour is told."""
    local, today = timezone.localtime(starts_at), timezone.localdate()
    days = {today: _("Hari ini"), today + timedelta(days=1): _("Besok")}
    return FieldLine(
        starts_at=starts_at,
        when=f"{days.get(local.date(), say_short_date(local))} {say_clock(local)}",
        what=_("Uji coba") if is_trial else _("Kegiatan"),
        title=title or ticket or "",
        detail=", ".join(filter(None, [place, agency if agency not in place else ""])) if title else "",
        url=reverse("reports:onsite", args=[ticket]),
        state=State.TRIAL if is_trial else State.CONFIRMED,
        stays=bool(title),
    )
