from datetime import date

import pytest

from tests.vidcon_portal.procedures.work_calendars import KALTARA_HOURS, PONTIANAK, WITA, wib, wita
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import LeadUnit
from vidcon_portal.procedures.lead_time import (
    EventHoursResult,
    LeadTimeResult,
    check_event_hours,
    check_lead_time,
    last_submission_date,
)

# Kaltara prints service hours without a break; Independence Day is its only holiday here.
SERVICE_HOURS = WorkCalendar.from_json(
    WITA,
    {**{day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu")}, "fri": [["08:00", "16:30"]]},
    {date(2026, 8, 17): "Hari Kemerdekaan Republik Indonesia"},
)


@pytest.mark.parametrize(
    ("event", "days", "unit", "last"),
    [
        pytest.param(date(2026, 3, 25), 3, LeadUnit.CALENDAR, date(2026, 3, 22), id="calendar days ignore Idul Fitri"),
        pytest.param(date(2026, 3, 25), 3, LeadUnit.WORKING, date(2026, 3, 13), id="Idul Fitri, Nyepi, cuti bersama"),
        pytest.param(date(2026, 8, 20), 3, LeadUnit.CALENDAR, date(2026, 8, 17), id="a holiday is a calendar day"),
        pytest.param(date(2026, 8, 20), 3, LeadUnit.WORKING, date(2026, 8, 14), id="Independence Day and a weekend"),
        pytest.param(date(2026, 8, 22), 1, LeadUnit.WORKING, date(2026, 8, 21), id="event on Saturday"),
        pytest.param(date(2027, 1, 5), 3, LeadUnit.CALENDAR, date(2027, 1, 2), id="year end, calendar"),
        pytest.param(date(2027, 1, 5), 3, LeadUnit.WORKING, date(2026, 12, 30), id="year end, working"),
        pytest.param(date(2026, 8, 20), 0, LeadUnit.WORKING, date(2026, 8, 20), id="no days: the day itself"),
    ],
)
def test_the_last_date_is_counted_back_from_the_event(event: date, days: int, unit: LeadUnit, last: date) -> None:
    assert last_submission_date(event, days, unit, PONTIANAK) == last


def test_the_last_minute_of_the_last_date_is_in_time() -> None:
    result = check_lead_time(wib("2026-03-22 23:59"), wib("2026-03-25 09:00"), 3, LeadUnit.CALENDAR, PONTIANAK)

    assert result == LeadTimeResult(
        ok=True,
        last_date=date(2026, 3, 22),
        fact="Paling lambat diajukan Minggu, 22 Maret 2026, 3 hari sebelum kegiatan.",
    )


def test_the_first_minute_of_the_next_date_is_late() -> None:
    result = check_lead_time(wib("2026-03-14 00:00"), wib("2026-03-25 09:00"), 3, LeadUnit.WORKING, PONTIANAK)

    assert result == LeadTimeResult(
        ok=False,
        last_date=date(2026, 3, 13),
        fact=(
            "Permohonan untuk kegiatan Rabu, 25 Maret 2026 paling lambat diajukan Jumat, 13 Maret 2026, "
            "3 hari kerja sebelum kegiatan."
        ),
        advice="Undurkan tanggal kegiatan, atau tetap ajukan dan mintalah dispensasi.",
    )


def test_dates_are_those_of_the_office() -> None:
    half_past_midnight_in_makassar = wita("2026-08-18 00:30")

    result = check_lead_time(half_past_midnight_in_makassar, wib("2026-08-20 09:00"), 3, LeadUnit.CALENDAR, PONTIANAK)

    assert result.ok


def test_without_a_rule_every_time_will_do() -> None:
    result = check_lead_time(wib("2026-03-25 08:59"), wib("2026-03-25 09:00"), None, LeadUnit.CALENDAR, PONTIANAK)

    assert result == LeadTimeResult(ok=True, last_date=None, fact="")


def test_an_event_across_the_break_is_within_hours() -> None:
    hours = WorkCalendar.from_json(WITA, KALTARA_HOURS)

    result = check_event_hours([(wita("2026-08-18 08:00"), wita("2026-08-18 16:00"))], hours)

    assert result == EventHoursResult(ok=True, outside=(), fact="")


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [
        pytest.param(
            "2026-08-18 07:30",
            "2026-08-18 09:00",
            "Kegiatan Selasa, 18 Agustus 2026 pukul 07.30–09.00 WITA di luar jam layanan, 08.00–16.00 WITA.",
            id="before hours",
        ),
        pytest.param(
            "2026-08-18 15:30",
            "2026-08-18 16:01",
            "Kegiatan Selasa, 18 Agustus 2026 pukul 15.30–16.01 WITA di luar jam layanan, 08.00–16.00 WITA.",
            id="a minute too long",
        ),
        pytest.param("2026-08-22 09:00", "2026-08-22 10:00", "Sabtu, 22 Agustus 2026 bukan hari kerja.", id="Saturday"),
        pytest.param(
            "2026-08-17 09:00",
            "2026-08-17 10:00",
            "Senin, 17 Agustus 2026 hari libur (Hari Kemerdekaan Republik Indonesia).",
            id="holiday",
        ),
    ],
)
def test_an_event_outside_hours_is_told_why(start: str, end: str, sentence: str) -> None:
    result = check_event_hours([(wita(start), wita(end))], SERVICE_HOURS)

    assert result == EventHoursResult(
        ok=False,
        outside=(0,),
        fact=sentence,
        advice="Pilih waktu lain, atau tetap ajukan dan mintalah dispensasi.",
    )


def test_friday_closes_later_in_kaltara() -> None:
    assert check_event_hours([(wita("2026-08-14 16:00"), wita("2026-08-14 16:30"))], SERVICE_HOURS).ok


def test_several_sessions_outside_are_counted() -> None:
    result = check_event_hours(
        [
            (wita("2026-08-18 09:00"), wita("2026-08-18 10:00")),
            (wita("2026-08-18 20:00"), wita("2026-08-18 21:00")),
            (wita("2026-08-22 09:00"), wita("2026-08-22 10:00")),
        ],
        SERVICE_HOURS,
    )

    assert result.outside == (1, 2)
    assert "Ada 1 sesi lain di luar jam layanan." in result.sentence
