"""Swap a unit like for like: a sick operator, a broken camera."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Purpose
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Resource
from bookings.models.resource import LIVE_STATES

from ..ledger import as_range, insert_rows, live_rows, office_needs, release_rows, row_of, span_of
from ..locks import lock_office
from ..occupancy import read_occupancy
from ..replacing import free_lane, is_alike, is_on_duty, rows_of_work
from ..spans import Span
from .holds import promote


@transaction.atomic
def adjust_allocation(allocation: Allocation, resource: Resource, *, at: datetime) -> list[Allocation]:
    """Give the work of one unit in one session to another of the same kind; returns its allocations.

    Event, buffers and trial of that need move together and keep their state; of what is going on, the part that was
    done stays with whom did it. Raises Incomplete when the units are not alike, Clash when the other one is busy.
    """
    booking = allocation.booking
    current = allocation.resource
    if booking is None or allocation.state not in LIVE_STATES:
        raise Incomplete(_("Pemakaian ini sudah tidak berlaku. Muat ulang halaman, lalu pilih kembali."))
    need = next((need for need in office_needs(booking) if need.index == allocation.need), None)
    if not is_alike(resource, current, need) or not resource.is_usable:
        raise Incomplete(
            _("%(new)s tidak dapat menggantikan %(old)s. Pilih pengganti yang sejenis dan dapat dipakai.")
            % {"new": resource.name, "old": current.name}
        )
    if resource.pk == current.pk:
        return []
    if allocation.purpose == Purpose.EVENT and not is_on_duty(resource, span_of(allocation), booking):
        raise Clash(
            _("%(name)s tidak bertugas pada jam itu. Pilih petugas yang jam kerjanya mencakup kegiatan ini.")
            % {"name": resource.name}
        )
    units = lock_office(booking.office)
    rows = rows_of_work(allocation, live_rows(booking), at=at)
    rest = {row.pk: Span(max(span_of(row).start, at), span_of(row).end) for row in rows}
    others = read_occupancy([resource.pk], list(rest.values()))
    lane = free_lane(resource, list(rest.values()), others)
    if lane is None or not rows:
        raise Clash(
            _("%(name)s sudah terpakai pada waktu itu. Pilih pengganti lain yang masih kosong.")
            % {"name": resource.name}
        )
    moved = [(row.state, row_of(row)._replace(resource_id=resource.pk, lane=lane, span=rest[row.pk])) for row in rows]
    begun = [row for row in rows if span_of(row).start < at]
    release_rows(row for row in rows if row not in begun)
    for row in begun:
        row.during = as_range(Span(span_of(row).start, at))
        row.save(update_fields=["during"])
    taken: list[Allocation] = []
    for state in LIVE_STATES:
        written = insert_rows(booking, [key for was, key in moved if was == state], state)
        if written is None:
            raise Clash(
                _("%(name)s baru saja terpakai. Pilih pengganti lain yang masih kosong.") % {"name": resource.name}
            )
        taken += written
    promote(booking.office, list(rest.values()), units, at=at, exclude=booking)
    return taken
