"""What would become of each row of an office's list of past events. Reads only."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from bookings.errors import NotLegal
from bookings.models import ImportedRow, Resource
from bookings.scheduling.occupancy import read_occupancy
from bookings.scheduling.spans import Span
from bookings.sheets.columns import Table, plain_words
from bookings.sheets.lines import Line, Outcome, Report
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.models import Procedure, Service

from .columns import PastEvent, mode_of, read_event
from .matching import Agencies, Things
from .parsing import NotUnderstood

Use = tuple[int, Resource, int, Span]
"""Session number, resource, lane, range."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One booking to be; ``agency`` is None for one that must be added first."""

    event: PastEvent
    agency: Agency | None
    mode: Mode
    uses: tuple[Use, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryPlan:
    """What an import would do: ``report`` names every row. ``strangers`` are the names of agencies we do not know."""

    report: Report
    planned: tuple[Planned, ...] = ()
    strangers: tuple[str, ...] = ()


@dataclass
class Knowledge:
    """What the office has already: read once, before the first row."""

    office: Office
    service: Service
    procedure: Procedure
    agencies: Agencies
    things: Things
    resources: list[Resource]
    tickets: dict[str, str]
    chosen: dict[str, Agency]

    def agency(self, name: str) -> Agency | None:
        return self.chosen.get(plain_words(name)) or self.agencies.find(name)


def service_for(office: Office, *, code: str = "", at: datetime) -> tuple[Service, Procedure]:
    """The service that the past belongs to, and its SOP in force. Raises ``NotLegal``."""
    day = at.astimezone(office.tz).date()
    services = Service.objects.filter(office=office).select_related("office").order_by("-is_active", "pk")
    if code:
        services = services.filter(code=code)
    for service in services:
        if (procedure := service.procedure_on(day)) is not None:
            return service, procedure
    raise NotLegal(_("Kantor ini belum punya layanan dengan SOP yang berlaku. Terbitkan SOP dahulu."))


def plan_history(
    table: Table, *, office: Office, at: datetime, service: str = "", agencies: Mapping[str, Agency] | None = None
) -> HistoryPlan:
    """Read every row and say what would become of it; writes nothing. ``agencies`` says whom unknown names mean."""
    if table.missing:
        names = ", ".join(str(column.label) for column in table.missing)
        return HistoryPlan(Report.of((), [_("Pilih kolom untuk: %(names)s.") % {"names": names}]))
    known = _knowledge(office, at=at, service=service, agencies=agencies or {})
    lines: list[Line] = []
    events: list[PastEvent] = []
    seen: dict[str, int] = {}
    for record in table.records():
        subject = record.text("title") or " · ".join(record.all_cells.values())[:120]
        refuse = _refuser(lines, record.number, subject)
        if table.is_heading_again(record):
            refuse(_("Judul atau nomor kolom yang tercetak ulang."))
            continue
        try:
            event = read_event(record, office.tz)
        except NotUnderstood as reason:
            refuse(str(reason))
            continue
        if event.sittings[-1].ends_at > at:
            refuse(_("Kegiatan ini belum lewat. Ajukan lewat portal."))
        elif len(event.title) > 300:
            refuse(_("Judul kegiatan lebih dari 300 huruf."))
        elif event.fingerprint in known.tickets:
            ticket = known.tickets[event.fingerprint]
            lines.append(Line(event.row, Outcome.SAME, subject, (_("Sudah diimpor: %(t)s.") % {"t": ticket},)))
        elif event.fingerprint in seen:
            first = seen[event.fingerprint]
            remark = _("Sama dengan baris %(row)d: instansi, judul dan waktu mulai.") % {"row": first}
            lines.append(Line(event.row, Outcome.SAME, subject, (remark,)))
        else:
            seen[event.fingerprint] = event.row
            events.append(event)
    planned = tuple(_plan_all(events, known))
    lines += [Line(each.event.row, Outcome.NEW, each.event.title, each.remarks) for each in planned]
    return HistoryPlan(Report.of(lines, _notices(table, known, planned)), planned, _strangers(planned))


def plan_event(event: PastEvent, *, office: Office, agency: Agency, at: datetime) -> Planned:
    """What would become of one event of a known agency."""
    known = _knowledge(office, at=at, service="", agencies={event.agency: agency})
    return next(iter(_plan_all([event], known)))


def _knowledge(office: Office, *, at: datetime, service: str, agencies: Mapping[str, Agency]) -> Knowledge:
    chosen, procedure = service_for(office, code=service, at=at)
    resources = list(Resource.objects.filter(office=office).order_by("pk"))
    return Knowledge(
        office=office,
        service=chosen,
        procedure=procedure,
        agencies=Agencies(office, Agency.objects.filter(office=office).order_by("-is_active", "pk")),
        things=Things(resources),
        resources=resources,
        tickets={
            fingerprint: ticket or ""
            for fingerprint, ticket in ImportedRow.objects.filter(office=office).values_list(
                "fingerprint", "booking__ticket"
            )
        },
        chosen={plain_words(name): agency for name, agency in agencies.items()},
    )


class Lanes:
    """Who has which lane when: the portal's own cases, and the rows above."""

    def __init__(self, events: Iterable[PastEvent], resources: Iterable[Resource]) -> None:
        spans = [Span(sitting.starts_at, sitting.ends_at) for event in events for sitting in event.sittings]
        self._live = read_occupancy([each.pk for each in resources], spans)
        self._taken: dict[tuple[int, int], list[tuple[Span, int]]] = defaultdict(list)

    def take(self, resource: Resource, span: Span, row: int) -> tuple[int | None, int | None]:
        """The first free lane; else none, and the row that has it (no row: a case of the portal)."""
        holder = None
        for lane in range(1, resource.lanes + 1):
            taken = self._taken[resource.pk, lane]
            at = bisect_left(taken, (span, 0))
            beside = [other for other in taken[max(0, at - 1) : at + 1] if other[0].overlaps(span)]
            if not beside and self._live.is_free(resource.pk, lane, span):
                taken.insert(at, (span, row))
                return lane, None
            holder = holder or next((other_row for _span, other_row in beside), None)
        return None, holder


def _plan_all(events: list[PastEvent], known: Knowledge) -> Iterator[Planned]:
    """In the order of time, so that of two events in one room the first has it."""
    lanes = Lanes(events, known.resources)
    for event in sorted(events, key=lambda each: (each.sittings[0].starts_at, each.row)):
        wanted, unknown = _named(event, known.things)
        uses: list[Use] = []
        clashes: list[str] = []
        for resource in wanted:
            for number, sitting in enumerate(event.sittings, start=1):
                span = Span(sitting.starts_at, sitting.ends_at)
                lane, holder = lanes.take(resource, span, event.row)
                if lane is None:
                    clashes.append(_clash(resource, span, holder, known.office))
                    continue
                uses.append((number, resource, lane, span))
        agency = known.agency(event.agency)
        mode = mode_of(event["mode"]) or (
            Mode.HOST if Mode.HOST in known.service.modes else Mode(known.service.modes[0])
        )
        yield Planned(event, agency, mode, tuple(uses), (*event.remarks, *unknown, *clashes))


def _named(event: PastEvent, things: Things) -> tuple[list[Resource], list[str]]:
    rooms, accounts = things.rooms(event["place"]), things.accounts(event["account"])
    persons = things.persons(event["officers"])
    unknown = [_("Akun tidak dikenal: %(name)s.") % {"name": name} for name in accounts.unknown]
    unknown += [_("Petugas tidak dikenal: %(name)s.") % {"name": name} for name in persons.unknown]
    return [*rooms.resources, *accounts.resources, *persons.resources], unknown


def _clash(resource: Resource, span: Span, holder: int | None, office: Office) -> str:
    local = span.start.astimezone(office.tz)
    words = {"name": resource.name, "when": f"{local:%d-%m-%Y %H.%M} {local.tzname()}", "row": holder}
    if holder is None:
        return _("Tumpang tindih: %(name)s pada %(when)s sudah dipakai di portal; pemakaian ini tidak dicatat.") % words
    return _("Tumpang tindih: %(name)s pada %(when)s sudah dipakai baris %(row)s; pemakaian ini tidak dicatat.") % words


def _notices(table: Table, known: Knowledge, planned: Iterable[Planned]) -> list[str]:
    notices = [
        _("Layanan: %(service)s. SOP yang disematkan: %(sop)s.") % {"service": known.service, "sop": known.procedure}
    ]
    above = sum(1 for row in table.sheet.rows if row.number < table.layout.first_row and not row.is_blank)
    if above:
        notices.append(_("%(count)d baris di atas judul kolom tidak dibaca.") % {"count": above})
    notices += table.notices
    if table.unread:
        names = ", ".join(table.unread)
        notices.append(_("Kolom tanpa pasangan, hanya disimpan di riwayat kasus: %(names)s.") % {"names": names})
    read_as = {each.event.agency: each.agency.name for each in planned if each.agency is not None}
    if differing := [f"{a} → {b}" for a, b in sorted(read_as.items()) if plain_words(a) != plain_words(b)]:
        notices.append(_("Instansi dibaca sebagai: %(names)s.") % {"names": "; ".join(differing)})
    if unknown := sorted(_strangers(planned)):
        notices.append(_("Instansi baru (nonaktif sampai diperiksa): %(names)s.") % {"names": "; ".join(unknown)})
    return notices


def _strangers(planned: Iterable[Planned]) -> tuple[str, ...]:
    """One spelling of each name that is no agency's."""
    found: dict[str, str] = {}
    for each in planned:
        if each.agency is None:
            found.setdefault(plain_words(each.event.agency), each.event.agency)
    return tuple(found.values())


def _refuser(lines: list[Line], row: int, subject: str) -> Callable[[str], None]:
    return lambda reason: lines.append(Line(row, Outcome.REFUSED, subject, (reason,)))
