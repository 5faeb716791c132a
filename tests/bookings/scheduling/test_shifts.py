"""When a person works: read, said again, and asked, without a database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bookings.scheduling.shifts import Shift
from bookings.scheduling.spans import Span
from vidcon_portal.procedures.written_hours import parse_hours

WITA = ZoneInfo("Asia/Makassar")


def span(day: int, start: float, end: float) -> Span:
    """WITA hours of a day of November 2026; the 2nd is a Monday."""
    return Span(*(datetime.fromtimestamp(
        datetime(2026, 11, day, tzinfo=WITA).timestamp() + hours * 3600, UTC) for hours in (start, end)
    ))  # fmt: skip


def shift(text: str) -> Shift:
    found = Shift.of(parse_hours(text), WITA)
    assert found is not None
    return found


def test_a_break_does_not_end_the_day_but_the_evening_does() -> None:
    office_hours = shift("Senin–Jumat 07.30–12.00, 13.00–16.00")

    assert office_hours.covers(span(2, 10, 14))
    assert office_hours.covers(span(2, 7.5, 16))
    assert not office_hours.covers(span(2, 15, 16.5))
    assert not office_hours.covers(span(7, 9, 10))


def test_a_night_shift_runs_over_midnight_and_is_off_by_day() -> None:
    night = shift("Senin–Rabu 22.00–06.00")

    assert night.covers(span(2, 23, 26))
    assert night.covers(span(5, 1, 5))
    assert not night.covers(span(3, 5, 7))
    assert not night.covers(span(3, 9, 10))


def test_no_pattern_is_any_hour() -> None:
    assert Shift.of({}, WITA) is None
