"""Maintenance and leave: allocations like any other, without a case."""

from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from bookings.choices import AllocationState, Purpose
from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Booking, Resource
from bookings.models.resource import LIVE_STATES

from ..answers import followers_sentence
from ..ledger import as_range, release_rows
from ..locks import lock_office
from ..occupancy import read_occupancy
from ..spans import Span
from .holds import promote


@transaction.atomic
def block_resource(
    resource: Resource, start: datetime, end: datetime, *, purpose: Purpose, note: str = ""
) -> list[Allocation]:
    """Take every lane of a resource out of use. Raises Clash, naming who stands there, and writes nothing."""
    if end <= start:
        raise Incomplete(_("Waktu selesai harus sesudah waktu mulai."))
    lock_office(resource.office)
    span = Span(start, end)
    others = read_occupancy([resource.pk], [span])
    lanes = range(1, resource.lanes + 1)
    try:
        if not all(others.is_free(resource.pk, lane, span) for lane in lanes):
            raise IntegrityError
        with transaction.atomic():
            return Allocation.objects.bulk_create(
                Allocation(
                    resource=resource,
                    lane=lane,
                    during=as_range(span),
                    purpose=purpose,
                    state=AllocationState.CONFIRMED,
                    note=note,
                )
                for lane in lanes
            )
    except (IntegrityError, OperationalError) as error:
        raise Clash(_blocked_sentence(resource, span)) from error


@transaction.atomic
def unblock_resource(allocation: Allocation, *, at: datetime) -> list[Booking]:
    """End a maintenance or leave on every lane; returns the cases that were waiting and gained."""
    office = allocation.resource.office
    units = lock_office(office)
    block = Allocation.objects.filter(
        resource=allocation.resource_id,
        during=allocation.during,
        purpose=allocation.purpose,
        booking__isnull=True,
        state__in=LIVE_STATES,
    )
    return promote(office, release_rows(block), units, at=at)


def _blocked_sentence(resource: Resource, span: Span) -> str:
    found = list(
        Allocation.objects.filter(resource=resource, state__in=LIVE_STATES, during__overlap=as_range(span))
        .select_related("resource", "booking")
        .order_by("during")[:3]
    )
    if not found:
        return _("%(name)s baru saja terpakai pada waktu itu. Pilih waktu lain.") % {"name": resource.name}
    return _("%(found)s. Pindahkan kegiatan itu dahulu, atau pilih waktu lain.") % {
        "found": followers_sentence(found, resource.office)
    }
