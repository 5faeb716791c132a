"""What helps to fill in a request: free times both ways, series, what is known already, photographs, other modes."""

import re
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.choices import ResourceKind, Secrecy
from bookings.models import Booking, Resource
from bookings.scheduling.services import block_resource
from bookings.scheduling.spans import Span
from tests.bookings.views.test_drafts import begin, page_data
from tests.conftest import MONDAY
from tests.walks.driver import Walk
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Agency
from vidcon_portal.procedures.models import Service

START = datetime(2026, 9, 3, 2, 0, tzinfo=UTC)
"""Thursday 3 September, 09.00 WIB: the time of ``page_data``."""


def occupy(*resources: Resource) -> None:
    for each in resources:
        block_resource(each, [Span(START - timedelta(hours=1), START + timedelta(hours=3))], by=SYSTEM, at=MONDAY)


def panel(client, draft: Booking, **data) -> str:
    response = client.post(f"{draft.get_absolute_url()}ketersediaan/", data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    return response.content.decode()


def asked(**changes):
    return {name: value for name, value in page_data(**changes).items() if name != "letter_file"}


def test_a_time_shows_rooms_and_counts_but_no_officer(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)
    small, large = Resource.objects.filter(office__code="kalbar", kind=ResourceKind.ROOM).order_by("capacity")
    occupy(large)

    page = panel(client, draft, **asked(participants_onsite="30"))

    assert re.search(rf'name="take_room" value="{small.pk}"', page)
    assert "25 kursi, kurang untuk 30 peserta" in page
    assert re.search(rf"{large.name}, 40 kursi[^<]*: terpakai", page)
    assert "Petugas: 4 dari 4" in page
    assert "belum menahan apa pun" in page
    for person in Resource.objects.filter(office__code="kalbar", kind=ResourceKind.PERSON):
        assert person.name not in page


def test_all_but_the_second_operator(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)
    people = list(Resource.objects.filter(office__code="kalbar", kind=ResourceKind.PERSON).order_by("pk"))
    occupy(*people[1:])

    page = panel(client, draft, **asked(operators="2"))

    assert "Semua kosong kecuali Petugas, hanya 1 dari 2." in page
    assert len(re.findall(r'name="take" value=', page)) == 3


def test_the_need_first_then_when(browser):
    """No time is typed: three free ones, the first allowed day first, and one tap fills it in; with and without htmx."""
    client = browser("pemohon.kalbar")
    draft = begin(client)

    page = client.post(draft.get_absolute_url(), {"title": "Rapat", "find": "180"}, follow=True).content.decode()
    offered = re.findall(r'name="take" value="([^"]+)"', page)
    assert offered == re.findall(r'name="take" value="([^"]+)"', panel(client, draft, title="Rapat", find="180"))

    assert len(offered) == 3
    start, end = (datetime.fromisoformat(each) for each in offered[0].split("/"))
    assert start.date() == date(2026, 8, 27)  # three days before, counted from Monday
    assert end - start == timedelta(hours=3)
    page = client.post(draft.get_absolute_url(), {"title": "Rapat", "take": offered[0]}, follow=True).content.decode()
    assert 'value="2026-08-27"' in page
    assert 'value="Rapat"' in page


def test_page_and_api_say_the_same(browser, client):
    signed_in = browser("pemohon.kalbar")
    draft = begin(signed_in)
    occupy(*Resource.objects.filter(office__code="kalbar", kind=ResourceKind.ACCOUNT))
    page = panel(
        signed_in, draft, **{"sessions-0-date": "2026-09-03", "sessions-0-start": "09:00", "sessions-0-end": "11:00"}
    )

    token = client.post(
        "/api/v1/token", {"username": "pemohon.kalbar", "password": "vidcon"}, "application/json"
    ).json()
    query = {"service": Service.objects.get(office__code="kalbar").code, "start": START.isoformat()}
    query["end"] = (START + timedelta(hours=2)).isoformat()
    headers = {"Authorization": f"Bearer {token['token']}"}
    times = client.get("/api/v1/alternatives", query, headers=headers).json()
    stock = client.get("/api/v1/availability", query, headers=headers).json()["resources"]

    def both(each):
        return "/".join(each["sessions"][0][name] for name in ("starts_at", "ends_at"))

    assert [both(each) for each in times] == re.findall(r'name="take" value="([^"]+)"', page)
    for kind, words in (("account", "Akun rapat"), ("person", "Petugas")):
        free = [each["free"] > 0 for each in stock if each["kind"] == kind]
        assert f"{words}: {sum(free)} dari {len(free)}" in page


def test_rules_are_told_before_they_are_broken(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    in_time = panel(client, draft, **asked())
    late = panel(client, draft, **asked(**{"sessions-0-date": "2026-08-26"}))
    with_leader = panel(
        client, draft, **asked(leader_rank="1", leader_name="Gubernur", **{"sessions-0-date": "2026-08-26"})
    )

    assert "Ajukan paling lambat" in in_time
    assert "paling lambat diajukan" not in in_time
    assert "Kepala dinas yang memutuskan dispensasinya" in late or "yang memutuskan dispensasinya" in late
    assert "dikecualikan setelah kehadiran pimpinan dipastikan" in with_leader


def test_the_panel_costs_the_same_for_one_session_and_for_twenty(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)
    occupy(*Resource.objects.filter(office__code="kalbar", kind=ResourceKind.ACCOUNT))
    days = {
        f"sessions-{number}-{part}": value
        for number in range(20)
        for part, value in (
            ("date", str(date(2026, 9, 3) + timedelta(days=number))),
            ("start", "09:00"),
            ("end", "11:00"),
        )
    }
    counts = []
    for data in (asked(), asked(**days)):
        panel(client, draft, **data)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            panel(client, draft, **data)
        counts.append(len(queries))

    assert counts[1] <= counts[0] + 2
    assert max(counts) <= 45


def test_a_new_request_begins_with_what_the_last_one_said(browser):
    Walk("kalbar", contact_name="Rina", place="Aula Dinas").submit()

    client = browser("pemohon.kalbar")
    draft = begin(client)

    assert draft.draft_data["place"] == "Aula Dinas"
    assert draft.draft_data["contact_name"] == "Rina"
    assert {"title", "sessions", "letter_number", "letter_file"} & draft.draft_data.keys() == set()


def test_a_secret_request_lends_nothing(browser):
    Walk("kalbar", secrecy=Secrecy.SECRET, place="Ruang bawah tanah").submit()

    assert "place" not in begin(browser("pemohon.kalbar")).draft_data


def test_ask_again_like_an_open_request(browser):
    walk = Walk("kalbar").submit()
    client = browser("pemohon.kalbar")
    assert f"Ajukan lagi seperti {walk.booking.ticket}" in client.get("/permohonan/baru/").content.decode()

    response = client.post(f"/permohonan/{walk.booking.ticket}/ajukan-lagi/")

    draft = Booking.objects.get(status="draft")
    assert response["Location"] == draft.get_absolute_url()
    assert draft.draft_data["title"] == walk.booking.title
    assert {"sessions", "letter_number", "letter_file", "connection_test_at"} & draft.draft_data.keys() == set()


def test_another_mode_asks_for_other_things_and_forgets_nothing(browser):
    client = browser("pemohon.kalbar")
    service = Service.objects.get(office__code="kalbar")
    other = next(mode for mode in ("account", "operator", "room", "join") if mode in service.modes)
    draft = begin(client)

    changed = client.post(draft.get_absolute_url(), asked(change_mode="1", mode=other), follow=True)
    draft.refresh_from_db()
    assert draft.mode == other
    client.post(draft.get_absolute_url(), {"title": "Baru", "change_mode": "1", "mode": "host"})
    page = client.get(draft.get_absolute_url()).content.decode()

    assert changed.status_code == 200
    assert 'value="Aula"' in page
    assert 'value="Baru"' in page
    assert client.post(draft.get_absolute_url(), {"change_mode": "1", "mode": "teleport"}).status_code == 422


def test_tu_enters_for_an_agency_that_nobody_knows_yet(browser):
    """From the name on a letterhead to the ticket; a second time it is the same agency."""
    client = browser("tu.kalbar")
    service = Service.objects.get(office__code="kalbar")
    first = {"service": service.pk, "mode": "host", "new_agency": " Komisi  Pemilihan Umum "}

    client.post("/permohonan/baru/", first)
    draft = Booking.objects.get(status="draft")
    response = client.post(draft.get_absolute_url(), page_data(submit="1"), follow=True)
    client.post("/permohonan/baru/", {**first, "new_agency": "komisi pemilihan umum"})

    booking = Booking.objects.get(pk=draft.pk)
    assert response.status_code == 200
    assert (booking.agency.name, booking.entered_by.username) == ("Komisi Pemilihan Umum", "tu.kalbar")
    assert (booking.contact_name, booking.contact_phone) == ("Rina", "+6281234567890")
    again = Booking.objects.get(status="draft")
    assert again.agency == booking.agency
    assert again.draft_data["contact_name"] == "Rina"


def test_tu_names_one_agency_not_two_and_not_none(browser):
    client = browser("tu.kalbar")
    service = Service.objects.get(office__code="kalbar")
    agency = Agency.objects.filter(office=service.office).first()

    neither = client.post("/permohonan/baru/", {"service": service.pk, "mode": "host"})
    both = client.post(
        "/permohonan/baru/", {"service": service.pk, "mode": "host", "agency": agency.pk, "new_agency": "KPU"}
    )

    assert (neither.status_code, both.status_code) == (422, 422)
    assert "atau tulis namanya" in neither.content.decode()
    assert not Booking.objects.filter(status="draft").exists()


def test_what_the_sop_asks_for_is_not_called_optional(browser):
    client = browser("pemohon.singkawang")
    draft = begin(client, office="singkawang")
    page = client.get(draft.get_absolute_url()).content.decode()

    assert page.count("(diminta SOP)") == 4  # place, layout, application, connection test
    assert "tanpanya permohonan dapat dikembalikan" in page
    assert 'Waktu dan tempat</a> <span class="tint text-small">4 perlu diisi' in page  # with the time itself
    other = begin(browser("pemohon.kalbar"))
    assert "(diminta SOP)" not in browser("pemohon.kalbar").get(other.get_absolute_url()).content.decode()


def test_a_request_that_is_not_complete_says_that_the_draft_is_kept(browser):
    client = browser("pemohon.kalbar")
    draft = begin(client)

    page = client.post(draft.get_absolute_url(), {"title": "Rapat", "submit": "1"}).content.decode()

    assert "Tersimpan sebagai draf. Sebelum diajukan, perbaiki yang berikut:" in page
    assert "Belum tersimpan" not in page


def test_a_look_at_what_is_free_that_comes_after_the_submission_changes_nothing(browser, monkeypatch):
    client = browser("pemohon.kalbar")
    draft = begin(client)
    seen = Booking.objects.get(pk=draft.pk)
    client.post(draft.get_absolute_url(), {**page_data(), "submit": "1"})
    late = client.post(f"{draft.get_absolute_url()}ketersediaan/", asked(title="Lain"))
    monkeypatch.setattr("bookings.views.drafts._own_draft", lambda request, pk: seen)  # as it was read a moment before

    answer = client.post(f"{draft.get_absolute_url()}ketersediaan/", asked(title="Lain"))

    assert (answer.status_code, answer.content) == (late.status_code, late.content) == (204, b"")
    assert Booking.objects.get(pk=draft.pk).title != "Lain"
