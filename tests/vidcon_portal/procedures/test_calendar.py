from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vidcon_portal.procedures.work_calendars import (
    CALENDARS,
    KALTARA,
    KALTARA_HOURS,
    MAKASSAR,
    PONTIANAK,
    WIB,
    WITA,
    wib,
    wita,
)
from vidcon_portal.procedures.calendar import (
    PERPRES_HOURS,
    PERPRES_RAMADAN_HOURS,
    CalendarError,
    WorkCalendar,
)

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 11, 30), timezones=st.just(UTC))  # noqa: DTZ001 - the zone follows
WORK_CALENDARS = st.sampled_from(CALENDARS)
MINUTES = st.integers(0, 5000)


def in_working_time(calendar: WorkCalendar, at: datetime) -> bool:
    """Working time with the end of each span, where a due moment may lie."""
    return calendar.is_working_time(at) or calendar.is_working_time(at - timedelta(microseconds=1))


@pytest.mark.parametrize(
    ("started", "minutes", "due"),
    [
        pytest.param("2026-08-18 09:00", 10, "2026-08-18 09:10", id="in hours"),
        pytest.param("2026-08-18 15:00", 60, "2026-08-18 16:00", id="ends with the day"),
        pytest.param("2026-08-18 11:30", 60, "2026-08-18 13:30", id="across the break"),
        pytest.param("2026-08-18 12:30", 10, "2026-08-18 13:10", id="within the break"),
        pytest.param("2026-08-18 06:00", 10, "2026-08-18 07:40", id="before hours"),
        pytest.param("2026-08-18 17:00", 10, "2026-08-19 07:40", id="after hours"),
        pytest.param("2026-08-07 16:00", 60, "2026-08-10 08:00", id="across a weekend"),
        pytest.param("2026-08-08 10:00", 10, "2026-08-10 07:40", id="on Saturday"),
        pytest.param("2026-08-14 11:00", 60, "2026-08-14 13:30", id="Friday's longer break"),
        pytest.param("2026-08-14 16:00", 60, "2026-08-18 08:00", id="weekend and Independence Day"),
        pytest.param("2026-08-17 09:00", 10, "2026-08-18 07:40", id="on a national holiday"),
        pytest.param("2026-05-13 15:30", 60, "2026-05-18 08:00", id="cuti bersama after a holiday"),
        pytest.param("2026-05-15 09:00", 10, "2026-05-18 07:40", id="on cuti bersama"),
        pytest.param("2026-03-02 14:30", 60, "2026-03-03 08:30", id="Ramadan closes at 15"),
        pytest.param("2026-03-02 11:45", 30, "2026-03-02 12:45", id="Ramadan's short break"),
        pytest.param("2026-03-06 11:00", 60, "2026-03-06 13:00", id="Ramadan's Friday"),
        pytest.param("2026-02-13 16:00", 60, "2026-02-18 08:30", id="Imlek, then Ramadan begins"),
        pytest.param("2026-03-17 14:30", 60, "2026-03-25 08:00", id="Nyepi and Idul Fitri"),
        pytest.param("2026-12-31 15:30", 60, "2027-01-04 08:00", id="year end"),
        pytest.param("2026-08-18 09:00", 900, "2026-08-20 09:00", id="two days' worth"),
        pytest.param("2026-08-18 09:00", 0, "2026-08-18 09:00", id="nothing in hours"),
        pytest.param("2026-08-18 16:00", 0, "2026-08-18 16:00", id="nothing at the close"),
        pytest.param("2026-08-18 16:01", 0, "2026-08-19 07:30", id="nothing after hours"),
    ],
)
def test_working_minutes_end(started: str, minutes: int, due: str) -> None:
    assert PONTIANAK.add_working_minutes(wib(started), minutes) == wib(due)
    assert MAKASSAR.add_working_minutes(wita(started), minutes) == wita(due)


@pytest.mark.parametrize(
    ("started", "minutes", "due"),
    [
        pytest.param("2026-08-18 07:30", 60, "2026-08-18 09:00", id="opens at 8"),
        pytest.param("2026-08-18 11:30", 150, "2026-08-18 15:00", id="row 3 across the break"),
        pytest.param("2026-08-18 15:30", 60, "2026-08-19 08:30", id="closes at 16"),
        pytest.param("2026-08-07 16:00", 60, "2026-08-10 08:30", id="Friday closes at 16.30"),
        pytest.param("2026-08-14 11:00", 60, "2026-08-14 13:30", id="Friday's break"),
    ],
)
def test_working_minutes_end_in_kaltaras_printed_hours(started: str, minutes: int, due: str) -> None:
    assert KALTARA.add_working_minutes(wita(started), minutes) == wita(due)


