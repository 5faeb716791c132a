from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vidcon_portal.procedures.work_calendars import CALENDARS, KALTARA, MAKASSAR, PONTIANAK, wib, wita
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import ClockType, LeadUnit
from vidcon_portal.procedures.clocks import (
    ClockError,
    Standard,
    due_at,
    is_office_addition,
    is_urgent,
    whole,
)

TEN_MINUTES = Standard(ClockType.WORK_MINUTES, 10)
HOUR = Standard(ClockType.WORK_MINUTES, 60)
ONE_DAY = Standard(ClockType.WORK_DAYS, 1)
FULL_DAY_ROUND = Standard(ClockType.CLOCK_HOURS, 24)
FOLLOWS_EVENT = Standard(ClockType.EVENT, 180)
UNMEASURED = Standard(ClockType.NONE)

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 10, 31), timezones=st.just(UTC))  # noqa: DTZ001 - the zone follows
WORK_CALENDARS = st.sampled_from(CALENDARS)
STANDARDS = st.one_of(
    st.integers(1, 2000).map(lambda value: Standard(ClockType.WORK_MINUTES, value)),
    st.integers(1, 10).map(lambda value: Standard(ClockType.WORK_DAYS, value)),
    st.integers(1, 72).map(lambda value: Standard(ClockType.CLOCK_HOURS, value)),
)
WORKING_STANDARDS = STANDARDS.filter(lambda standard: standard.type != ClockType.CLOCK_HOURS)


@pytest.mark.parametrize(
    ("standard", "started", "due"),
    [
        pytest.param(TEN_MINUTES, "2026-08-18 09:00", "2026-08-18 09:10", id="in hours"),
        pytest.param(HOUR, "2026-08-18 11:30", "2026-08-18 13:30", id="break"),
        pytest.param(TEN_MINUTES, "2026-08-18 06:00", "2026-08-18 07:40", id="before hours"),
        pytest.param(TEN_MINUTES, "2026-08-18 19:00", "2026-08-19 07:40", id="after hours"),
        pytest.param(HOUR, "2026-08-07 16:00", "2026-08-10 08:00", id="weekend"),
        pytest.param(HOUR, "2026-08-14 11:00", "2026-08-14 13:30", id="Friday's longer break"),
        pytest.param(HOUR, "2026-08-14 16:00", "2026-08-18 08:00", id="national holiday"),
        pytest.param(HOUR, "2026-05-13 15:30", "2026-05-18 08:00", id="cuti bersama"),
        pytest.param(HOUR, "2026-03-02 14:30", "2026-03-03 08:30", id="Ramadan"),
        pytest.param(HOUR, "2026-12-31 15:30", "2027-01-04 08:00", id="year end"),
        pytest.param(
            Standard(ClockType.WORK_MINUTES, Decimal("7.5")), "2026-08-18 09:00", "2026-08-18 09:07:30", id="half"
        ),
        pytest.param(ONE_DAY, "2026-08-18 09:00", "2026-08-19 09:00", id="one day"),
        pytest.param(ONE_DAY, "2026-08-14 09:00", "2026-08-18 09:00", id="one day across a holiday"),
        pytest.param(ONE_DAY, "2026-12-31 09:00", "2027-01-04 09:00", id="one day across the year"),
        pytest.param(FULL_DAY_ROUND, "2026-08-14 16:00", "2026-08-15 16:00", id="24 hours run through a weekend"),
    ],
)
def test_a_row_is_due(standard: Standard, started: str, due: str) -> None:
    assert due_at(standard, started_at=wib(started), calendar=PONTIANAK) == wib(due)
    assert due_at(standard, started_at=wita(started), calendar=MAKASSAR) == wita(due)


