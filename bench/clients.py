"""Several clients at once, a process each: how much gets done in a second."""

import datetime as dt
import time
from collections.abc import Callable
from multiprocessing import get_context
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from django.utils import timezone

from bookings.choices import Hold
from bookings.models import Resource
from bookings.services.drafts import create_draft, submit_draft
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.procedures.models import Service

from .pages import Page, browser_of, yardstick

Deed = Callable[[], object]

LETTER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def per_second(prepare: Callable[[int], Deed], *, clients: int, seconds: float) -> float:
    """How often all clients together do their deed in a second; ``prepare`` makes each client's own, unmeasured."""
    connections.close_all()
    context = get_context("fork")
    start, done = context.Barrier(clients), context.Queue()
    children = [
        context.Process(target=_work, args=(prepare, number, start, done, seconds)) for number in range(clients)
    ]
    for child in children:
        child.start()
    found = [done.get() for _child in children]
    for child in children:
        child.join()
    return sum(found)


def _work(prepare: Callable[[int], Deed], number: int, start: Any, done: Any, seconds: float) -> None:
    rate = 0.0
    try:
        deed = prepare(number)
        deed()
        start.wait()
        began, count = time.perf_counter(), 0
        while time.perf_counter() - began < seconds:
            deed()
            count += 1
        rate = count / (time.perf_counter() - began)
    except BaseException:
        start.abort()  # the others shall not wait for it
        raise
    finally:
        done.put(rate)
        connections.close_all()


def reading(page: Page) -> Callable[[int], Deed]:
    """Everybody reads the same page."""

    def prepare(_number: int) -> Deed:
        browser = browser_of(WSGIHandler(), page)
        return lambda: browser.get(page.address)

    return prepare


def reading_yardstick(_number: int) -> Deed:
    return yardstick()


class Asking:
    """Everybody files complete requests: letter, draft, submission with holds over four resources.

    The times differ, so that each hold succeeds; all belong to one office and so meet at the same locks.
    """

    def __init__(self, office: Office) -> None:
        self.office = office
        self.service = Service.objects.select_related("office").filter(office=office)[0]
        self.needs = {
            "room": self._unit("room"),
            "equipment": [self._unit("equipment")],
            "operators": 1,
        }

    def __call__(self, number: int) -> Deed:
        office = self.office
        by = default_hat(User.objects.get(username=f"pemohon.{office.code}"), at=timezone.now())
        calls = iter(range(1_000_000))

        def ask() -> None:
            at = timezone.now()
            day, hour = divmod(next(calls) * 8 + number, 3)
            data = self._request(by, at, day=60 + day, hour=(8, 11, 14)[hour])
            booking = create_draft(self.service, mode=self.service.modes[0], by=by, at=at, data=data)
            submit_draft(booking, by=by, at=at)
            assert booking.hold == Hold.HELD, booking.hold  # read again after the commit

        return ask

    def _unit(self, kind: str) -> int:
        return int(Resource.objects.filter(office=self.office, kind=kind, is_active=True).order_by("pk")[0].pk)

    def _request(self, by: Any, at: Any, *, day: int, hour: int) -> dict[str, Any]:
        start = (
            (at + dt.timedelta(days=day))
            .astimezone(self.office.tz)
            .replace(hour=hour, minute=0, second=0, microsecond=0)
        )
        letter = store_bytes(LETTER, name="surat.pdf", by=by, office=self.office, at=at)
        return {
            "title": "Rapat koordinasi",
            "sessions": [{"starts_at": start.isoformat(), "ends_at": (start + dt.timedelta(hours=2)).isoformat()}],
            "participants_onsite": 5,
            "participants_online": 10,
            "application": "Zoom",
            "place": "Ruang rapat",
            "layout": "Huruf U",
            "connection_test_at": (start - dt.timedelta(hours=1)).isoformat(),
            "contact_name": "Rina",
            "contact_phone": "081234567890",
            "letter_number": f"005/{letter.pk}/2026",
            "letter_date": at.astimezone(self.office.tz).date().isoformat(),
            "letter_file": str(letter.pk),
            "srikandi_number": "SRK-1",
            **self.needs,
        }