@pytest.mark.parametrize(
    ("calendar", "started", "due"),
    [
        pytest.param(PONTIANAK, wita("2026-08-18 08:00"), wib("2026-08-18 07:40"), id="8 WITA is 7 WIB, too early"),
        pytest.param(
            MAKASSAR, wib("2026-08-18 15:30"), wita("2026-08-19 07:40"), id="15.30 WIB is 16.30 WITA, too late"
        ),
        pytest.param(MAKASSAR, wib("2026-08-17 23:30"), wita("2026-08-18 07:40"), id="another date, too"),
    ],
)
def test_hours_are_the_offices_own_whatever_zone_the_moment_has(
    calendar: WorkCalendar, started: datetime, due: datetime
) -> None:
    ended = calendar.add_working_minutes(started, 10)

    assert ended == due
    assert ended.tzinfo == calendar.tz


@pytest.mark.parametrize(
    ("started", "days", "due"),
    [
        pytest.param("2026-08-18 09:00", 1, "2026-08-19 09:00", id="in hours"),
        pytest.param("2026-08-18 09:00", 3, "2026-08-21 09:00", id="three days"),
        pytest.param("2026-08-14 10:00", 1, "2026-08-18 10:00", id="weekend and Independence Day"),
        pytest.param("2026-08-18 05:00", 1, "2026-08-19 07:30", id="before hours"),
        pytest.param("2026-08-07 20:00", 1, "2026-08-10 16:00", id="after hours"),
        pytest.param("2026-08-07 16:15", 1, "2026-08-10 16:00", id="Friday closes later"),
        pytest.param("2026-08-08 10:00", 1, "2026-08-10 16:00", id="Saturday has the whole Monday"),
        pytest.param("2026-08-13 11:45", 1, "2026-08-14 13:00", id="into Friday's break"),
        pytest.param("2026-02-13 15:45", 1, "2026-02-18 15:00", id="into Ramadan"),
        pytest.param("2026-03-17 10:00", 1, "2026-03-25 10:00", id="Nyepi and Idul Fitri"),
        pytest.param("2026-12-31 10:00", 1, "2027-01-04 10:00", id="year end"),
        pytest.param("2026-08-08 10:00", 0, "2026-08-10 07:30", id="none on Saturday"),
        pytest.param("2026-08-19 09:00", -1, "2026-08-18 09:00", id="back"),
        pytest.param("2026-08-16 09:00", -1, "2026-08-14 07:30", id="back from Sunday"),
    ],
)
def test_working_days_end(started: str, days: int, due: str) -> None:
    assert PONTIANAK.add_working_days(wib(started), days) == wib(due)
    assert MAKASSAR.add_working_days(wita(started), days) == wita(due)


@pytest.mark.parametrize(
    ("at", "following"),
    [
        ("2026-08-18 07:30", "2026-08-18 07:30"),
        ("2026-08-18 12:00", "2026-08-18 13:00"),
        ("2026-08-18 16:00", "2026-08-19 07:30"),
        ("2026-08-14 16:30", "2026-08-18 07:30"),
    ],
)
def test_the_next_working_moment_leaves_the_end_of_a_span(at: str, following: str) -> None:
    assert PONTIANAK.next_working_moment(wib(at)) == wib(following)


def test_the_usual_week_has_the_hours_of_the_perpres() -> None:
    monday, ramadan_monday = wib("2026-08-03 00:00"), wib("2026-03-02 00:00")

    assert PONTIANAK.working_time_between(monday, monday + timedelta(days=7)) == timedelta(hours=37.5)
    assert PONTIANAK.working_time_between(ramadan_monday, ramadan_monday + timedelta(days=7)) == timedelta(hours=32.5)
    assert KALTARA.working_time_between(monday, monday + timedelta(days=7)) == timedelta(hours=35)


