"""Swap a unit like for like: a sick operator, a broken camera."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Purpose, ResourceKind
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Resource
from bookings.models.resource import LIVE_STATES

from ..ledger import insert_rows, live_rows, release_rows, row_of, span_of
from ..locks import lock_office
from ..occupancy import read_occupancy
from ..shifts import Shift
from .holds import promote


@transaction.atomic
def adjust_allocation(allocation: Allocation, resource: Resource, *, at: datetime) -> list[Allocation]:
    """Give the work of one unit in one session to another of the same kind; returns its allocations.

    Event, buffers and trial of that need move together and keep their state. Raises Incomplete when the units are not
    alike, Clash when the other one is busy.
    """
    booking = allocation.booking
    current = allocation.resource
    if booking is None or allocation.state not in LIVE_STATES:
        raise Incomplete(_("Pemakaian ini sudah tidak berlaku. Muat ulang halaman, lalu pilih kembali."))
    is_alike = resource.kind == current.kind and (
        resource.kind != ResourceKind.EQUIPMENT or resource.group == current.group
    )
    if not is_alike or resource.office_id != current.office_id or not resource.is_usable:
        raise Incomplete(
            _("%(new)s tidak dapat menggantikan %(old)s. Pilih pengganti yang sejenis dan dapat dipakai.")
            % {"new": resource.name, "old": current.name}
        )
    if resource.pk == current.pk:
        return []
    shift = Shift.of(resource.working_hours, booking.office.tz)
    is_off = shift is not None and allocation.purpose == Purpose.EVENT and not shift.covers(span_of(allocation))
    if is_off and not booking.leader_confirmed:  # to a leader's event somebody may be called at any hour
        raise Clash(
            _("%(name)s tidak bertugas pada jam itu. Pilih petugas yang jam kerjanya mencakup kegiatan ini.")
            % {"name": resource.name}
        )
    units = lock_office(booking.office)
    rows = [
        row
        for row in live_rows(booking)
        if row.resource_id == current.pk
        and row.lane == allocation.lane
        and row.session_id == allocation.session_id
        and row.need == allocation.need
        and span_of(row).end > at
    ]
    own = {row.pk for row in rows}
    spans = [span_of(row) for row in rows]
    others = read_occupancy([resource.pk], spans)
    lanes = range(1, units[resource.pk].lanes + 1)
    lane = next((lane for lane in lanes if all(others.is_free(resource.pk, lane, span) for span in spans)), None)
    if lane is None or not own:
        raise Clash(
            _("%(name)s sudah terpakai pada waktu itu. Pilih pengganti lain yang masih kosong.")
            % {"name": resource.name}
        )
    moved = [(row, row_of(row)._replace(resource_id=resource.pk, lane=lane)) for row in rows]
    taken: list[Allocation] = []
    states = {row.pk: row.state for row in rows}
    freed = release_rows(rows)
    for state in LIVE_STATES:
        written = insert_rows(booking, [key for row, key in moved if states[row.pk] == state], state)
        if written is None:
            raise Clash(
                _("%(name)s baru saja terpakai. Pilih pengganti lain yang masih kosong.") % {"name": resource.name}
            )
        taken += written
    promote(booking.office, freed, units, at=at, exclude=booking)
    return taken
