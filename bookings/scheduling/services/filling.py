"""What stands where a resource is out of use goes away sooner or later; the block then takes that time too."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q

from bookings.choices import AllocationState
from bookings.models import Allocation, Block
from bookings.models.resource import LIVE_STATES
from vidcon_portal.accounts.models import Office

from ..ledger import as_range, span_of
from ..occupancy import Lane
from ..spans import Span, merge, subtract


def fill_blocks(office: Office, freed: Sequence[Span] | None, *, at: datetime) -> list[Allocation]:
    """Give freed time to the blocks that wait for it, before anybody else gets it: who is ill is given nothing new.

    Without ``freed`` every standing block is looked at. Callers hold the office's locks. One query where no block is
    touched, else three.
    """
    touched = Q()
    if freed is not None:
        touched = Q(pk__in=())
        for span in merge(freed):
            touched |= Q(starts_at__lt=span.end, ends_at__gt=span.start)
    found = Block.objects.standing(at=at).filter(touched, resource__office=office).select_related("resource")
    blocks = list(found.order_by("starts_at", "pk"))
    return take_free_time(blocks, at=at) if blocks else []


def take_free_time(blocks: Iterable[Block], *, at: datetime) -> list[Allocation]:
    """Take every lane of each block's resource, wherever and whenever from now on nobody stands there; two queries.

    A block that begins in the past takes its past too as far as that is free, so that the calendar tells the truth.
    """
    wanted = list(blocks)
    taken = _taken(wanted)
    made: list[Allocation] = []
    for block in wanted:
        for lane in range(1, block.resource.lanes + 1):
            standing = taken[block.resource_id, lane]
            for piece in subtract(Span(block.starts_at, block.ends_at), standing):
                standing.append(piece)
                made.append(
                    Allocation(
                        resource=block.resource,
                        lane=lane,
                        during=as_range(piece),
                        block=block,
                        purpose=block.purpose,
                        state=AllocationState.CONFIRMED,
                        note=block.note,
                    )
                )
    try:
        with transaction.atomic():
            return Allocation.objects.bulk_create(made)
    except (IntegrityError, OperationalError):  # somebody allocated without a lock; the next sweep tries again
        return []


def _taken(blocks: Sequence[Block]) -> dict[Lane, list[Span]]:
    around = Q(pk__in=())
    for block in blocks:
        window = as_range(Span(block.starts_at, block.ends_at))
        around |= Q(resource=block.resource_id, during__overlap=window)
    found: dict[Lane, list[Span]] = defaultdict(list)
    for row in Allocation.objects.filter(around, state__in=LIVE_STATES).only("resource", "lane", "during"):
        found[row.resource_id, row.lane].append(span_of(row))
    return found
