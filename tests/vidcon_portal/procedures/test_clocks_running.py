from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vidcon_portal.procedures.work_calendars import CALENDARS, PONTIANAK, wib
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.choices import ClockType
from vidcon_portal.procedures.clocks import (
    ClockError,
    Left,
    Remaining,
    RemainingUnit,
    Standard,
    due_at,
    elapsed,
    pause,
    remaining,
    resume,
    whole,
)

TEN_MINUTES = Standard(ClockType.WORK_MINUTES, 10)
HOUR = Standard(ClockType.WORK_MINUTES, 60)
ONE_DAY = Standard(ClockType.WORK_DAYS, 1)
TWO_DAYS = Standard(ClockType.WORK_DAYS, 2)
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


@pytest.mark.parametrize(
    ("standard", "started", "paused", "left", "resumed", "due"),
    [
        pytest.param(
            HOUR,
            "2026-08-18 11:30",
            "2026-08-18 12:30",
            Left(ClockType.WORK_MINUTES, 0, timedelta(minutes=30)),
            "2026-08-20 15:45",
            "2026-08-21 07:45",
            id="minutes, paused in the break",
        ),
        pytest.param(
            TEN_MINUTES,
            "2026-08-18 09:00",
            "2026-08-18 09:25",
            Left(ClockType.WORK_MINUTES, 0, timedelta(minutes=-15)),
            "2026-08-19 07:35",
            "2026-08-18 15:50",
            id="overdue minutes stay overdue",
        ),
        pytest.param(
            TWO_DAYS,
            "2026-08-18 10:00",
            "2026-08-19 09:00",
            Left(ClockType.WORK_DAYS, 1, timedelta(hours=1)),
            "2026-08-21 09:00",
            "2026-08-24 10:00",
            id="a day and an hour",
        ),
        pytest.param(
            TWO_DAYS,
            "2026-08-18 10:00",
            "2026-08-19 10:00",
            Left(ClockType.WORK_DAYS, 1, timedelta(0)),
            "2026-08-21 08:00",
            "2026-08-24 08:00",
            id="a day to the minute",
        ),
        pytest.param(
            TWO_DAYS,
            "2026-08-18 10:00",
            "2026-08-19 14:00",
            Left(ClockType.WORK_DAYS, 0, timedelta(hours=4, minutes=30)),
            "2026-08-24 09:00",
            "2026-08-24 14:30",
            id="less than a day",
        ),
        pytest.param(
            FULL_DAY_ROUND,
            "2026-08-14 10:00",
            "2026-08-14 20:00",
            Left(ClockType.CLOCK_HOURS, 0, timedelta(hours=14)),
            "2026-08-15 09:00",
            "2026-08-15 23:00",
            id="clock hours",
        ),
    ],
)
def test_a_paused_row_goes_on_with_what_was_left(
    standard: Standard, started: str, paused: str, left: Left, resumed: str, due: str
) -> None:
    rest = pause(whole(standard), wib(started), wib(paused), PONTIANAK)

    assert rest == left
    assert resume(Left.from_json(rest.to_json()), wib(resumed), PONTIANAK) == wib(due)


def test_a_row_may_pause_again() -> None:
    first = pause(whole(HOUR), wib("2026-08-18 09:00"), wib("2026-08-18 09:20"), PONTIANAK)
    second = pause(first, wib("2026-08-19 09:00"), wib("2026-08-19 09:15"), PONTIANAK)

    assert second == Left(ClockType.WORK_MINUTES, 0, timedelta(minutes=25))


def test_a_moved_event_gives_back_the_time_that_its_cap_took() -> None:
    started, event = wib("2026-08-18 10:00"), wib("2026-08-18 14:00")
    moved = wib("2026-08-27 09:00")
    assert due_at(ONE_DAY, started_at=started, calendar=PONTIANAK, first_session_start=event) == wib("2026-08-18 13:00")

    rest = pause(whole(ONE_DAY), started, wib("2026-08-18 11:00"), PONTIANAK)

    assert resume(rest, wib("2026-08-20 08:00"), PONTIANAK, first_session_start=moved) == wib("2026-08-20 15:30")


def test_an_urgent_stretch_uses_up_the_wall_clock() -> None:
    night = wib("2026-08-15 21:00")

    assert pause(whole(HOUR), night, night + timedelta(minutes=25), PONTIANAK, urgent=True) == Left(
        ClockType.WORK_MINUTES, 0, timedelta(minutes=35)
    )
    assert pause(whole(TWO_DAYS), night, night + timedelta(hours=20), PONTIANAK, urgent=True) == Left(
        ClockType.WORK_DAYS, 1, timedelta(hours=4)
    )


@pytest.mark.parametrize("raw", [{}, {"type": "x", "days": 0, "seconds": 0}, {"type": "event", "days": None}])
def test_an_unreadable_rest_is_refused(raw: dict[str, str | int]) -> None:
    with pytest.raises(ClockError):
        Left.from_json(raw)


