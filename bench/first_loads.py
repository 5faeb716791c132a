"""The ten pages that people open most: what a first visit weighs, and how long it waits for the first byte.

The byte is waited for over a real socket, from a server in a thread of this process, with the session of a demo login;
how long the line itself takes is not in it.
"""

import http.client
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.utils import timezone

from bookings.models import Booking
from bookings.services.drafts import create_draft
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.procedures.models import Service

from .browser import Browser, Weight, weight_of
from .pages import Page, browser_of
from .timing import Timing


@dataclass(frozen=True, slots=True)
class FirstLoad:
    page: Page
    weight: Weight
    first_byte: Timing
    status: int


def main_pages(office: Office) -> list[Page]:
    """Ten, as a visitor, the applicant, and the head of the office see them."""
    head, applicant = f"kadis.{office.code}", f"pemohon.{office.code}"
    case = Booking.objects.filter(office=office, status="open").order_by("-submitted_at").first()
    draft = _draft(office, applicant)
    return [
        Page("Beranda", "/", ""),
        Page("Halaman kantor", f"/{office.code}/", ""),
        Page("Ketersediaan (publik)", f"/{office.code}/ketersediaan/", ""),
        Page("Halaman masuk", "/masuk/", ""),
        Page("Kotak tugas", "/tugas/", head),
        Page("Daftar permohonan", "/permohonan/", head),
        Page("Permohonan, sedang berjalan", case.get_absolute_url() if case else "/permohonan/", head),
        Page("Formulir permohonan", draft.get_absolute_url(), applicant),
        Page("Jadwal satu hari", "/jadwal/", head),
        Page("Laporan", "/laporan/", head),
    ]


def measure_first_loads(pages: list[Page], *, times: int) -> Iterator[FirstLoad]:
    application = WSGIHandler()
    with serving(application) as port:
        for page in pages:
            browser = browser_of(application, page)
            seconds = [_first_byte(port, browser, page.address) for _turn in range(times + 2)][2:]
            status = browser.get(page.address).status
            yield FirstLoad(page, weight_of(browser, page.address), Timing.of(seconds), status)


@contextmanager
def serving(application: WSGIHandler) -> Iterator[int]:
    """The application on a free port of this machine."""
    server = WSGIServer(("127.0.0.1", 0), _Silent)
    server.set_app(application)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """A bench prints its table only."""


def _first_byte(port: int, browser: Browser, address: str) -> float:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    headers = {"Host": "localhost", "Accept": "text/html", "Accept-Encoding": "gzip", "Cookie": cookies}
    try:
        line.connect()
        started = time.perf_counter()
        line.request("GET", address, headers=headers)
        answer = line.getresponse()
        waited = time.perf_counter() - started
        answer.read()
    finally:
        line.close()
    return waited


def _draft(office: Office, username: str) -> Booking:
    service = Service.objects.select_related("office").filter(office=office)[0]
    at = timezone.now()
    by = default_hat(User.objects.get(username=username), at=at)
    return create_draft(service, mode=service.modes[0], by=by, at=at)
