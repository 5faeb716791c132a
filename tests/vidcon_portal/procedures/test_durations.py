from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tests.vidcon_portal.procedures.work_calendars import WIB, WITA, wita
from vidcon_portal.procedures import durations


@pytest.mark.parametrize(
    ("minutes", "words", "short"),
    [
        (0, "0 menit", "0 mnt"),
        (1, "1 menit", "1 mnt"),
        (59, "59 menit", "59 mnt"),
        (60, "1 jam", "1 j"),
        (380, "6 jam 20 menit", "6 j 20 mnt"),
        (1500, "25 jam", "25 j"),
    ],
)
def test_minutes_read_as_hours_and_minutes(minutes: int, words: str, short: str) -> None:
    assert durations.humanize_minutes(minutes) == words
    assert durations.humanize_minutes(minutes, short=True) == short


def test_negative_minutes_are_refused() -> None:
    with pytest.raises(ValueError):
        durations.humanize_minutes(-1)


def test_lateness_and_working_days_have_their_words() -> None:
    assert durations.humanize_working_days(1) == "1 hari kerja"
    assert durations.humanize_overdue(25) == "Lewat 25 menit"
    assert durations.humanize_overdue(85) == "Lewat 1 jam 25 menit"
    assert durations.humanize_overdue(0) == "Lewat kurang dari 1 menit"
    assert durations.humanize_overdue_days(2) == "Lewat 2 hari kerja"


def test_dates_read_as_on_official_papers() -> None:
    assert durations.format_date(date(2026, 8, 17)) == "Senin, 17 Agustus 2026"
    assert durations.format_short_date(date(2026, 11, 26)) == "Kam 26 Nov"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (WIB, "Senin, 17 Agustus 2026 pukul 08.05 WIB"),
        (WITA, "Senin, 17 Agustus 2026 pukul 09.05 WITA"),
        (durations.ZoneInfo("Asia/Jayapura"), "Senin, 17 Agustus 2026 pukul 10.05 WIT"),
    ],
)
def test_a_moment_is_told_in_its_zone(zone: durations.ZoneInfo, words: str) -> None:
    assert durations.format_moment(datetime(2026, 8, 17, 1, 5, tzinfo=UTC), zone) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2026-08-18 09:00", "2026-08-18 11:00", "09.00–11.00 WITA"),
        ("2026-08-18 22:00", "2026-08-19 00:00", "22.00–24.00 WITA"),
        (
            "2026-08-18 22:00",
            "2026-08-19 01:00",
            "Selasa, 18 Agustus 2026 pukul 22.00 – Rabu, 19 Agustus 2026 pukul 01.00 WITA",
        ),
    ],
)
def test_a_range_names_its_zone_once(start: str, end: str, words: str) -> None:
    assert durations.format_range(wita(start), wita(end), WITA) == words


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError):
        durations.format_time(datetime(2026, 8, 17, 9, 5), WITA)  # noqa: DTZ001 - the naive moment is the case


def test_an_english_page_says_the_same_in_english() -> None:
    with translation.override("en"):
        assert durations.format_moment(datetime(2026, 8, 17, 1, 5, tzinfo=UTC), WITA) == (
            "Monday, 17 August 2026 at 09.05 WITA"
        )
        assert durations.format_short_date(date(2026, 8, 17)) == "Mon 17 Aug"
        assert durations.humanize_minutes(61) == "1 hour 1 minute"
        assert durations.humanize_overdue_days(2) == "2 working days overdue"
        assert durations.day_name(6) == "Sunday"