def test_days_off_have_no_spans() -> None:
    assert PONTIANAK.spans_on(date(2026, 8, 17)) == ()
    assert PONTIANAK.spans_on(date(2026, 5, 15)) == ()
    assert PONTIANAK.spans_on(date(2026, 8, 8)) == ()
    assert PONTIANAK.spans_on(date(2026, 8, 18)) == (
        (wib("2026-08-18 07:30"), wib("2026-08-18 12:00")),
        (wib("2026-08-18 13:00"), wib("2026-08-18 16:00")),
    )
    assert PONTIANAK.next_working_day(date(2026, 8, 14)) == date(2026, 8, 18)
    assert PONTIANAK.count_working_days(date(2026, 8, 13), date(2026, 8, 18)) == 2


def test_minutes_between_are_whole_and_signed() -> None:
    start, end = wib("2026-08-18 11:59:30"), wib("2026-08-18 13:01")

    assert PONTIANAK.working_minutes_between(start, end) == 1
    assert PONTIANAK.working_minutes_between(end, start) == -1


def test_a_zone_that_shifts_its_clocks_is_counted_in_real_time() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    always = WorkCalendar.from_json(berlin, {day: [["00:00", "24:00"]] for day in ("sat", "sun")})
    night = datetime(2026, 3, 29, 1, 0, tzinfo=berlin)

    assert always.add_working_minutes(night, 60) == datetime(2026, 3, 29, 3, 0, tzinfo=berlin)
    assert (
        always.working_minutes_between(datetime(2026, 3, 29, tzinfo=berlin), datetime(2026, 3, 30, tzinfo=berlin))
        == 23 * 60
    )


def test_work_around_the_clock_runs_through_midnight() -> None:
    always = WorkCalendar.from_json(WITA, {day: [["00:00", "24:00"]] for day in PERPRES_HOURS})

    assert always.add_working_minutes(wita("2026-08-18 23:30"), 60) == wita("2026-08-19 00:30")
    assert always.add_working_minutes(wita("2026-08-15 00:00"), 0) == wita("2026-08-15 00:00")
    assert always.next_working_moment(wita("2026-08-15 00:00")) == wita("2026-08-17 00:00")


@pytest.mark.parametrize(
    ("hours", "extra", "sentence"),
    [
        ({}, {}, "Jam kerja kantor masih kosong. Isi sedikitnya satu hari kerja."),
        ({"mon": []}, {}, "Jam kerja kantor masih kosong. Isi sedikitnya satu hari kerja."),
        ([], {}, 'Jam kerja harus berupa daftar hari. Contoh: {"mon": [["07:30", "12:00"], ["13:00", "16:00"]]}.'),
        (
            {"senin": [["07:30", "12:00"]]},
            {},
            "Jam kerja: hari 'senin' tidak dikenal. Pakai mon, tue, wed, thu, fri, sat, sun.",
        ),
        ({"mon": [["7.30", "12:00"]]}, {}, "Jam kerja Senin: '7.30' bukan jam. Tulis seperti 07:30."),
        ({"mon": [["24:00", "12:00"]]}, {}, "Jam kerja Senin: '24:00' bukan jam. Tulis seperti 07:30."),
        ({"mon": [["12:00", "07:30"]]}, {}, "Jam 12.00–07.30 terbalik: jam selesai harus sesudah jam mulai."),
        (
            {"fri": [["07:30", "12:00"], ["11:30", "16:00"]]},
            {},
            "Jam kerja Jumat 07.30–12.00 dan 11.30–16.00 tumpang tindih atau tidak berurutan. Urutkan dan pisahkan.",
        ),
        (
            {"mon": [["07:30"]]},
            {},
            "Jam kerja Senin: setiap jam terdiri atas mulai dan selesai. "
            'Contoh: {"mon": [["07:30", "12:00"], ["13:00", "16:00"]]}.',
        ),
        (
            KALTARA_HOURS,
            {"ramadan_periods": [["2026-02-18", "2026-03-19"]]},
            "Masa Ramadan terisi, tetapi jam kerja Ramadan kosong. Isi keduanya.",
        ),
        (
            KALTARA_HOURS,
            {"ramadan_hours": PERPRES_RAMADAN_HOURS, "ramadan_periods": [["2026-02-30", "2026-03-19"]]},
            "Masa Ramadan: '2026-02-30' bukan tanggal. Tulis seperti 2026-02-18.",
        ),
        (
            KALTARA_HOURS,
            {"ramadan_hours": PERPRES_RAMADAN_HOURS, "ramadan_periods": [["2026-03-19", "2026-02-18"]]},
            "Masa 19-03-2026 s.d. 18-02-2026 terbalik: tanggal akhir harus sesudah tanggal awal.",
        ),
    ],
)
def test_hours_that_cannot_be_read_are_refused_with_a_sentence(
    hours: object, extra: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CalendarError) as refusal:
        WorkCalendar.from_json(WIB, hours, **extra)

    assert str(refusal.value) == sentence


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(CalendarError):
        WorkCalendar.from_json("Asia/Tarakan", KALTARA_HOURS)