@pytest.mark.parametrize(
    ("standard", "due", "at", "expected"),
    [
        pytest.param(
            HOUR,
            "2026-08-18 10:00",
            "2026-08-18 09:14:30",
            Remaining(
                46, RemainingUnit.WORK_MINUTES, overdue=False, used_ratio=pytest.approx(14.5 / 60), next_start=None
            ),
            id="minutes, rounded up",
        ),
        pytest.param(
            HOUR,
            "2026-08-18 13:30",
            "2026-08-18 12:10",
            Remaining(
                30, RemainingUnit.WORK_MINUTES, overdue=False, used_ratio=0.5, next_start=wib("2026-08-18 13:00")
            ),
            id="standing still in the break",
        ),
        pytest.param(
            HOUR,
            "2026-08-18 10:00",
            "2026-08-18 10:00",
            Remaining(0, RemainingUnit.WORK_MINUTES, overdue=False, used_ratio=1.0, next_start=None),
            id="at the due moment",
        ),
        pytest.param(
            HOUR,
            "2026-08-18 10:00",
            "2026-08-18 10:25:40",
            Remaining(25, RemainingUnit.WORK_MINUTES, overdue=True, used_ratio=1.0, next_start=None),
            id="late by minutes, rounded down",
        ),
        pytest.param(
            HOUR,
            "2026-08-14 16:20",
            "2026-08-18 07:45",
            Remaining(25, RemainingUnit.WORK_MINUTES, overdue=True, used_ratio=1.0, next_start=None),
            id="a long weekend is not lateness",
        ),
        pytest.param(
            TWO_DAYS,
            "2026-08-20 10:00",
            "2026-08-18 13:45",
            Remaining(1, RemainingUnit.WORK_DAYS, overdue=False, used_ratio=pytest.approx(2.75 / 15), next_start=None),
            id="whole days",
        ),
        pytest.param(
            ONE_DAY,
            "2026-08-19 10:00",
            "2026-08-18 10:00",
            Remaining(1, RemainingUnit.WORK_DAYS, overdue=False, used_ratio=0.0, next_start=None),
            id="a day to the minute",
        ),
        pytest.param(
            TWO_DAYS,
            "2026-08-20 10:00",
            "2026-08-19 14:00",
            Remaining(270, RemainingUnit.WORK_MINUTES, overdue=False, used_ratio=pytest.approx(0.7), next_start=None),
            id="the last day in minutes",
        ),
        pytest.param(
            ONE_DAY,
            "2026-08-13 10:00",
            "2026-08-18 11:00",
            Remaining(2, RemainingUnit.WORK_DAYS, overdue=True, used_ratio=1.0, next_start=None),
            id="late by days",
        ),
        pytest.param(
            FULL_DAY_ROUND,
            "2026-08-15 16:00",
            "2026-08-15 10:00",
            Remaining(360, RemainingUnit.CLOCK_MINUTES, overdue=False, used_ratio=0.75, next_start=None),
            id="clock hours on Saturday",
        ),
        pytest.param(
            UNMEASURED,
            "2026-08-19 11:00",
            "2026-08-18 16:00",
            Remaining(
                210,
                RemainingUnit.WORK_MINUTES,
                overdue=False,
                used_ratio=pytest.approx(4 / 7.5),
                next_start=wib("2026-08-19 07:30"),
            ),
            id="the report's working day",
        ),
    ],
)
def test_what_remains(standard: Standard, due: str, at: str, expected: Remaining) -> None:
    assert remaining(standard, wib(due), wib(at), PONTIANAK) == expected


def test_what_remains_of_an_urgent_row_runs_by_the_wall() -> None:
    left = remaining(HOUR, wib("2026-08-15 22:00"), wib("2026-08-15 21:15"), PONTIANAK, urgent=True)

    assert left == Remaining(45, RemainingUnit.CLOCK_MINUTES, overdue=False, used_ratio=0.25, next_start=None)


def test_nothing_remains_of_what_is_never_due() -> None:
    assert remaining(UNMEASURED, None, wib("2026-08-18 09:00"), PONTIANAK) is None


@pytest.mark.parametrize(
    ("standard", "urgent", "spent"),
    [
        pytest.param(HOUR, False, timedelta(minutes=60), id="working time"),
        pytest.param(UNMEASURED, False, timedelta(minutes=60), id="unmeasured, still in working time"),
        pytest.param(HOUR, True, timedelta(minutes=120), id="urgent"),
        pytest.param(FULL_DAY_ROUND, False, timedelta(minutes=120), id="clock hours"),
        pytest.param(FOLLOWS_EVENT, False, timedelta(minutes=120), id="the event's own length"),
    ],
)
def test_the_actual_time_is_the_sum_of_visits(standard: Standard, urgent: bool, spent: timedelta) -> None:
    visits = [
        (wib("2026-08-18 11:30"), wib("2026-08-18 13:00")),
        (wib("2026-08-19 09:00"), wib("2026-08-19 09:30")),
    ]

    assert elapsed(standard, visits, PONTIANAK, urgent=urgent) == spent


@given(WORK_CALENDARS, STANDARDS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)), st.booleans())
def test_a_pause_of_no_length_changes_nothing(
    calendar: WorkCalendar, standard: Standard, at: datetime, later: timedelta, urgent: bool
) -> None:
    due = resume(whole(standard), at, calendar, urgent=urgent)

    left = pause(whole(standard), at, at + later, calendar, urgent=urgent)
    again = resume(left, at + later, calendar, urgent=urgent)

    if urgent or standard.type == ClockType.CLOCK_HOURS:
        assert again == due
    else:
        assert calendar.working_time_between(due, again) == timedelta(0)


@given(WORK_CALENDARS, STANDARDS, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_what_remains_agrees_with_the_due_moment(
    calendar: WorkCalendar, standard: Standard, at: datetime, later: timedelta
) -> None:
    due = due_at(standard, started_at=at, calendar=calendar)
    left = remaining(standard, due, at + later, calendar)

    assert due is not None
    assert left is not None
    assert left.overdue == (at + later > due)
    assert left.amount >= 0
    assert 0 <= left.used_ratio <= 1
