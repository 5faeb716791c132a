"""Kotak tugas: each lane sees what waits for it, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.inbox import inbox_count, inbox_of
from tests.walks.driver import Walk, usernames
from vidcon_portal.accounts.models import Appointment, Office, User
from vidcon_portal.accounts.queries import default_hat

from .conftest import SOON

OFFICES = ("kaltara", "kalbar", "gorontalo", "tarakan", "singkawang")


def _holders(walk: Walk) -> set[str]:
    from bookings.workflow.legality import not_holder, situation_of

    here = situation_of(walk.booking, SOON)
    return {
        name
        for name in usernames(walk.office.code)
        if not_holder(default_hat(User.objects.get(username=name), at=SOON), here) is None
    }


@pytest.mark.parametrize("office", OFFICES)
def test_the_first_step_stands_in_its_holders_inbox_only(office, browser):
    walk = Walk(office).submit()
    holders = _holders(walk)
    link = f'href="{walk.booking.get_absolute_url()}#kerjakan"'

    seen = {name for name in usernames(office) if link in browser(name).get("/tugas/").content.decode()}

    assert holders
    assert seen == holders


def test_the_row_names_the_deed_and_the_title_counts(browser, kalbar):
    page = browser("kadis.kalbar").get("/tugas/").content.decode()

    assert "Kotak tugas (1)" in page
    assert "Disposisi" in page
    assert kalbar.booking.title in page


def test_an_empty_inbox_says_so(browser, world):
    page = browser("kadis.tarakan").get("/tugas/").content.decode()

    assert "Tidak ada tugas untuk Anda sekarang." in page


def test_an_overdue_task_comes_first(browser, kalbar):
    later = Walk("kalbar", at=SOON - timedelta(minutes=1), title="Rapat kemudian").submit()

    page = browser("kadis.kalbar").get("/tugas/").content.decode()

    assert "Sekarang" in page
    assert "Lewat" in page
    assert page.index(kalbar.booking.ticket) < page.index(later.booking.ticket)


def test_an_empty_position_escalates_to_its_superior(browser, kalbar):
    kalbar.act("forward", by="kadis")
    Appointment.objects.filter(user__username="bidang.kalbar").update(ended_at=SOON)

    page = browser("kadis.kalbar").get("/tugas/").content.decode()

    assert f"{kalbar.booking.get_absolute_url()}#kerjakan" in page


def test_a_plh_takes_the_inbox_and_the_holder_does_not(browser, kalbar):
    position = User.objects.get(username="kadis.kalbar").appointments.get().position
    Appointment.objects.create(
        user=User.objects.get(username="bidang.kalbar"),
        position=position,
        kind="daily_acting",
        starts_on=SOON.date(),
        ends_on=SOON.date(),
    )

    assert inbox_of(default_hat(User.objects.get(username="kadis.kalbar"), at=SOON), at=SOON).steps == []


@pytest.mark.parametrize("username", ["kadis.kalbar", "tu.singkawang", "pemohon.kalbar"])
def test_the_count_of_the_menu_is_the_count_of_the_page(username, world):
    for office in ("kalbar", "singkawang"):
        Walk(office).submit()
    actor = default_hat(User.objects.get(username=username), at=SOON)

    assert inbox_count(actor, at=SOON) == inbox_of(actor, at=SOON).count


@pytest.mark.parametrize("url", ["/tugas/", "/permohonan/", "/permohonan/?q=rapat"])
@pytest.mark.parametrize("username", ["kadis.kalbar", "tu.kalbar", "pemohon.kalbar"])
def test_pages_cost_the_same_with_one_and_with_thirty_rows(url, username, browser, kalbar):
    client = browser(username)
    client.get(url)  # what a process reads only once
    with CaptureQueriesContext(connection) as with_one:
        client.get(url)
    for number in range(29):
        Walk("kalbar", at=SOON - timedelta(minutes=30), title=f"Rapat {number}", days=8 + number).submit()

    with CaptureQueriesContext(connection) as with_thirty:
        client.get(url)

    assert len(with_thirty) == len(with_one)
    assert len(with_thirty) <= 10


def test_a_visitor_is_sent_to_the_sign_in(client, world):
    response = client.get("/tugas/")

    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/")


def test_offices_have_timezones_of_their_own(browser):
    assert Office.objects.get(code="kalbar").timezone == "Asia/Pontianak"
    assert "WIB" in browser("kadis.kalbar").get("/tugas/").content.decode()
    assert "WITA" in browser("kadis.kaltara").get("/tugas/").content.decode()
