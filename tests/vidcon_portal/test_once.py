"""What a deed reads once is forgotten with it."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vidcon_portal.accounts.models import Holiday, Office
from vidcon_portal.once import on_page, once, one_deed, one_page
from vidcon_portal.procedures.queries import calendar_for


def test_a_fact_is_read_once_in_a_deed_and_each_time_outside() -> None:
    reads: list[int] = []

    def read() -> int:
        reads.append(len(reads))
        return len(reads)

    assert [once("fact", read), once("fact", read)] == [1, 2]
    with one_deed():
        assert [once("fact", read), once("fact", read), once("other", read)] == [3, 3, 4]
        with one_deed():
            assert once("fact", read) == 5
        assert once("fact", read) == 3
    assert once("fact", read) == 6


def test_a_page_reads_once_what_a_deed_reads_anew() -> None:
    reads: list[int] = []

    def read() -> int:
        reads.append(len(reads))
        return len(reads)

    with one_page():
        assert [on_page("sessions", read), on_page("sessions", read), once("calendar", read)] == [1, 1, 2]
        with one_deed():
            assert [on_page("sessions", read), on_page("sessions", read)] == [3, 4]
        assert [on_page("sessions", read), once("calendar", read)] == [1, 2]
    assert [on_page("sessions", read), on_page("sessions", read)] == [5, 6]


def test_a_deed_that_fails_leaves_nothing_behind() -> None:
    def fail() -> None:
        once("fact", lambda: 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), one_deed():
        fail()

    assert once("fact", lambda: 2) == 2


def test_the_next_deed_sees_the_holiday_that_was_added_meanwhile(world: None) -> None:
    office, day = Office.objects.get(code="kalbar"), dt.date(2026, 9, 16)
    with CaptureQueriesContext(connection) as statements, one_deed():
        assert calendar_for(office).is_working_day(day)
        assert calendar_for(office).is_working_day(day)
    assert len(statements) == 1

    Holiday.objects.create(office=office, date=day, name="Hari jadi")

    with one_deed():
        assert not calendar_for(office).is_working_day(day)
