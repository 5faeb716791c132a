"""Half-open stretches of time, [start, end), and their arithmetic."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)


class Span(NamedTuple):
    """From ``start`` up to, not including, ``end``: two spans that only touch do not overlap."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def padded(self, before: timedelta, after: timedelta) -> "Span":
        return Span(self.start - before, self.end + after)

    def shifted(self, by: timedelta) -> "Span":
        return Span(self.start + by, self.end + by)


MICROSECONDS = "(date_part('epoch', {}) * 1000000)::bigint"
"""How SQL hands moments to ``span_read``: a full day has some hundred rows and a dozen different times."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=16_384)
def span_read(start: int | None, end: int | None) -> Span:
    """The span between two moments in microseconds; None is without end."""
    return Span(
        EARLIEST if start is None else _EPOCH + timedelta(microseconds=start),
        LATEST if end is None else _EPOCH + timedelta(microseconds=end),
    )


@lru_cache(maxsize=4096)
def spans_read(text: str) -> tuple[Span, ...]:
    """A multirange as PostgreSQL prints it: ``{["2026-11-26 01:00:00+00","2026-11-26 03:00:00+00"),…}``."""
    return tuple(
        Span(
            datetime.fromisoformat(start).astimezone(UTC) if start else EARLIEST,
            datetime.fromisoformat(end).astimezone(UTC) if end else LATEST,
        )
        for start, end in _RANGES.findall(text)
    )


_RANGES = re.compile(r'[\[(]"?([^",]*)"?,"?([^",)]*)"?\)')


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same time with as few spans as possible, in order; spans that touch become one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def subtract(span: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of ``span`` outside ``taken``, in order."""
    left: list[Span] = []
    start = span.start
    for other in merge(taken):
        if other.end <= start or other.start >= span.end:
            continue
        if other.start > start:
            left.append(Span(start, other.start))
        start = max(start, other.end)
    if start < span.end:
        left.append(Span(start, span.end))
    return left
