"""How long something takes, always beside something else."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: list[float]) -> "Timing":
        ordered = sorted(seconds)
        return cls(statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two things that were measured in turns. ``ratio`` is of their medians, ``work`` of the processor time that this
    process spent on each: a busy machine disturbs it least, but it leaves out what PostgreSQL does."""

    timing: Timing
    against: Timing
    ratio: float
    work: float


def side_by_side(first: Callable[[], object], second: Callable[[], object], *, times: int) -> Pair:
    """Time both in turns, so that a busy minute of the machine falls on both alike."""
    spent: tuple[list[float], list[float]] = ([], [])
    worked: tuple[list[float], list[float]] = ([], [])
    for _each in range(5):
        first()
        second()
    for _each in range(times):
        for number, call in enumerate((first, second)):
            started, began = time.perf_counter(), time.thread_time()
            call()
            spent[number].append(time.perf_counter() - started)
            worked[number].append(time.thread_time() - began)
    timings = Timing.of(spent[0]), Timing.of(spent[1])
    work = statistics.median(worked[0]) / statistics.median(worked[1])
    return Pair(*timings, timings[0].p50 / timings[1].p50, work)
