"""Maintenance and leave: allocations like any other, without a case. What is held or confirmed never gives way to them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Block, Booking, Resource
from bookings.models.resource import LIVE_STATES
from bookings.notifications import announce_absence
from vidcon_portal.accounts.actors import Actor

from ..answers import followers_sentence
from ..blocks import in_the_way, purpose_of
from ..ledger import as_range, release_rows, span_of
from ..locks import lock_office
from ..spans import Span
from .filling import take_free_time
from .holds import promote


@transaction.atomic
def block_resource(
    resource: Resource, spans: Sequence[Span], *, by: Actor, at: datetime, note: str = "", around: bool = False
) -> list[Block]:
    """Take every lane of a resource out of use for each of the spans; more than one are a series.

    Raises Clash, naming who stands there, and writes nothing; but ``around`` takes what is free now and the rest as soon
    as it is (``fill_blocks``), and tells who can find a substitute.
    """
    if not spans or any(span.end <= span.start for span in spans):
        raise Incomplete(_("Waktu selesai harus sesudah waktu mulai."))
    if any(span.end <= at for span in spans):
        raise Incomplete(_("Waktu itu sudah lewat. Pilih waktu yang belum berakhir."))
    ordered = sorted(spans)
    if any(one.overlaps(other) for one, other in pairwise(ordered)):
        raise Incomplete(_("Pengulangannya bertumpang tindih. Persingkat waktunya, atau jangan diulang."))
    lock_office(resource.office)
    obstacles = in_the_way(resource, ordered, at=at)
    if obstacles and not around:
        raise Clash(
            _("%(found)s. Pindahkan kegiatan itu dahulu, atau pilih waktu lain.")
            % {"found": followers_sentence(obstacles[:3], resource.office)}
        )
    series = uuid4() if len(ordered) > 1 else None
    blocks = Block.objects.bulk_create(
        Block(
            resource=resource,
            purpose=purpose_of(resource),
            starts_at=span.start,
            ends_at=span.end,
            note=note,
            series=series,
            made_by=by.user,
            made_at=at,
        )
        for span in ordered
    )
    if not take_free_time(blocks, at=at) and not obstacles:
        raise Clash(_("%(name)s baru saja terpakai pada waktu itu. Pilih waktu lain.") % {"name": resource.name})
    announce_absence(resource, obstacles, by=by, at=at)
    return blocks


@transaction.atomic
def end_block(block: Block, *, by: Actor, at: datetime, following: bool = False) -> list[Booking]:
    """End what has begun, cancel what has not; ``following``: the later ones of its series too.

    Returns the cases that were waiting and gained. Raises Incomplete when it is over already.
    """
    office = block.resource.office
    units = lock_office(office)
    standing = Block.objects.standing(at=at).select_for_update(no_key=True)
    ending = standing.filter(pk=block.pk)
    if following and block.series is not None:
        ending = standing.filter(series=block.series, starts_at__gte=block.starts_at)
    blocks = list(ending.order_by("pk"))
    if not blocks:
        raise Incomplete(_("Waktu ini sudah berakhir atau sudah dibatalkan. Muat ulang halaman."))
    freed = [span for each in blocks for span in _give_back(each, at=at)]
    for each in blocks:
        if each.starts_at < at:
            each.ends_at = at
        each.ended_by, each.ended_at = by.user, at
        each.save(update_fields=["ends_at", "ended_by", "ended_at"])
    return promote(office, freed, units, at=at)


def _give_back(block: Block, *, at: datetime) -> list[Span]:
    """Free what of a block lies ahead; what was really blocked stays on record."""
    rows = list(Allocation.objects.filter(block=block, state__in=LIVE_STATES, during__endswith__gt=at))
    begun = [row for row in rows if span_of(row).start < at]
    freed = release_rows(row for row in rows if row not in begun)
    for row in begun:
        span = span_of(row)
        row.during = as_range(Span(span.start, at))
        row.save(update_fields=["during"])
        freed.append(Span(at, span.end))
    return freed
