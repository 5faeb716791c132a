"""What each office's SOP promises beyond its path: how long, at what hours, for whom, and what is kept of the letter."""

from datetime import timedelta

import pytest

from bookings.errors import Incomplete, NotLegal
from bookings.models import IncomingLetter
from tests.walks.driver import Walk
from tests.walks.leaders import make_leader

MINUTE = timedelta(minutes=1)
TWO_DAYS = timedelta(days=2)
"""One working day from an ordinary Monday: the Tuesday after it is a holiday."""

AFTERWARDS = "one working day after the last session"
"""Where execution and report share a row, or none is printed for the report: the office's own addition."""

RUNS = {
    "kaltara": ("WITA", {1: 60 * MINUTE, 2: 60 * MINUTE, 3: 150 * MINUTE, 4: AFTERWARDS}),
    "kalbar": ("WIB", {2: 10 * MINUTE, 3: TWO_DAYS, 4: None, 5: 5 * MINUTE}),
    "gorontalo": ("WITA", {**dict.fromkeys(range(1, 8)), 8: AFTERWARDS}),
    "tarakan": (
        "WITA",
        {2: None, 3: None, 4: None, 5: 15 * MINUTE, 6: None, 7: None, 8: TWO_DAYS, 9: None},
    ),
    "singkawang": (
        "WIB",
        {
            2: 5 * MINUTE, 3: 5 * MINUTE, 4: 30 * MINUTE, 5: 30 * MINUTE, 6: 30 * MINUTE, 7: 15 * MINUTE,
            8: 30 * MINUTE, 9: AFTERWARDS,
        },
    ),
}  # fmt: skip
"""The office's zone, and for each row that the office works on the time from its opening until it is due."""


def time_given(walk, row):
    if row.due_at == walk.booking.last_session_end + timedelta(days=1):
        return AFTERWARDS
    return row.due_at and row.due_at - row.started_at


@pytest.mark.parametrize("office", RUNS)
def test_each_row_is_due_after_its_printed_time(world, office):
    walk = Walk(office).submit()
    given = {}

    while walk.run is not None:
        row = walk.run.row_run
        if row is not None:
            given.setdefault(row.row.number, time_given(walk, row))
        walk.onward(walk.run)

    assert (walk.at.astimezone(walk.office.tz).tzname(), given) == RUNS[office]


def at_night(**changes):
    """A request at Kalbar for 19.00 to 21.00, well in time."""
    probe = Walk("kalbar")
    start = (probe.at + timedelta(days=7)).astimezone(probe.office.tz).replace(hour=19, minute=0)
    hours = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}
    return Walk("kalbar", sessions=[hours], **changes).submit()


def test_kalbar_serves_others_only_in_working_hours(world):
    walk = at_night().until("verifikasi")

    assert [flag.kind for flag in walk.booking.flags.all()] == ["outside_hours"]
    with pytest.raises(NotLegal):
        walk.act("accept")


def test_kalbar_serves_leaders_at_night_and_verifies_them_all_the_same(world):
    walk = make_leader(at_night())

    walk.until("verifikasi")
    with pytest.raises(Incomplete) as refusal:
        walk.act("accept", **{"c_sdm-bidang_office": ""})

    assert set(refusal.value.fields) == {"c_sdm-bidang_office"}
    walk.act("accept")
    assert walk.step == "laksanakan"


def test_singkawang_keeps_the_number_of_srikandi(world):
    with pytest.raises(Incomplete) as refusal:
        Walk("singkawang", srikandi_number="").submit()
    assert set(refusal.value.fields) == {"srikandi_number"}

    walk = Walk("singkawang", srikandi_number="SRK-2026-0815").submit().until("disposisi-kepala-dinas")

    letter = IncomingLetter.objects.get(booking_links__booking=walk.booking)
    assert (letter.channel, letter.srikandi_number) == ("srikandi", "SRK-2026-0815")
