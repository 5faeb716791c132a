"""Several clients at once, a process each: how much gets done in a second."""

import datetime as dt
import time
from collections.abc import Callable
from copy import copy
from multiprocessing import get_context
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connections, transaction
from django.db.models.base import ModelState
from django.utils import timezone

from bookings.choices import Hold
from bookings.models import Booking, Resource, Session
from bookings.scheduling.services import hold_booking
from bookings.services.drafts import create_draft, submit_draft
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.procedures.models import Service

from .pages import Page, browser_of, yardstick

Deed = Callable[[], object]

CLIENTS = 8
"""At most so many at once have times of their own."""

LENGTH = dt.timedelta(hours=2)

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

    first_day = 60
    """Days from now; what else allocates takes other days."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.service = Service.objects.select_related("office").filter(office=office)[0]
        self.needs = {
            "room": self._unit("room"),
            "equipment": [self._unit("equipment")],
            "operators": 1,
        }

    def __call__(self, number: int) -> Deed:
        by = self.applicant()
        calls = iter(range(1_000_000))

        def ask() -> None:
            at = timezone.now()
            data = self.request(by, at, start=self.start_of(next(calls), number, at=at))
            self.submit(data, by=by, at=at)

        return ask

    def submit(self, data: dict[str, Any], *, by: Actor, at: dt.datetime) -> Booking:
        booking = create_draft(self.service, mode=self.service.modes[0], by=by, at=at, data=data)
        submit_draft(booking, by=by, at=at)
        assert booking.hold == Hold.HELD, booking.hold  # read again after the commit
        return booking

    def applicant(self) -> Actor:
        return default_hat(User.objects.get(username=f"pemohon.{self.office.code}"), at=timezone.now())

    def start_of(self, call: int, number: int, *, at: dt.datetime) -> dt.datetime:
        """Three events a day, none at the time of another client's."""
        day, hour = divmod(call * CLIENTS + number, 3)
        local = (at + dt.timedelta(days=self.first_day + day)).astimezone(self.office.tz)
        return local.replace(hour=(8, 11, 14)[hour], minute=0, second=0, microsecond=0)

    def _unit(self, kind: str) -> int:
        return int(Resource.objects.filter(office=self.office, kind=kind, is_active=True).order_by("pk")[0].pk)

    def request(self, by: Actor, at: dt.datetime, *, start: dt.datetime) -> dict[str, Any]:
        letter = store_bytes(LETTER, name="surat.pdf", by=by, office=self.office, at=at)
        return {
            "title": "Rapat koordinasi",
            "sessions": [{"starts_at": start.isoformat(), "ends_at": (start + LENGTH).isoformat()}],
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


class Allocating(Asking):
    """The scheduler alone: a case, its session and the holds over four resources, and nothing of what the SOP writes."""

    first_day = 250

    def __call__(self, number: int) -> Deed:
        by, at = self.applicant(), timezone.now()
        model = self.submit(self.request(by, at, start=self.start_of(0, number, at=at)), by=by, at=at)
        calls = iter(range(1, 1_000_000))

        def allocate() -> None:
            call = next(calls)
            start = self.start_of(call, number, at=at)
            case = copy(model)
            case.pk, case._state = None, ModelState()
            case.ticket, case.tracking_hash = f"BENCH-{number}-{call}", f"{number}-{call}"
            case.hold, case.connection_test_at = Hold.NONE, None
            case.first_session_start, case.last_session_end = start, start + LENGTH
            with transaction.atomic():
                Booking.objects.bulk_create([case])
                Session.objects.bulk_create([Session(booking=case, number=1, starts_at=start, ends_at=start + LENGTH)])
                hold_booking(case, at=at, is_new=True)
                Booking.objects.filter(pk=case.pk).update(hold=case.hold)
            assert case.hold == Hold.HELD, case.hold

        return allocate
