"""A series of sessions, written out from a pattern."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bookings.errors import Incomplete
from bookings.forms.series import Pattern, repeat, with_series
from bookings.forms.sessions import SessionTime
from tests.bookings.views.test_draft_helps import asked
from tests.bookings.views.test_drafts import begin
from tests.conftest import MONDAY
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.queries import calendar_for


def test_a_series_is_written_out(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    response = client.post(
        draft.get_absolute_url(), asked(repeat="1", repeat_pattern="working", repeat_count="3"), follow=True
    )

    page = response.content.decode()
    assert re.findall(r'name="sessions-\d-date"[^>]*value="([^"]+)"', page) == [
        "2026-09-03",
        "2026-09-04",
        "2026-09-07",
    ]
    assert "3 sesi ditulis" in page
    page = client.post(
        draft.get_absolute_url(), {**sessions_of(page), "drop_session": "1"}, follow=True
    ).content.decode()
    assert re.findall(r'name="sessions-\d-date"[^>]*value="([^"]+)"', page) == ["2026-09-03", "2026-09-07"]


def sessions_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(sessions-\d-(?:date|start|end))"[^>]*value="([^"]+)"', page))


def test_a_series_without_a_first_session_says_what_to_do_and_loses_nothing(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    response = client.post(
        draft.get_absolute_url(), {"title": "Rapat", "repeat": "1", "repeat_pattern": "daily", "repeat_count": "3"}
    )

    assert response.status_code == 422
    assert "Isi tanggal dan jam sesi pertama dahulu" in response.content.decode()
    assert 'value="Rapat"' in response.content.decode()


@pytest.mark.parametrize(
    ("pattern", "dates"),
    [
        (Pattern.DAILY, ["2026-08-24", "2026-08-25", "2026-08-26"]),  # a holiday is no reason to drop a day
        (Pattern.WORKING, ["2026-08-24", "2026-08-26", "2026-08-27"]),
        (Pattern.WEEKLY, ["2026-08-24", "2026-08-31", "2026-09-07"]),
        (Pattern.MONTHLY, ["2026-08-24", "2026-09-24", "2026-10-24"]),
    ],
)
def test_patterns(pattern, dates, world):
    days = calendar_for(Office.objects.get(code="kalbar"))
    first = SessionTime(MONDAY, MONDAY + timedelta(hours=2))

    found = repeat(first, pattern, 3, days)

    assert [str(each.starts_at.astimezone(days.tz).date()) for each in found] == dates
    assert {each.ends_at - each.starts_at for each in found} == {timedelta(hours=2)}
    other = SessionTime(MONDAY + timedelta(hours=5), MONDAY + timedelta(hours=6))
    assert with_series([first, other], found) == sorted([*found, other], key=lambda each: each.starts_at)


def test_the_31st_of_every_month_is_refused_in_words(world):
    days = calendar_for(Office.objects.get(code="kalbar"))
    first = SessionTime(datetime(2026, 8, 31, 1, tzinfo=UTC), datetime(2026, 8, 31, 2, tzinfo=UTC))

    with pytest.raises(Incomplete, match="Tidak setiap bulan"):
        repeat(first, Pattern.MONTHLY, 3, days)
