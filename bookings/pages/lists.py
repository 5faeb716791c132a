"""Rows and filters of the list of requests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import CLOSED, LIVE, Status
from bookings.models import Booking
from vidcon_portal.ui.parts import Badge, NavItem
from vidcon_portal.ui.wording import say_short_date, say_span

from .badges import leader_badge, state_badge

STATES: Mapping[str, tuple[Promise, frozenset[Status]]] = {
    "berjalan": (gettext_lazy("Berjalan"), frozenset(LIVE)),
    "dilengkapi": (gettext_lazy("Perlu dilengkapi"), frozenset({Status.RETURNED, Status.OFFERED})),
    "selesai": (gettext_lazy("Selesai"), frozenset({Status.COMPLETED})),
    "ditutup": (gettext_lazy("Ditolak, batal, gugur"), frozenset(CLOSED - {Status.COMPLETED})),
    "draf": (gettext_lazy("Draf"), frozenset({Status.DRAFT})),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    url: str
    title: str
    ticket: str
    agency: str
    when: str
    place: str
    submitted: str
    badges: tuple[Badge, ...]


def list_rows(bookings: Iterable[Booking], *, inside: bool) -> list[ListRow]:
    """One line per case; needs ``open_kind`` and ``is_running`` annotated."""
    rows = []
    for booking in bookings:
        badge = state_badge(
            booking,
            kind=booking.open_kind,  # type: ignore[attr-defined] # annotated
            running=booking.is_running,  # type: ignore[attr-defined] # annotated
            inside=inside,
        )
        leader = leader_badge(booking) if inside else None
        start, end = booking.first_session_start, booking.last_session_end
        rows.append(
            ListRow(
                url=booking.get_absolute_url(),
                title=booking.title,
                ticket=booking.ticket or "",
                agency=booking.agency.name,
                when=say_span(start, end) if start and end else "",
                place=booking.place,
                submitted=say_short_date(booking.submitted_at or booking.created_at),
                badges=(badge, leader) if leader else (badge,),
            )
        )
    return rows


def tabs_of(path: str, kept: Mapping[str, str], *, inside: bool) -> list[NavItem]:
    """Filters as links that keep the search."""
    rest = {name: value for name, value in kept.items() if name not in ("status", "milik")}

    def link(**values: str) -> str:
        query = urlencode({**rest, **values})
        return f"{path}?{query}" if query else path

    items = [NavItem(link(), _("Semua"), current=not (kept.get("status") or kept.get("milik")))]
    items += [
        NavItem(link(status=name), str(label), current=kept.get("status") == name)
        for name, (label, _statuses) in STATES.items()
        if not (inside and name == "draf")
    ]
    items.append(NavItem(link(milik="saya"), _("Diajukan saya"), current=bool(kept.get("milik"))))
    return items
