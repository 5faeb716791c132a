"""Days and hours as people write them: what is understood, and what is refused rather than guessed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.history.parsing import Days, NotUnderstood, read_days, read_hours, sittings_of

WITA = ZoneInfo("Asia/Makassar")
THE_13TH = (date(2025, 1, 13), date(2025, 1, 13))
TO_THE_15TH = (date(2025, 1, 13), date(2025, 1, 15))


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (("Senin, 13 Januari 2025",), THE_13TH),
        (("  senin,13  JANUARI 2025 ",), THE_13TH),
        (("Senin,\n13 Januari\n2025",), THE_13TH),
        (("Senin/ 13 Jan. 2025",), THE_13TH),
        (("Hari Senin, tanggal 13 Januari 2025",), THE_13TH),
        (("13-Jan-25",), THE_13TH),
        (("13-01-2025",), THE_13TH),
        (("13/1/25",), THE_13TH),
        (("13.01.2025",), THE_13TH),
        (("2025-01-13 00:00:00",), THE_13TH),
        ((datetime.fromisoformat("2025-01-13"),), THE_13TH),
        ((date(2025, 1, 13),), THE_13TH),
        ((45670,), THE_13TH),
        (("45670",), THE_13TH),
        (("Tanggal 13 Januari 2025",), THE_13TH),
        (("Senin, 13 Januari 2025", ""), THE_13TH),
        (("Senin, 13 Januari 2025", "-"), THE_13TH),
        (("Senin, 13 Januari 2025", "Rabu, 15 Januari 2025"), TO_THE_15TH),
        (("13 - 15 Januari 2025",), TO_THE_15TH),
        (("Senin - Rabu, 13 - 15 Januari 2025",), TO_THE_15TH),
        (("Senin s.d. Rabu, 13 s.d. 15 Januari 2025",), TO_THE_15TH),
        (("Senin, 13 Januari 2025 s/d Rabu, 15 Januari 2025",), TO_THE_15TH),
        (("13/01/2025 s.d. 15/01/2025",), TO_THE_15TH),
        (("13, 14 dan 15 Januari 2025",), TO_THE_15TH),
        (("30 Januari s.d. 2 Februari 2025",), (date(2025, 1, 30), date(2025, 2, 2))),
        (("31 Desember 2024 - 2 Januari 2025",), (date(2024, 12, 31), date(2025, 1, 2))),
        (("Jum'at, 17 Januari 2025",), (date(2025, 1, 17), date(2025, 1, 17))),
        (("Ahad, 19 Pebruari 2023",), (date(2023, 2, 19), date(2023, 2, 19))),
    ],
)
def test_a_day_is_read_as_it_is_written(cells, days):
    assert read_days(*cells) == Days(*days)


@pytest.mark.parametrize(
    "cells",
    [
        ("",),
        (None,),
        ("13 Januari",),
        ("31 Februari 2025",),
        ("13/13/2025",),
        ("minggu depan",),
        ("13, 15 Januari 2025",),
        ("13 Januari 1925",),
        ("15 Januari 2025", "13 Januari 2025"),
        ("13 Januari 2025", "13 Januari 2026"),
        ("13 Januari 2025", "menyusul"),
        (7,),
        (True,),
    ],
)
def test_a_day_in_doubt_is_refused(cells):
    with pytest.raises(NotUnderstood):
        read_days(*cells)


def test_a_weekday_that_does_not_fit_is_said():
    days = read_days("Selasa, 13 Januari 2025")

    assert (days.first, days.remarks) == (
        date(2025, 1, 13),
        ("Hari “Selasa” tidak cocok dengan tanggal 13-01-2025; tanggalnya yang dipakai.",),
    )


@pytest.mark.parametrize(
    ("cells", "hours"),
    [
        (("10.00", "Selesai"), "10.00–"),
        (("8.30", "s.d. selesai"), "08.30–"),
        (("8.3", ""), "08.30–"),
        ((8.3, None), "08.30–"),
        ((13, None), "13.00–"),
        ((0.4375, 0.5), "10.30–12.00"),
        ((time(9, 30), time(11)), "09.30–11.00"),
        ((timedelta(hours=9), datetime.fromisoformat("1900-01-01T11:00")), "09.00–11.00"),
        (("08:30:00", "11:00:00"), "08.30–11.00"),
        (("10,00", "-"), "10.00–"),
        (("1000", "1230"), "10.00–12.30"),
        ((830, None), "08.30–"),
        (("Pukul 09.00 WIB", "12"), "09.00 WIB–12.00"),
        (("10.00", "12.00 WITA"), "10.00 WITA–12.00 WITA"),
        (("10.00 - 12.00", None), "10.00–12.00"),
        (("10.00-Selesai", None), "10.00–"),
        (("10.00 WITA s/d selesai", ""), "10.00 WITA–"),
        (("10.00", "Selesai WIB"), "10.00 WIB–"),
        (("10.00 - selesai WITA", None), "10.00 WITA–"),
        (("10.00 -", None), "10.00–"),
        (("jam 2 siang", None), "14.00–"),
        (("7 malam", "24.00"), "19.00–24.00"),
    ],
)
def test_hours_are_read_as_they_are_written(cells, hours):
    found = read_hours(*cells)

    assert f"{found.start}–{found.end or ''}" == hours


@pytest.mark.parametrize(
    "cells",
    [
        ("", "Selesai"),
        ("-", ""),
        ("pagi", ""),
        ("25.00", ""),
        ("10.75", ""),
        (10.75, ""),
        ("10.00", "nanti"),
        (True, ""),
    ],
)
def test_hours_in_doubt_are_refused(cells):
    with pytest.raises(NotUnderstood):
        read_hours(*cells)


def test_an_open_end_is_planned_as_two_hours_in_the_offices_zone():
    (sitting,) = sittings_of(read_days("13 Januari 2025"), read_hours("10.00", "Selesai"), WITA)

    assert (sitting.starts_at, sitting.ends_at, sitting.open_ended) == (
        datetime(2025, 1, 13, 2, tzinfo=UTC),
        datetime(2025, 1, 13, 4, tzinfo=UTC),
        True,
    )


def test_a_written_zone_counts_more_than_the_offices():
    (sitting,) = sittings_of(read_days("13 Januari 2025"), read_hours("10.00 WIB"), WITA)

    assert sitting.starts_at == datetime(2025, 1, 13, 3, tzinfo=UTC)


def test_several_days_are_as_many_sittings():
    sittings = sittings_of(read_days("13 - 15 Januari 2025"), read_hours("08.00", "16.00"), WITA)

    assert [(each.starts_at.day, each.ends_at - each.starts_at) for each in sittings] == [
        (13, timedelta(hours=8)),
        (14, timedelta(hours=8)),
        (15, timedelta(hours=8)),
    ]


def test_one_night_is_one_sitting():
    (sitting,) = sittings_of(read_days("13 Januari 2025", "14 Januari 2025"), read_hours("22.00", "02.00"), WITA)

    assert sitting.ends_at - sitting.starts_at == timedelta(hours=4)


def test_an_end_before_the_start_is_refused():
    with pytest.raises(NotUnderstood, match=r"Jam selesai 09\.00 tidak sesudah jam mulai 10\.00"):
        sittings_of(read_days("13 Januari 2025"), read_hours("10.00", "09.00"), WITA)
