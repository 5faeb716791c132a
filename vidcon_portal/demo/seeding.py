"""Three months of invented requests for the demo offices, lived in the order of time through the engine."""

import gc
import heapq
import itertools
import logging
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing import get_context

from argon2 import PasswordHasher
from django.db import connection, connections
from django.db.models import F

from bookings.errors import DomainError
from bookings.models import Booking, DispositionRecipient, Timer
from bookings.reminders import remind_overdue
from bookings.workflow.graph import graph_of
from bookings.workflow.timers import run_due_timers
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.pdfs import ensure_pdf, record_failure
from vidcon_portal.notifications.choices import DeliveryState
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.models import Service
from vidcon_portal.procedures.queries import calendar_for

from .entries import Entries
from .lives import NEVER, Life
from .people import AGENCIES, LANES, PIN, create_people
from .plans import MODES, Plan, Planner
from .results import create_results
from .things import create_things

logger = logging.getLogger(__name__)

SEED = 2026
PAST = 14
READ_AFTER = timedelta(days=2)
"""Messages older than this have been read."""


@dataclass
class Seeded:
    """What was written for one office."""

    office: str
    bookings: int = 0
    actions: int = 0
    troubles: list[str] = field(default_factory=list)


def demo_offices() -> list[Office]:
    """The offices whose invented people we know, those of them that exist."""
    return list(Office.objects.filter(code__in=LANES).order_by("code"))


def has_demo_bookings(office: Office) -> bool:
    return Booking.objects.filter(office=office).exists()


def seed_office(office: Office, *, now: datetime, past: int | None = PAST) -> Seeded:
    """People, things and requests of one office; the office must have no request yet."""
    create_people(office)
    create_things(office)
    seeded = Seeded(office.code)
    with light_pins(office), no_mail(office), quick_commits():
        _live_through(office, now=now, past=past, seeded=seeded)
    with no_mail(office):
        create_results(office, now=now)
    settle_messages(office, now=now)
    seeded.bookings = Booking.objects.filter(office=office).count()
    return seeded


def seed_offices(offices: Sequence[Office], *, now: datetime, past: int | None, processes: int) -> Iterator[Seeded]:
    """Several offices side by side, one process each: they share nothing but the database."""
    if processes < 2 or len(offices) < 2:
        yield from (seed_office(office, now=now, past=past) for office in offices)
        return
    connections.close_all()
    gc.freeze()
    with ProcessPoolExecutor(processes, mp_context=get_context("fork")) as pool:
        yield from pool.map(seed_office_afresh, [(office.code, now, past) for office in offices])


def seed_office_afresh(job: tuple[str, datetime, int | None]) -> Seeded:
    """``seed_office`` in a process of its own."""
    code, now, past = job
    try:
        return seed_office(Office.objects.get(code=code), now=now, past=past)
    finally:
        connections.close_all()


def plans_for(office: Office, service: Service, *, now: datetime, past: int | None) -> list[Plan]:
    """The office's requests in the order in which they come in; without ``past`` only one per step."""
    agencies = [(each.code, bool(each.applicant)) for each in AGENCIES[office.code]]
    rng = random.Random(f"{SEED}-{office.code}")
    planner = Planner(office.code, calendar_for(office), now, agencies, rng)
    waiting = planner.standing_at(waiting_steps(service, now=now))
    plans = [*planner.asides(), *waiting] if past is None else [*planner.past(past), *planner.live(), *waiting]
    return sorted(plans, key=lambda plan: plan.submit_at)


def waiting_steps(service: Service, *, now: datetime) -> list[tuple[str, int]]:
    """The steps before the event at which a request can stand, each with how many actions lie before it."""
    procedure = service.procedure_on(now.astimezone(service.office.tz).date())
    assert procedure is not None
    graph, mode = graph_of(procedure.pk), MODES[service.office.code][0]
    found: list[tuple[str, int]] = []
    step, actions = graph.follow(graph.first, Kind.SUBMIT.onward_action, mode), 1
    while step is not None and step.kind not in (Kind.EXECUTE, Kind.REPORT):
        found.append((step.code, actions))
        actions += len(step.roles) if step.all_of else 1
        step = graph.follow(step, step.kind.onward_action, mode)
    return found


