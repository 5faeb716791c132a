"""The head of division sees whom a leader displaces, then decides: on the page, without JavaScript, and in the API."""

import re
from datetime import timedelta

import time_machine

from bookings.models import Booking, Event
from tests.api.conftest import Caller
from tests.walks.leaders import leader_in_need

REASON = "Kunjungan kerja pimpinan"


def shown(response):
    return re.search(r'name="seen" value="([0-9a-f]*)"', response.content.decode()).group(1)


def test_the_page_shows_whom_it_displaces_before_it_does(browser):
    cases, leader = leader_in_need("tarakan", to="cek-jadwal", units=2)
    address = f"/permohonan/{leader.booking.ticket}/displace/"
    victim = cases[-1].booking
    Booking.objects.filter(pk=victim.pk).update(title="Rapat inflasi")
    step = leader.run.pk
    with time_machine.travel(leader.at + timedelta(minutes=5), tick=False):
        head = browser("kabid.tarakan")
        case, page = head.get(leader.booking.get_absolute_url()), head.get(address)
        assert f'href="{address}"' in case.content.decode()
        assert "belum mendapat semua" in case.content.decode()
        for words in (victim.ticket, "Rapat inflasi", victim.agency.name, "ditawari jadwal lain"):
            assert words in page.content.decode()
        assert head.get(address).status_code == 200
        assert not Event.objects.filter(action__in=("displace", "displaced")).exists()
        assert browser("subkor.tarakan").get(address).status_code == 403

        unseen = head.post(address, {"step_run": step, "reason": REASON, "seen": "0" * 32})
        assert unseen.status_code == 409
        assert REASON in unseen.content.decode()
        assert not Event.objects.filter(action="displaced").exists()

        others = head.post(
            address, {"step_run": step, "reason": REASON, "seen": shown(page), "displaced": [cases[0].booking.pk]}
        )
        assert others.status_code == 409
        assert cases[0].booking.ticket in others.content.decode()
        assert shown(others) != shown(page)

        done = head.post(address, {"step_run": step, "reason": REASON, "seen": shown(unseen)})
        assert done.status_code == 302
    assert Event.objects.get(action="displaced").booking_id == victim.pk


def test_a_secret_case_gives_way_without_a_name(browser):
    cases, leader = leader_in_need("tarakan")
    Booking.objects.filter(pk__in=[walk.booking.pk for walk in cases]).update(secrecy="secret", title="Rapat rahasia")
    for walk in cases:
        walk.booking.step_runs.filter(closed_at=None).first().assignments.all().delete()
    with time_machine.travel(leader.at + timedelta(minutes=5), tick=False):
        page = browser("kabid.tarakan").get(f"/permohonan/{leader.booking.ticket}/displace/").content.decode()

    assert "Kegiatan tertutup" in page
    assert "Rapat rahasia" not in page
    assert not any(walk.booking.ticket in page for walk in cases)


def test_the_api_shows_and_displaces(browser):
    cases, leader = leader_in_need("tarakan", units=2)
    address = f"/bookings/{leader.booking.ticket}"
    with time_machine.travel(leader.at + timedelta(minutes=5), tick=False):
        head = Caller("kabid.tarakan", leader.at)
        preview = head.get(f"{address}/displacement").json()
        (victim,) = preview["victims"]
        assert (victim["id"], victim["fate"]) == (cases[-1].booking.pk, "waiting")
        listed = {each["action"]: each for each in head.get(address).json()["actions"]}
        assert set(listed["displace"]["fields"]["properties"]) == {"displaced", "reason", "seen"}
        deed = {"step_run": leader.run.pk, "data": {"reason": REASON, "seen": "stale"}}
        refused = head.post(f"{address}/actions/displace", deed)
        assert (refused.status_code, refused.json()["type"]) == (409, "changed")
        assert Caller("subkor.tarakan", leader.at).get(f"{address}/displacement").status_code == 403

        deed["data"]["seen"] = preview["seen"]
        done = head.post(f"{address}/actions/displace", deed)
    assert done.status_code == 200, done.json()
    assert done.json()["event"]["data"]["displaced"][0]["label"].startswith(cases[-1].booking.ticket)
