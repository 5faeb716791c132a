"""Pages and states that no journey of an SOP meets: errors beside fields, refusals, calendars, one's own account."""

from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from playwright.sync_api import Route, expect

from tests.journeys.person import Cast, Person
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import Office
from vidcon_portal.signups.services import ask_for_account

ERROR_PAGES = ("400", "403", "403_csrf", "404", "429", "500")


def error_page(name: str) -> str:
    request = RequestFactory().get("/")
    request.user, request.actor, request.hats = AnonymousUser(), None, []  # type: ignore[attr-defined]
    return render_to_string(f"{name}.html", request=None if name == "500" else request)


def refused(person: Person, name: str) -> None:
    """The form comes back with what is wrong, said once above and once beside each field."""
    person.press(name)
    expect(person.page.locator("[aria-invalid=true]").first).to_be_visible()


@pytest.fixture
def stranger(cast: Cast) -> Person:
    return cast.person()


def test_states_of_a_strangers_pages(cast: Cast, stranger: Person) -> None:
    stranger.open("/masuk/")
    stranger.fill("Nama pengguna atau surel", "kadis.kalbar")
    stranger.fill("Kata sandi", "salah")
    stranger.press("Masuk")
    stranger.shows("Belum masuk")
    for path, button in {"/daftar/": "Kirim pendaftaran", "/lacak/": "Lihat tahapnya"}.items():
        stranger.open(path)
        refused(stranger, button)
    for name in ERROR_PAGES:
        stranger.page.route(f"**/{name}/", partial(show, name))
        stranger.open(f"/{name}/")
        expect(stranger.page.locator("h1")).to_be_visible()


def show(name: str, route: Route) -> None:
    """The page without its status, of which the browser would complain."""
    route.fulfill(body=error_page(name), content_type="text/html; charset=utf-8")


def test_states_of_an_officials_pages(cast: Cast) -> None:
    walk = Walk("kalbar").submit()
    signup = ask_for_account(
        Office.objects.get(code="kalbar"), agency_name="Dinas Kesehatan", title="Staf", name="Rina", language="id",
        email="rina@dinkes.go.id", phone="+6281234567890", password="kopi tanpa gula", at=walk.at,
    )  # fmt: skip
    head = cast.person("kadis.kalbar")
    for path in (
        *("/jadwal/", "/jadwal/pekan/", "/jadwal/bulan/", "/akun/sesi/", "/akun/keamanan/aplikasi/"),
        "/permohonan/?q=tidak-ada-yang-begini",
    ):
        head.open(path)
    head.open("/akun/")
    head.page.get_by_text("Limpahkan jabatan").click()
    refused(head, "Limpahkan")
    desk = cast.person("tu.kalbar")
    desk.open("/akun/pendaftaran/")
    desk.follow("Rina")
    assert desk.is_at(signup.get_absolute_url())
    refused(desk, "Kirim alasan")
    admin = cast.person("admin.kalbar")
    admin.open("/kotak-keluar/naskah/giliran/")
    admin.fill("Judul", "{tidak_dikenal}")
    refused(admin, "Simpan naskah")