def test_a_calendar_that_never_works_again_raises_instead_of_searching_on() -> None:
    every_day_off = {date(2026, 1, 1) + timedelta(days=offset): "Libur" for offset in range(1000)}
    idle = WorkCalendar.from_json(WIB, KALTARA_HOURS, every_day_off)

    for search in (
        lambda: idle.next_working_moment(wib("2026-08-18 09:00")),
        lambda: idle.add_working_minutes(wib("2026-08-18 09:00"), 1),
        lambda: idle.add_working_minutes(wib("2027-08-18 09:00"), -1),
        lambda: idle.add_working_days(wib("2026-08-18 09:00"), 1),
        lambda: idle.next_working_day(date(2026, 8, 18)),
    ):
        with pytest.raises(CalendarError):
            search()


def test_a_span_of_work_beyond_all_sense_is_refused() -> None:
    with pytest.raises(CalendarError):
        PONTIANAK.add_working_minutes(wib("2026-08-18 09:00"), 2**31)
    with pytest.raises(CalendarError):
        PONTIANAK.add_working_minutes(datetime.max.replace(tzinfo=UTC), 1)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError):
        PONTIANAK.next_working_moment(datetime(2026, 8, 18, 9, 0))  # noqa: DTZ001 - the naive moment is the case


@given(WORK_CALENDARS, MOMENTS, MINUTES)
def test_minutes_added_are_the_minutes_between(calendar: WorkCalendar, at: datetime, minutes: int) -> None:
    ended = calendar.add_working_minutes(at, minutes)

    assert calendar.working_minutes_between(at, ended) == minutes
    assert in_working_time(calendar, ended)
    assert ended >= at


@given(WORK_CALENDARS, MOMENTS, MINUTES.filter(bool))
def test_minutes_taken_back_are_the_minutes_between(calendar: WorkCalendar, at: datetime, minutes: int) -> None:
    begun = calendar.add_working_minutes(at, -minutes)

    assert calendar.working_minutes_between(begun, at) == minutes
    assert in_working_time(calendar, begun)


@given(WORK_CALENDARS, MOMENTS, MINUTES, MINUTES)
def test_minutes_add_up(calendar: WorkCalendar, at: datetime, first: int, second: int) -> None:
    stepwise = calendar.add_working_minutes(calendar.add_working_minutes(at, first), second)

    assert stepwise == calendar.add_working_minutes(at, first + second)


@given(WORK_CALENDARS, MOMENTS, MOMENTS, MINUTES)
def test_later_starts_never_end_earlier(calendar: WorkCalendar, one: datetime, other: datetime, minutes: int) -> None:
    first, second = sorted((one, other))

    assert calendar.add_working_minutes(first, minutes) <= calendar.add_working_minutes(second, minutes)
    assert calendar.next_working_moment(first) <= calendar.next_working_moment(second)


@given(WORK_CALENDARS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=3)), st.integers(-20, 20))
def test_working_days_keep_order_and_end_in_working_time(
    calendar: WorkCalendar, at: datetime, later: timedelta, days: int
) -> None:
    ended = calendar.add_working_days(at, days)

    assert ended <= calendar.add_working_days(at + later, days)
    assert ended <= calendar.add_working_days(at, days + 1)
    assert in_working_time(calendar, ended)


@given(WORK_CALENDARS, MOMENTS, MOMENTS, MOMENTS)
def test_working_time_between_adds_up(calendar: WorkCalendar, a: datetime, b: datetime, c: datetime) -> None:
    parts = calendar.working_time_between(a, b) + calendar.working_time_between(b, c)

    assert parts == calendar.working_time_between(a, c)
    assert calendar.working_time_between(a, b) == -calendar.working_time_between(b, a)
