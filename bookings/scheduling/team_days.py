"""Who of the office goes where on a day, and the same as text for the team's WhatsApp group."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from bookings.choices import Purpose, ResourceKind, SessionStatus
from bookings.models import Allocation, Booking
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.wording import official_language
from vidcon_portal.ui.wording import say_date, say_hour

from .answers import join_words
from .days import day_span
from .feeds import rooms_of
from .ledger import as_range
from .permissions import is_shown_behind_secrets
from .spans import Span

LONGEST = 3500
"""Characters; a WhatsApp message holds 4096, and an address with the text in it has its limits too."""

_AT_WORK = (Purpose.EVENT, Purpose.TRIAL)


@dataclass(frozen=True, slots=True)
class TeamDuty:
    """One event or trial run with everybody who is on duty at it."""

    span: Span
    purpose: Purpose
    booking: Booking
    place: str
    people: tuple[str, ...]


def team_duties(office: Office, day: date) -> list[TeamDuty]:
    """Every event and trial run of a local day for which somebody of the office is on duty; two queries."""
    rows = (
        Allocation.objects.filter(
            resource__office=office,
            resource__kind=ResourceKind.PERSON,
            purpose__in=_AT_WORK,
            state__in=LIVE_STATES,
            during__overlap=as_range(day_span(day, office.tz)),
            booking__isnull=False,
        )
        .exclude(session__status__in=(SessionStatus.CANCELLED, SessionStatus.NOT_HELD, SessionStatus.FINISHED))
        .select_related("resource", "booking__agency", "session")
        .order_by("during", "booking", "resource__name")
    )
    found: dict[tuple[object, ...], list[Allocation]] = defaultdict(list)
    for row in rows:
        found[row.booking_id, row.session_id, row.purpose, row.during.lower, row.during.upper].append(row)
    rooms = rooms_of({group[0].session_id for group in found.values() if group[0].session_id})
    return [_duty(group, rooms) for group in found.values()]


def say_duties(duties: list[TeamDuty], day: date, office: Office, *, site: str) -> str:
    """The message for the group, in Indonesian; empty when nobody goes anywhere.

    A group is no place for secrets: an event that is not open is named by its ticket alone, and no link of a meeting, no
    passcode and no number of a person is ever in it. The zone of the office must be active.
    """
    if not duties:
        return ""
    with official_language():
        parts = [f"*{_('Tugas')} {say_date(day)}* ({duties[0].span.start.astimezone(office.tz).tzname()})"]
        for number, duty in enumerate(duties, start=1):
            part = "\n".join(_lines(number, duty, site))
            if sum(map(len, parts)) + len(part) > LONGEST:
                parts.append(_("dan %(count)d tugas lain, lihat portal") % {"count": len(duties) - number + 1})
                break
            parts.append(part)
    return "\n\n".join(parts)


def group_link(text: str) -> str:
    """Opens WhatsApp with the text filled in and lets one choose the group; empty without a text."""
    return f"https://wa.me/?{urlencode({'text': text}, quote_via=quote)}" if text else ""


def _duty(group: list[Allocation], rooms: dict[int, list[str]]) -> TeamDuty:
    first = group[0]
    booking, session = first.booking, first.session
    assert booking is not None
    names = rooms.get(session.pk) if session is not None else None
    room = join_words(names) if names else ""
    place = room or (session.place if session is not None else "") or booking.place
    people = tuple(dict.fromkeys(row.resource.name for row in group))
    return TeamDuty(Span(first.during.lower, first.during.upper), Purpose(first.purpose), booking, place, people)


def _lines(number: int, duty: TeamDuty, site: str) -> list[str]:
    booking = duty.booking
    is_open = is_shown_behind_secrets(booking)
    name = booking.title if is_open else _("Kegiatan %(ticket)s") % {"ticket": booking.ticket}
    what = _("Uji coba: %(name)s") % {"name": name} if duty.purpose == Purpose.TRIAL else name
    hours = f"{say_hour(duty.span.start)}–{say_hour(duty.span.end)}"
    return [
        f"{number}. {hours} {what}",
        *([" · ".join(filter(None, [booking.agency.name, duty.place]))] if is_open else []),
        _("Petugas: %(people)s") % {"people": join_words(list(duty.people))},
        f"{site}/lapangan/{booking.ticket}/",
    ]
