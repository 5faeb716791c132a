"""Kit on its way, as pages show it: who has it, for which request, and what stands on its label."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.choices import Purpose, ResourceKind
from bookings.models import Allocation, Booking, KitLoan, Resource
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Fact, TrailEntry
from vidcon_portal.ui.wording import say_clock, say_short_date

from .ledger import as_range
from .spans import Span

KINDS = (ResourceKind.EQUIPMENT, ResourceKind.KIT)
BEFORE, AHEAD = timedelta(days=1), timedelta(days=3)
"""Requests around now that a unit may go out for."""

MOST_LINES = 10


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit of an event, and where it is."""

    name: str
    url: str
    note: str
    state: State
    badge: str
    is_out: bool


def kit_of(office: Office) -> list[Resource]:
    """What carries a label."""
    return list(Resource.objects.filter(office=office, kind__in=KINDS, is_active=True).order_by("kind", "name", "pk"))


def label_url(resource: Resource, office: Office) -> str:
    """The address in the code on a label."""
    return f"{settings.SITE_URL}{unit_url(resource, office)}"


def unit_url(resource: Resource, office: Office) -> str:
    return reverse("scheduling:unit", args=[office.code, resource.code])


def cases_for(resource: Resource, *, at: datetime) -> list[Booking]:
    """The requests that hold a unit around now, the next first; one query."""
    rows = (
        Allocation.objects.filter(
            resource=resource,
            state__in=LIVE_STATES,
            purpose__in=(Purpose.EVENT, Purpose.TRIAL),
            during__overlap=as_range(Span(at - BEFORE, at + AHEAD)),
            booking__isnull=False,
        )
        .select_related("booking__agency")
        .order_by("during")
    )
    return list({row.booking.pk: row.booking for row in rows if row.booking is not None}.values())


def unit_lines(booking: Booking) -> list[UnitLine]:
    """The kit of an event: what is held for it, and what went out for it besides; two queries."""
    held = Resource.objects.filter(
        allocations__booking=booking, allocations__state__in=LIVE_STATES, kind__in=KINDS
    ).distinct()
    units = {unit.pk: unit for unit in held.order_by("name", "pk")}
    latest: dict[int, KitLoan] = {}
    mine = KitLoan.objects.filter(booking=booking) | KitLoan.objects.filter(
        resource__in=list(units), returned_at__isnull=True
    )
    for loan in mine.select_related("resource").order_by("given_at", "pk"):
        units.setdefault(loan.resource_id, loan.resource)
        latest[loan.resource_id] = loan
    return [_line(unit, latest.get(pk), booking) for pk, unit in units.items()]


def loan_facts(resource: Resource, loan: KitLoan | None) -> list[Fact]:
    facts = [
        Fact(_("Nomor aset"), resource.asset_number),
        Fact(_("Kondisi"), resource.get_condition_display()),
        Fact(_("Bagian dari set"), resource.kit.name if resource.kit else ""),
    ]
    if loan is not None:
        facts += [
            Fact(_("Dibawa"), loan.receiver),
            Fact(_("Sejak"), f"{say_short_date(loan.given_at)} {say_clock(loan.given_at)}"),
            Fact(_("Untuk"), (loan.booking.ticket or "") if loan.booking else _("di luar permohonan")),
        ]
    return [fact for fact in facts if fact.value]


def loan_trail(loans: Iterable[KitLoan]) -> list[TrailEntry]:
    """What happened to a unit, newest first."""
    found = []
    for loan in loans:
        if loan.returned_at is not None and loan.taken_back_by is not None:
            found.append(
                TrailEntry(
                    _("Kembali dari %(who)s") % {"who": loan.returned_by},
                    loan.returned_at,
                    _said(loan.get_condition_in_display(), loan.note_in, loan.taken_back_by.name),
                )
            )
        found.append(
            TrailEntry(
                _("Diserahkan kepada %(who)s") % {"who": loan.receiver},
                loan.given_at,
                _said(loan.get_condition_out_display(), loan.note_out, loan.given_by.name),
            )
        )
    return found


def _said(condition: str, note: str, officer: str) -> str:
    return ". ".join(filter(None, [condition, note, _("Petugas: %(people)s") % {"people": officer}]))


def _line(unit: Resource, loan: KitLoan | None, booking: Booking) -> UnitLine:
    url = unit_url(unit, booking.office)
    if loan is None:
        return UnitLine(unit.name, url, unit.asset_number, State.NEUTRAL, _("di gudang"), is_out=False)
    if loan.is_open:
        return UnitLine(unit.name, url, loan.receiver, State.CONFIRMED, _("dibawa"), is_out=True)
    return UnitLine(unit.name, url, unit.asset_number, State.DONE, _("sudah kembali"), is_out=False)
