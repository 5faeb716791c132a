"""Kotak tugas: each lane sees what waits for it, and nothing else."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.inbox import inbox_count, inbox_of
from bookings.models import Booking
from tests.walks.driver import Walk, usernames
from vidcon_portal.accounts.models import Agency, Appointment, Delegation, Office, User
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


def test_a_leaders_task_comes_first_among_those_of_its_time(browser, world):
    now = SOON - timedelta(minutes=1)
    Walk("kalbar", title="Rapat biasa", days=9, at=now - timedelta(minutes=5)).submit()
    Walk("kalbar", title="Rapat pimpinan", days=10, at=now, leader_rank=1, leader_name="Gubernur").submit()

    page = browser("kadis.kalbar").get("/tugas/").content.decode()

    assert page.index("Rapat pimpinan") < page.index("Rapat biasa")


@pytest.mark.parametrize(
    ("office", "step", "username", "words"),
    [
        ("singkawang", "laksanakan-rapat", "tcmr.singkawang", "mulai kegiatan"),
        ("kaltara", "uji-coba", "teknis.kaltara", "waktu uji coba"),
    ],
)
def test_work_that_has_its_hour_stands_on_its_day_with_that_hour(office, step, username, words, browser, world):
    """Where a row is measured otherwise: it stands still until the trial, or ends with the report."""
    walk = Walk(office).submit().until(step)
    day = walk.booking.first_session_start.astimezone(walk.office.tz)

    with time_machine.travel(day.replace(hour=5), tick=False):
        page = browser(username).get("/tugas/").content.decode()
    with time_machine.travel(day + timedelta(minutes=5), tick=False):
        later = browser(username).get("/tugas/").content.decode()

    assert words in page
    assert "Hari ini <span" in page
    assert "Besok dan sesudahnya" not in page
    assert "Sekarang <span" in later
    assert "Waktu berhenti" not in page


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


def test_pages_cost_the_same_with_one_and_with_thirty_rows(browser, kalbar):
    urls = ("/tugas/", "/tugas/diteruskan/", "/permohonan/", "/permohonan/?q=rapat")
    clients = [browser(username) for username in ("kadis.kalbar", "tu.kalbar", "pemohon.kalbar")]

    def cost() -> list[int]:
        counts = []
        for client in clients:
            for url in urls:
                with CaptureQueriesContext(connection) as queries:
                    client.get(url)
                counts.append(len(queries))
        return counts

    cost()  # what a process reads only once
    with_one = cost()
    for number in range(29):
        Walk("kalbar", at=SOON - timedelta(minutes=30), title=f"Rapat {number}", days=8 + number).submit()

    assert cost() == with_one
    assert max(with_one) <= 10


def test_letters_to_sign_cost_the_same_one_or_many(browser, world):
    client = browser("kadis.kalbar")

    def waiting(number: int) -> int:
        walk = Walk("kalbar", at=SOON - timedelta(minutes=30), title=f"Rapat {number}", days=8 + number).submit()
        walk.until("laksanakan")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/tugas/").content.decode()
        assert page.count("Paraf atau tanda tangani") >= number
        return len(queries)

    waiting(1)
    assert waiting(2) == waiting(3) <= 10


def body_of(client, etag="", query=""):
    headers = {"If-None-Match": etag} if etag else {}
    return client.get(f"/tugas/segar/{query}", headers=headers)


def etag_in(page: str) -> str:
    return html.unescape(re.search(r'data-etag="([^"]*)"', page)[1])


def test_an_open_page_that_shows_everything_is_answered_without_a_body(browser, kalbar):
    client = browser("kadis.kalbar")
    etag = etag_in(client.get("/tugas/").content.decode())

    with CaptureQueriesContext(connection) as queries:
        answer = body_of(client, etag)

    assert (answer.status_code, answer.content) == (304, b"")
    assert len(queries) <= 5


def test_an_open_page_gets_what_is_new_with_the_count_of_its_title(browser, kalbar):
    client = browser("kadis.kalbar")
    etag = etag_in(client.get("/tugas/").content.decode())
    Walk("kalbar", title="Rapat baru", days=9).submit()

    answer = body_of(client, etag)

    body = answer.content.decode()
    assert answer.status_code == 200
    assert 'data-title="Kotak tugas (2) · Portal Vidcon"' in body
    assert "Rapat baru" in body
    assert "<html" not in body
    assert body_of(client, answer["ETag"]).status_code == 304


def test_an_open_page_is_not_answered_for_another_hat_or_a_stranger(browser, client, kalbar):
    etag = etag_in(browser("kadis.kalbar").get("/tugas/").content.decode())

    assert body_of(browser("tu.kalbar"), etag).status_code == 200
    assert body_of(client, etag).status_code == 302


def test_words_do_not_grow_old_on_an_open_page(browser, kalbar):
    client = browser("kadis.kalbar")
    etag = etag_in(client.get("/tugas/").content.decode())

    with time_machine.travel(SOON + timedelta(hours=1), tick=False):
        assert body_of(client, etag).status_code == 200


def test_filters_leave_what_they_say(browser, world):
    now = SOON - timedelta(minutes=1)
    Walk("kalbar", title="Rapat lama").submit()
    Walk("kalbar", title="Rapat biasa", days=9, at=now).submit()
    Walk("kalbar", title="Rapat pimpinan", days=10, at=now, leader_rank=1, leader_name="Gubernur").submit()
    everything = {"Rapat biasa", "Rapat pimpinan", "Rapat lama"}
    wanted = {
        "": everything,
        "?jenis=dispose": everything,
        "?pimpinan=1": {"Rapat pimpinan"},
        "?lewat=1": {"Rapat lama"},
        "?lewat=1&pimpinan=1": set(),
        "?jenis=tidak-ada": set(),
    }
    client = browser("kadis.kalbar")

    pages = {query: client.get(f"/tugas/{query}").content.decode() for query in wanted}

    listed = {query: page.partition('<aside class="aside"')[0] for query, page in pages.items()}
    assert {query: {title for title in everything if title in page} for query, page in listed.items()} == wanted
    assert len({re.search(r"Kotak tugas \(\d+\)", page)[0] for page in pages.values()}) == 1
    assert {query for query, page in pages.items() if "Tidak ada tugas seperti itu." in page} == {
        "?lewat=1&pimpinan=1",
        "?jenis=tidak-ada",
    }


def test_filters_keep_each_other_and_come_off_again(browser, world):
    Walk("kalbar", title="Rapat lama").submit()
    other = Agency.objects.exclude(pk=Walk("kalbar").booking.agency_id).filter(office__code="kalbar").first()
    second = Walk("kalbar", title="Rapat kedua", days=9).submit()
    Booking.objects.filter(pk=second.booking.pk).update(agency=other)

    page = html.unescape(browser("kadis.kalbar").get("/tugas/?lewat=1").content.decode())

    assert f'href="/tugas/?instansi={other.pk}&lewat=1"' in page
    assert re.search(r'href="/tugas/" aria-current="true">\s*Lewat waktu', page)


def test_a_task_of_an_empty_position_says_why_it_is_here(browser, kalbar):
    kalbar.act("forward", by="kadis")
    Appointment.objects.filter(user__username="bidang.kalbar").update(ended_at=SOON)
    title = User.objects.get(username="bidang.kalbar").appointments.get().position.title

    page = browser("kadis.kalbar").get("/tugas/").content.decode()

    assert f"Jabatan {title} kosong, dinaikkan kepada Anda." in page


def test_what_was_handed_on_names_who_has_it_and_since_when(browser, kalbar):
    kalbar.act("forward", by="kadis")
    title = User.objects.get(username="bidang.kalbar").appointments.get().position.title
    unread = browser("kadis.kalbar").get("/tugas/diteruskan/").content.decode()
    browser("bidang.kalbar").post(f"{kalbar.booking.get_absolute_url()}dibaca/")

    read = browser("kadis.kalbar").get("/tugas/diteruskan/").content.decode()

    for page in (unread, read):
        assert kalbar.booking.get_absolute_url() in page
        assert title in page
    assert "belum dibaca" in unread
    assert "Masih dapat Anda batalkan." in unread
    assert "sudah dibaca" in read
    assert "Masih dapat Anda batalkan." not in read


@pytest.mark.parametrize(
    ("username", "sees"),
    [("pemohon.kalbar", True), ("kadis.kalbar", False), ("bidang.kalbar", False), ("pemohon2.kalbar", False)],
)
def test_only_who_acted_handed_it_on_and_not_who_has_it(username, sees, browser, kalbar):
    page = browser(username).get("/tugas/diteruskan/").content.decode()

    assert (kalbar.booking.get_absolute_url() in page) is sees


def test_tasks_of_a_lent_hat_are_counted_and_one_tap_away(browser, kalbar):
    head = User.objects.get(username="kadis.kalbar").appointments.get()
    delegate = User.objects.get(username="bidang.kalbar").appointments.get()
    alone = browser("bidang.kalbar").get("/tugas/").content.decode()
    Delegation.objects.create(position=head.position, delegate=delegate, starts_on=SOON.date(), ends_on=SOON.date())
    client = browser("bidang.kalbar")
    own = client.get("/tugas/").content.decode()
    page = client.get("/tugas/peran/").content.decode()
    key = re.search(r'name="hat" value="(d\d+)"', page)[1]

    client.post("/akun/peran/", {"hat": key, "next": "/tugas/"})
    inbox = client.get("/tugas/").content.decode()

    assert "/tugas/peran/" not in alone
    assert "Peran dan pelimpahan 1" in re.sub(r"<[^>]+>|\s+", " ", own).replace("  ", " ")
    assert "Ganti peran" in page
    assert "1 tugas menunggu" in page
    assert "a.n. " in inbox
    assert kalbar.booking.get_absolute_url() in inbox


def test_a_visitor_is_sent_to_the_sign_in(client, world):
    response = client.get("/tugas/")

    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/")


def test_offices_have_timezones_of_their_own(browser):
    assert Office.objects.get(code="kalbar").timezone == "Asia/Pontianak"
    assert "WIB" in browser("kadis.kalbar").get("/tugas/").content.decode()
    assert "WITA" in browser("kadis.kaltara").get("/tugas/").content.decode()
