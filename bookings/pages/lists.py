"""Rows and filters of the list of requests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import CLOSED, LIVE, Status
from bookings.queries.lists import Line
from vidcon_portal.ui.memo import drawn_once, renderer
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
    filed: str
    badges: tuple[Badge, ...]


@drawn_once
def draw_lines(lines: tuple[Line, ...], inside: bool) -> SafeString:
    """The rows of one page of the list."""
    render = renderer("bookings/parts/list_row.html")
    return mark_safe("".join([render(row=row) for row in list_rows(lines, inside=inside)]))


def list_rows(lines: Iterable[Line], *, inside: bool) -> list[ListRow]:
    """One row per case, in the words of the office or (``inside=False``) of the applicant."""
    rows = []
    for line in lines:
        badge = state_badge(line, kind=line.open_kind, running=line.is_running, inside=inside)
        leader = leader_badge(line) if inside else None
        start, end = line.first_session_start, line.last_session_end
        rows.append(
            ListRow(
                url=line.url,
                title=line.title,
                ticket=line.ticket or "",
                agency=line.agency,
                when=say_span(start, end) if start and end else "",
                place=line.place,
                filed=_filed(line),
                badges=(badge, leader) if leader else (badge,),
            )
        )
    return rows


def _filed(line: Line) -> str:
    if line.submitted_at is None:
        return _("dibuat %(day)s") % {"day": say_short_date(line.created_at)}
    return _("diajukan %(day)s") % {"day": say_short_date(line.submitted_at)}


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