@pytest.mark.parametrize(
    ("minutes", "started", "due"),
    [
        pytest.param(60, "2026-08-18 07:45", "2026-08-18 09:00", id="row 1 before opening"),
        pytest.param(150, "2026-08-18 14:30", "2026-08-19 09:00", id="row 3 overnight"),
        pytest.param(150, "2026-08-14 10:00", "2026-08-14 14:00", id="row 3 on Friday"),
    ],
)
def test_kaltaras_rows_run_in_its_printed_hours(minutes: int, started: str, due: str) -> None:
    standard = Standard(ClockType.WORK_MINUTES, minutes)

    assert due_at(standard, started_at=wita(started), calendar=KALTARA) == wita(due)


@pytest.mark.parametrize(
    ("event", "due"),
    [
        pytest.param("2026-08-20 09:00", "2026-08-19 10:00", id="far enough"),
        pytest.param("2026-08-19 09:30", "2026-08-19 08:30", id="an hour before the event"),
        pytest.param("2026-08-18 20:00", "2026-08-18 19:00", id="literally, even after hours"),
        pytest.param("2026-08-18 10:30", "2026-08-18 10:00", id="past: at once"),
    ],
)
def test_until_execute_nothing_is_due_later_than_an_hour_before_the_event(event: str, due: str) -> None:
    started = wib("2026-08-18 10:00")

    assert due_at(ONE_DAY, started_at=started, calendar=PONTIANAK, first_session_start=wib(event)) == wib(due)


def test_after_execute_the_event_caps_nothing() -> None:
    due = due_at(
        TEN_MINUTES,
        started_at=wib("2026-08-18 14:00"),
        calendar=PONTIANAK,
        first_session_start=wib("2026-08-18 09:00"),
        before_execute=False,
    )

    assert due == wib("2026-08-18 14:10")


@pytest.mark.parametrize(
    ("standard", "started", "due"),
    [
        pytest.param(TEN_MINUTES, "2026-08-15 21:00", "2026-08-15 21:10", id="minutes on Saturday night"),
        pytest.param(ONE_DAY, "2026-08-15 21:00", "2026-08-16 21:00", id="a clock day"),
        pytest.param(FULL_DAY_ROUND, "2026-08-15 21:00", "2026-08-16 21:00", id="hours as ever"),
    ],
)
def test_for_leaders_at_night_the_wall_clock_counts(standard: Standard, started: str, due: str) -> None:
    assert due_at(standard, started_at=wib(started), calendar=PONTIANAK, urgent=True) == wib(due)


@pytest.mark.parametrize("standard", [FOLLOWS_EVENT, UNMEASURED])
def test_what_is_not_scored_is_never_due(standard: Standard) -> None:
    started = wib("2026-08-18 09:00")

    assert due_at(standard, started_at=started, calendar=PONTIANAK, last_session_end=started) is None
    with pytest.raises(ClockError):
        whole(standard)


@pytest.mark.parametrize("standard", [FOLLOWS_EVENT, UNMEASURED, Standard(ClockType.WORK_MINUTES, 180)])
@pytest.mark.parametrize(
    ("ended", "due"),
    [
        pytest.param("2026-08-18 11:00", "2026-08-19 11:00", id="in hours"),
        pytest.param("2026-08-14 15:00", "2026-08-18 15:00", id="weekend and holiday"),
        pytest.param("2026-08-15 22:00", "2026-08-18 16:00", id="Saturday night"),
    ],
)
def test_a_shared_report_row_is_due_one_working_day_after_the_last_session(
    standard: Standard, ended: str, due: str
) -> None:
    started = wib("2026-08-14 09:00")

    answer = due_at(
        standard,
        started_at=started,
        calendar=PONTIANAK,
        first_session_start=started,
        last_session_end=wib(ended),
        report_shares_row=True,
        urgent=True,
    )

    assert answer == wib(due)


@pytest.mark.parametrize(
    ("standard", "reports", "executes", "added"),
    [
        pytest.param(FOLLOWS_EVENT, True, True, True, id="Kaltara 4, Singkawang 9"),
        pytest.param(UNMEASURED, True, False, True, id="Gorontalo 8"),
        pytest.param(Standard(ClockType.WORK_MINUTES, 5), True, False, False, id="Kalbar 5 prints its time"),
        pytest.param(FOLLOWS_EVENT, False, True, False, id="Kalbar 4 only executes"),
    ],
)
def test_only_a_report_without_a_time_of_its_own_is_the_offices_addition(
    standard: Standard, reports: bool, executes: bool, added: bool
) -> None:
    assert is_office_addition(standard, reports=reports, executes=executes) is added


