"""Maintenance and leave as the lines of a page: a series is one line with its next date."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.wording import say_date

from .availability import label_of
from .blocks import Standing, visible_ids
from .days import day_span
from .obstacles import when_of
from .spans import Span


@dataclass(frozen=True, slots=True)
class Left:
    """An event that still stands in the block."""

    title: str
    when: str
    url: str


@dataclass(frozen=True, slots=True)
class BlockLine:
    """``has_begun`` ends early, else it is cancelled; ``following`` counts what comes after it in its series."""

    pk: int
    name: str
    purpose: str
    when: str
    note: str
    by: str
    has_begun: bool
    following: int
    repeats: str
    left: tuple[Left, ...]


def block_lines(found: Iterable[Standing], actor: Actor, *, office: Office, at: datetime) -> list[BlockLine]:
    """One line per block, one per series with what is next; at most one query."""
    heads: dict[object, list[Standing]] = {}
    for each in found:
        heads.setdefault(each.block.series or each.block.pk, []).append(each)
    known = visible_ids([row for group in heads.values() for each in group for row in each.left], actor)
    return [_line(group, known, office, at) for group in heads.values()]


def say_block(span: Span, office: Office) -> str:
    """Whole days as dates, else with hours."""
    first = span.start.astimezone(office.tz).date()
    last = (span.end - timedelta(microseconds=1)).astimezone(office.tz).date()
    if span != Span(day_span(first, office.tz).start, day_span(last, office.tz).end):
        return label_of(span, office)
    if first == last:
        return _("%(day)s, sepanjang hari") % {"day": say_date(first)}
    return f"{say_date(first)} – {say_date(last)}"


def _line(group: list[Standing], known: Collection[int], office: Office, at: datetime) -> BlockLine:
    block = group[0].block
    rows = [row for each in group for row in each.left]
    return BlockLine(
        block.pk,
        block.resource.name,
        str(block.get_purpose_display()),
        say_block(Span(block.starts_at, block.ends_at), office),
        block.note,
        block.made_by.name if block.made_by else "",
        block.starts_at <= at,
        len(group) - 1,
        _repeats(group, office),
        tuple(
            Left(
                row.booking.title if row.booking is not None and row.booking_id in known else _("Kegiatan lain"),
                when_of(row, office),
                row.booking.get_absolute_url() if row.booking is not None and row.booking_id in known else "",
            )
            for row in rows
        ),
    )


def _repeats(group: list[Standing], office: Office) -> str:
    """``group`` is a series from its next date on."""
    if len(group) < 2:
        return ""
    following = ngettext("%(n)d kali lagi", "%(n)d kali lagi", len(group) - 1) % {"n": len(group) - 1}
    return _("Berulang tiap pekan, %(following)s sampai %(date)s") % {
        "following": following,
        "date": say_date(group[-1].block.starts_at.astimezone(office.tz)),
    }
