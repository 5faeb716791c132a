"""The pages that DESIGN §6 promises a speed for, and those that people open most."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import override_settings

from bookings.models import Booking
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.procedures.models import Service
from vidcon_portal.ui.memo import forget_rendered

from .browser import Browser, Weight, statements_of, weight_of
from .calendars import Calendar
from .timing import Pair, side_by_side
from .yardstick import Bare


@dataclass(frozen=True, slots=True)
class Page:
    """``most`` is how much it may cost of the yardstick; None where nothing was promised."""

    name: str
    address: str
    login: str
    most: float | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    page: Page
    pair: Pair
    statements: int
    status: int
    weight: Weight | None = None


def promised(calendar: Calendar) -> list[Page]:
    """What must cost the same however full the calendar is."""
    office, day = calendar.office, calendar.day
    head = f"kadis.{office.code}"
    service = Service.objects.filter(office=office).order_by("pk")[0].pk
    offset = f"{day.isoformat()}T09:30:00", f"{day.isoformat()}T11:30:00"
    window = urlencode({"service": service, "start": offset[0], "end": offset[1]})
    needs = urlencode({"needs": "room:ukur,equipment:ukur,account:ukur,person"})
    return [
        Page("Kotak tugas", "/tugas/", head, 2),
        Page("Daftar permohonan", "/permohonan/", head, 2),
        Page("Jadwal satu hari", f"/jadwal/?tanggal={day}", head, 2),
        Page("Jadwal satu pekan", f"/jadwal/pekan/?tanggal={day}", head),
        Page("Jadwal satu bulan", f"/jadwal/bulan/?bulan={day:%Y-%m}", head),
        Page("Ketersediaan suatu waktu (API)", f"/api/v1/availability?{window}", head, 1.2),
        Page("Tiga waktu lain dalam 14 hari (API)", f"/api/v1/alternatives?{window}&{needs}", head, 2),
        Page("Ketersediaan (publik)", f"/{office.code}/ketersediaan/", ""),
    ]


def others(office: Office) -> Iterator[Page]:
    """Pages whose cost does not depend on the calendar."""
    waiting = Booking.objects.filter(office=office, status="open").order_by("-submitted_at")
    own = waiting.filter(applicant__username=f"pemohon.{office.code}")
    closed = Booking.objects.filter(office=office, status="completed").order_by("pk")
    head, applicant = f"kadis.{office.code}", f"pemohon.{office.code}"
    for name, found, login in (
        ("Permohonan, sedang berjalan", waiting, head),
        ("Permohonan, pemohon melihat", own, applicant),
        ("Permohonan, selesai", closed, head),
    ):
        if booking := found.first():
            yield Page(name, booking.get_absolute_url(), login)
    yield Page("Halaman masuk", "/masuk/", "")
    yield Page("Beranda", "/", "")


def yardstick() -> Callable[[], object]:
    """One call of the bare view.

    The setting of the URLs is never changed for it: Django would forget the portal's own at every turn, and the page
    that is measured next would pay for reading them again.
    """
    with override_settings(MIDDLEWARE=[]):
        bare = Browser(Bare())
    return lambda: bare.get("/yardstick/")


def measure(pages: list[Page], *, times: int, weigh: bool = False) -> Iterator[Measured]:
    """Each page beside the yardstick."""
    application, bare = WSGIHandler(), yardstick()
    for page in pages:
        browser = browser_of(application, page)
        status = browser.get(page.address).status
        pair = side_by_side(lambda b=browser, p=page: b.get(p.address), bare, times=times)  # type: ignore[misc]
        weight = weight_of(browser, page.address) if weigh and "/api/" not in page.address else None
        yield Measured(page, pair, statements_of(browser, page.address), status, weight)


def measure_unseen(pages: list[Page], *, times: int) -> Iterator[Measured]:
    """Pages of which no row was ever rendered in this process: what equal rows save is left out."""
    application, bare = WSGIHandler(), yardstick()
    for page in pages:
        browser = browser_of(application, page)

        def call(browser: Browser = browser, page: Page = page) -> object:
            forget_rendered()
            return browser.get(page.address)

        pair = side_by_side(call, bare, times=times)
        unseen = Page(f"{page.name}, belum pernah tampil", page.address, page.login)
        yield Measured(unseen, pair, statements_of(browser, page.address), 200)


def browser_of(application: WSGIHandler, page: Page) -> Browser:
    return Browser(application, User.objects.get(username=page.login) if page.login else None)


def close_connection() -> None:
    """So that a child of this process opens its own."""
    connection.close()
