"""What an office's SOP promises beyond its path: at what hours, for whom, and what is kept of the letter."""

from datetime import timedelta

import pytest

from bookings.errors import Incomplete, NotLegal
from bookings.models import IncomingLetter
from tests.walks.driver import Walk
from tests.walks.leaders import make_leader


def night(days):
    """From 19.00 to 21.00 in Kalbar, so many days after Monday."""
    probe = Walk("kalbar")
    start = (probe.at + timedelta(days=days)).astimezone(probe.office.tz).replace(hour=19, minute=0)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}


def at_night(**changes):
    """A request at Kalbar for 19.00 to 21.00, well in time."""
    return Walk("kalbar", sessions=[night(days=7)], **changes).submit()


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


@pytest.mark.parametrize(
    ("is_leader", "flags"), [(False, ["late", "outside_hours"]), (True, [])], ids=["ordinary", "leader"]
)
def test_a_new_time_is_flagged_but_for_a_confirmed_leader(world, is_leader, flags):
    walk = make_leader(at_night()) if is_leader else at_night()

    walk.act("reschedule", by="pemohon", reason="Maju", sessions=[night(days=1)])

    assert [flag.kind for flag in walk.booking.flags.filter(result="").order_by("kind")] == flags


def test_singkawang_keeps_the_number_of_srikandi(world):
    with pytest.raises(Incomplete) as refusal:
        Walk("singkawang", srikandi_number="").submit()
    assert set(refusal.value.fields) == {"srikandi_number"}

    walk = Walk("singkawang", srikandi_number="SRK-2026-0815").submit().until("disposisi-kepala-dinas")

    letter = IncomingLetter.objects.get(booking_links__booking=walk.booking)
    assert (letter.channel, letter.srikandi_number) == ("srikandi", "SRK-2026-0815")
