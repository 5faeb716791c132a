"""When a person works: read, said again, and asked, without a database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bookings.scheduling.shifts import Shift, parse_shifts, say_shifts
from bookings.scheduling.spans import Span

WITA = ZoneInfo("Asia/Makassar")


def span(day: int, start: float, end: float) -> Span:
    """WITA hours of a day of November 2026; the 2nd is a Monday."""
    return Span(*(datetime.fromtimestamp(
        datetime(2026, 11, day, tzinfo=WITA).timestamp() + hours * 3600, UTC) for hours in (start, end)
    ))  # fmt: skip


def shift(text: str) -> Shift:
    found = Shift.of(parse_shifts(text), WITA)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00", "Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00"),
        ("sen - kam 7:30-12:00, 13.00-16.00\njumat 7.30-11.30", "Senin–Kamis 07.30–12.00, 13.00–16.00; Jumat 07.30–11.30"),
        ("Selasa, Kamis 13-21", "Selasa 13.00–21.00; Kamis 13.00–21.00"),
        ("Minggu 22.00–06.00", "Senin 00.00–06.00; Minggu 22.00–24.00"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_pattern_is_said_as_it_is_read(text: str, said: str) -> None:
    assert say_shifts(parse_shifts(text)) == said
    assert parse_shifts(said) == parse_shifts(text)


@pytest.mark.parametrize(
    "text", ["pagi", "Senin", "Senin 25.00–26.00", "Lunes 8-10", "Senin 08.00–08.00", "Senin 8-12, 11-13"]
)
def test_what_is_no_pattern_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="Jam kerja"):
        parse_shifts(text)


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
