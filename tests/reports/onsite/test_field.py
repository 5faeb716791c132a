"""The technician's list: own duties first, whose pages are kept with it, nothing told of an event that is not open."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from bookings.models import Allocation
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import User


@pytest.fixture
def event_day(world):
    """The morning of two events in Kaltara, of which the technician serves one."""
    mine = Walk("kaltara", title="Rapat stunting").submit().until("laksanakan")
    other = Walk("kaltara", title="Rapat inflasi").submit().until("laksanakan")
    serving = Allocation.objects.filter(booking=mine.booking, resource__kind="person", purpose="event").first()
    serving.resource.user = User.objects.get(username="teknis.kaltara")
    serving.resource.save()
    with time_machine.travel(mine.booking.first_session_start - timedelta(hours=2), tick=False):
        yield mine, other


def page_of(username, path="/lapangan/"):
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.get(path)


def test_own_duties_come_first_and_their_pages_are_kept(event_day):
    mine, other = event_day

    page = page_of("teknis.kaltara").content.decode()

    assert page.index("Anda bertugas") < page.index("Rapat stunting") < page.index("Kegiatan lain di kantor")
    assert page.index("Kegiatan lain di kantor") < page.index("Rapat inflasi")
    assert f'data-also="/lapangan/{mine.booking.ticket}/"' in page
    assert f'href="/lapangan/{other.booking.ticket}/"' in page


def test_the_inbox_leads_whoever_serves_today_to_his_list(event_day):
    link = '<a class="btn btn-secondary" href="/lapangan/">'

    assert link in page_of("teknis.kaltara", "/tugas/").content.decode()
    assert link not in page_of("kabid.kaltara", "/tugas/").content.decode()


def test_an_event_that_is_not_open_is_a_number_and_stays_off_the_phone(event_day):
    mine, _other = event_day
    mine.booking.secrecy = "limited"
    mine.booking.save()

    page = page_of("teknis.kaltara").content.decode()

    assert "Rapat stunting" not in page
    assert mine.booking.ticket in page
    assert 'data-also=""' in page


def test_the_list_is_for_the_office_alone(event_day):
    assert page_of("pemohon.kaltara").status_code == 404
    assert "Rapat stunting" not in page_of("bidang.kalbar").content.decode()