def test_a_shared_report_row_waits_for_the_last_session_to_be_known() -> None:
    assert due_at(UNMEASURED, started_at=wib("2026-08-14 09:00"), calendar=PONTIANAK, report_shares_row=True) is None


@pytest.mark.parametrize(
    ("unit", "due"),
    [(LeadUnit.CALENDAR, "2026-03-22 23:59:59"), (LeadUnit.WORKING, "2026-03-13 23:59:59")],
)
def test_a_rule_before_the_event_shows_its_last_date_once_the_event_is_known(unit: LeadUnit, due: str) -> None:
    standard = Standard(ClockType.BEFORE_EVENT, 3, unit)
    started = wib("2026-03-24 09:00")

    assert due_at(standard, started_at=started, calendar=PONTIANAK) is None
    assert due_at(standard, started_at=started, calendar=PONTIANAK, first_session_start=wib("2026-03-25 09:00")) == wib(
        due
    )


@pytest.mark.parametrize(
    ("at", "event", "urgent"),
    [
        pytest.param("2026-08-18 09:00", "2026-08-19 15:59", True, id="before tomorrow closes"),
        pytest.param("2026-08-18 09:00", "2026-08-19 16:00", False, id="as tomorrow closes"),
        pytest.param("2026-08-15 21:00", "2026-08-16 08:00", True, id="Saturday night for Sunday"),
        pytest.param("2026-08-14 17:00", "2026-08-18 10:00", True, id="Tuesday is the next working day"),
        pytest.param("2026-08-14 17:00", "2026-08-19 10:00", False, id="the day after that"),
        pytest.param("2026-12-31 18:00", "2027-01-04 09:00", True, id="year end"),
        pytest.param("2026-08-18 09:00", "2026-08-18 09:00", False, id="begun"),
    ],
)
def test_a_confirmed_leaders_near_event_is_urgent(at: str, event: str, urgent: bool) -> None:
    def judge(*, leader_confirmed: bool) -> bool:
        return is_urgent(
            leader_confirmed=leader_confirmed, first_session_start=wib(event), at=wib(at), calendar=PONTIANAK
        )

    assert judge(leader_confirmed=True) is urgent
    assert judge(leader_confirmed=False) is False


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ClockType.WORK_MINUTES, None),
        (ClockType.WORK_MINUTES, 0),
        (ClockType.CLOCK_HOURS, -1),
        (ClockType.WORK_DAYS, Decimal("0.5")),
        (ClockType.BEFORE_EVENT, None),
        (ClockType.BEFORE_EVENT, Decimal("1.5")),
    ],
)
def test_a_standard_without_a_sensible_number_is_refused(kind: ClockType, value: Decimal | int | None) -> None:
    with pytest.raises(ClockError):
        Standard(kind, value)


@given(WORK_CALENDARS, WORKING_STANDARDS, MOMENTS)
def test_a_due_moment_never_lies_in_free_time(calendar: WorkCalendar, standard: Standard, at: datetime) -> None:
    due = due_at(standard, started_at=at, calendar=calendar)

    assert due is not None
    assert due >= at
    assert calendar.is_working_time(due) or calendar.is_working_time(due - timedelta(microseconds=1))


@given(WORK_CALENDARS, STANDARDS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=10)))
def test_an_event_only_ever_brings_a_due_moment_forward(
    calendar: WorkCalendar, standard: Standard, at: datetime, ahead: timedelta
) -> None:
    free = due_at(standard, started_at=at, calendar=calendar)
    capped = due_at(standard, started_at=at, calendar=calendar, first_session_start=at + ahead)

    assert free is not None
    assert capped is not None
    assert at <= capped <= free
    assert capped <= max(at, at + ahead - timedelta(hours=1))