def _live_through(office: Office, *, now: datetime, past: int | None, seeded: Seeded) -> None:
    service = Service.objects.select_related("office").get(office=office)
    calendar = calendar_for(office)
    people = _actors(office, at=now)
    entries = Entries(office, calendar)
    order = itertools.count()
    queue: list[tuple[datetime, int, Iterator[datetime], Life]] = []

    def expect(moments: Iterator[datetime], life: Life, after: datetime) -> None:
        """Let a request live up to its next moment and queue that, never before what has already happened."""
        try:
            moment = next(moments)
        except StopIteration:
            moment = NEVER
        except DomainError as error:
            seeded.troubles.append(f"{error.sentence} {getattr(error, 'fields', '')}".strip())
            logger.warning("A demo request of %s got stuck: %s", office.code, seeded.troubles[-1])
            moment = NEVER
        seeded.actions += 1
        if moment <= now:
            heapq.heappush(queue, (max(moment, after), next(order), moments, life))
        while life.errands:
            expect(life.errands.pop(), life, after)

    for serial, plan in enumerate(plans_for(office, service, now=now, past=past), start=100):
        life = Life(plan, service, people, entries, serial)
        if plan.chats:
            life.errands.append(life.talk())
        expect(life.course(), life, plan.submit_at - timedelta(days=1))
    reminded = None
    while queue:
        moment, _number, moments, life = heapq.heappop(queue)
        _run_timers_until(moment, office)
        if reminded != moment.date():
            remind_overdue(at=moment, office=office)
            reminded = moment.date()
        expect(moments, life, moment)
    _run_timers_until(now, office)
    remind_overdue(at=now, office=office)


def _actors(office: Office, *, at: datetime) -> dict[str, Actor]:
    """Every demo login of the office with its hat on, by lane."""
    users = User.objects.filter(username__endswith=f".{office.code}").order_by("pk")
    return {user.username.split(".")[0]: default_hat(user, at=at) for user in users}


def _run_timers_until(moment: datetime, office: Office) -> None:
    """What would have happened by itself since the last action, each at its own time."""
    due = Timer.objects.filter(booking__office=office, done_at__isnull=True, at__lte=moment).order_by("at")
    while (timer := due.first()) is not None:
        run_due_timers(at=timer.at, office=office)


@contextmanager
def light_pins(office: Office) -> Iterator[None]:
    """Let the invented people sign without the hash's deliberate slowness; their kept hashes come back afterwards.

    The PIN is checked as ever. Argon2 reads its cost from the stored hash, and these people's PIN is printed in the
    README.
    """
    signers = list(User.objects.filter(username__endswith=f".{office.code}", pin_hash__startswith="argon2"))
    light = f"argon2{PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)}"
    kept = {user.pk: user.pin_hash for user in signers}
    User.objects.filter(pk__in=kept).update(pin_hash=light)
    try:
        yield
    finally:
        for pk, pin_hash in kept.items():
            User.objects.filter(pk=pk).update(pin_hash=pin_hash)


@contextmanager
def no_mail(office: Office) -> Iterator[None]:
    """Nobody is sent mail about an invented past: without an address only the portal's own messages are written."""
    kept = dict(User.objects.filter(username__endswith=f".{office.code}").values_list("pk", "email"))
    User.objects.filter(pk__in=kept).update(email="")
    try:
        yield
    finally:
        for pk, email in kept.items():
            User.objects.filter(pk=pk).update(email=email)


@contextmanager
def quick_commits() -> Iterator[None]:
    """Do not wait for the disk at each of some thousand commits; a power cut here costs only invented data."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def settle_messages(office: Office, *, now: datetime) -> None:
    """Old messages and copies of dispositions were read, old WhatsApp texts were sent; the newest still wait."""
    texts = Delivery.objects.outgoing().filter(office=office, created_at__lt=now - READ_AFTER)
    texts.update(state=DeliveryState.SENT, sent_at=F("created_at"), next_try_at=None)
    old = Delivery.objects.filter(office=office, read_at__isnull=True, created_at__lt=now - READ_AFTER)
    old.update(read_at=F("created_at") + timedelta(hours=3))
    informed = DispositionRecipient.objects.filter(disposition__booking__office=office, is_responsible=False)
    for each in informed.filter(read_at=None, disposition__given_at__lt=now - READ_AFTER).select_related("disposition"):
        each.read_at = each.disposition.given_at + timedelta(hours=3)
        each.save(update_fields=["read_at"])


def render_newest(count: int, *, at: datetime) -> int:
    """Make the papers of the newest cases here and now; the worker makes the others. Returns how many."""
    issued = Document.objects.filter(owner_kind="booking").issued().order_by("-signed_at", "-created_at")
    newest = list(dict.fromkeys(issued.values_list("owner_id", flat=True)[: 10 * count]))[:count]
    made = 0
    for document in issued.filter(owner_id__in=newest, file__isnull=True).exclude(status="void"):
        try:
            ensure_pdf(document, at=at)
            made += 1
        except RenderError as error:
            record_failure(document, error)
    return made


def newest_papers_first() -> None:
    """Order the worker's queue: today's real papers, then the demo's from the newest to the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE procrastinate_jobs SET priority = -ranked.place
            FROM (
                SELECT job.id, row_number() OVER (ORDER BY document.created_at DESC) AS place
                FROM procrastinate_jobs job
                JOIN documents_document document ON document.id::text = job.args->>'document_id'
                WHERE job.task_name = 'documents.render_document' AND job.status = 'todo'
            ) ranked
            WHERE procrastinate_jobs.id = ranked.id
            """
        )
