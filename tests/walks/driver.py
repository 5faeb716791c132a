"""Walks a request through its SOP the way people do: whoever holds the step takes the action."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from bookings.forms.sessions import SessionsField
from bookings.models import Allocation, Booking, Event, StepRun
from bookings.services.drafts import create_draft, submit_draft
from bookings.workflow.acceptance import form_for
from bookings.workflow.engine import advance
from bookings.workflow.forms import StoredFileField
from bookings.workflow.legality import not_holder, situation_of
from tests.conftest import MONDAY
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.demo.people import LANES, PIN
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.procedures.models import Service

MINIMAL_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def actor(username: str, at: datetime) -> Actor:
    return default_hat(User.objects.get(username=username), at=at)


def upload(by: Actor, office: Office, at: datetime) -> StoredFile:
    """A small letter as PDF, uploaded by the actor."""
    return store_bytes(MINIMAL_PDF, name="surat.pdf", by=by, office=office, at=at)


def request_data(office: Office, by: Actor, *, at: datetime, days: int = 7, **changes: Any) -> dict[str, Any]:
    """A complete request for an event at 09.00 to 11.00, ``days`` after ``at``."""
    start = (at + timedelta(days=days)).astimezone(office.tz).replace(hour=9, minute=0, second=0, microsecond=0)
    return {
        "title": "Rapat koordinasi stunting",
        "sessions": [{"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=2)).isoformat()}],
        "participants_onsite": 12,
        "participants_online": 40,
        "application": "Zoom",
        "place": "Ruang rapat dinas",
        "layout": "Huruf U",
        "connection_test_at": (start - timedelta(hours=1)).isoformat(),
        "equipment_note": "Proyektor dan pengeras suara",
        "contact_name": "Rina",
        "contact_phone": "0812-3456-7890",
        "letter_number": "005/12/2026",
        "letter_date": at.date().isoformat(),
        "letter_file": str(upload(by, office, at).pk),
        "srikandi_number": "SRK-2026-001",
        **changes,
    }


class Walk:
    """One request and a clock that moves a few minutes with every action."""

    def __init__(self, office: str, *, mode: str | None = None, at: datetime = MONDAY, **changes: Any) -> None:
        self.office = Office.objects.get(code=office)
        self.at = at
        self.service = Service.objects.filter(office=self.office).get()
        self.applicant = actor(f"pemohon.{office}", at)
        data = request_data(self.office, self.applicant, at=at, **changes)
        self.booking: Booking = create_draft(
            self.service, mode=mode or default_mode(self.service), by=self.applicant, at=at, data=data
        )

    def submit(self, **options: Any) -> "Walk":
        _event, self.code = submit_draft(self.booking, by=self.applicant, at=self.at, **options)
        self.booking = Booking.objects.get(pk=self.booking.pk)
        return self

    @property
    def run(self) -> StepRun | None:
        return self.booking.step_runs.filter(closed_at__isnull=True).select_related("step", "row").first()

    @property
    def step(self) -> str:
        """The code of the open step, the kind of a side step, or the status of a closed case."""
        run = self.run
        if run is None:
            return f"[{self.booking.status}]"
        return run.step.code if run.step else f"<{run.kind}>"

    def holder(self, *, role: str | None = None) -> Actor:
        """The demo login whose turn it is."""
        here = situation_of(self.booking, self.at)
        reached = {user.username for official in here.officials for user in official.users}
        for username in sorted(usernames(self.office.code), key=lambda name: name not in reached):
            who = actor(username, self.at)
            if (role is None or who.role == role) and not_holder(who, here) is None:
                return who
        raise AssertionError(f"nobody holds {self.step}")

    def act(self, action: str, *, by: str | Actor | None = None, minutes: int = 5, **data: Any) -> Event:
        """Take an action as its holder, every required field filled that ``data`` does not give."""
        self.at += timedelta(minutes=minutes)
        who = actor(f"{by}.{self.office.code}", self.at) if isinstance(by, str) else by or self.holder()
        here = situation_of(self.booking, self.at)
        filled = {**fill(form_for(here, action, by=who, data=None), who, self.office, self.at), **data}
        event = advance(
            self.booking, action, by=who, data=filled, at=self.at, step_run=here.run.pk if here.run else None
        )
        self.booking = Booking.objects.get(pk=self.booking.pk)
        return event

    def until(self, step: str) -> "Walk":
        """Go along the first closing action of each step until one opens, at most 30 steps."""
        for _turn in range(30):
            if self.step == step:
                return self
            run = self.run
            if run is None:
                break
            self.onward(run)
        raise AssertionError(f"never reached {step}, stands at {self.step}")

    def onward(self, run: StepRun) -> None:
        from vidcon_portal.procedures.choices import Kind

        kind = Kind(run.kind)
        if kind == Kind.EXECUTE:
            self.run_sessions()
            return
        pending = list(run.assignments.filter(confirmed_at__isnull=True))
        for assignment in pending:
            if run.step and run.step.all_of:
                self.act(kind.onward_action, by=self.holder(role=assignment.role))
            else:
                self.act(kind.onward_action)
                return

    def run_sessions(self) -> None:
        """Start and finish each session at its hour."""
        for session in self.booking.sessions.filter(status="planned").order_by("starts_at"):
            self.at = session.starts_at
            self.act("start", minutes=0, session=session.pk)
            self.at = session.ends_at
            self.act("finish", minutes=0, session=session.pk)


def live(booking: Booking) -> QuerySet[Allocation]:
    """What the request occupies now."""
    return Allocation.objects.filter(booking=booking, state__in=("held", "confirmed"))


def default_mode(service: Service) -> str:
    return "host" if "host" in service.modes else service.modes[0]


def usernames(office: str) -> list[str]:
    return [f"{lane.code}.{office}" for lane in LANES[office]] + [f"pemohon.{office}"]


def fill(form: forms.Form, by: Actor, office: Office, at: datetime) -> dict[str, Any]:
    """Something sensible in every required field, and in whatever the form already proposes."""
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        proposed = form.get_initial_for_field(field, name)
        if name == "pin":
            data[name] = PIN
        elif proposed not in (None, "", []) and not isinstance(field, SessionsField):
            data[name] = getattr(proposed, "pk", proposed)
        elif field.required and not isinstance(field, SessionsField):
            data[name] = something(field, by, office, at)
    if "join_url" in form.fields:
        data.setdefault("join_url", "https://rapat.contoh.invalid/j/123")
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in data.items()}


def something(field: forms.Field, by: Actor, office: Office, at: datetime) -> Any:
    match field:
        case StoredFileField():
            return str(upload(by, office, at).pk)
        case forms.BooleanField():
            return True
        case forms.ModelChoiceField():
            return getattr(field.queryset.first(), "pk", "")
        case forms.MultipleChoiceField() | forms.TypedMultipleChoiceField():
            return [field.choices[0][0]]
        case forms.ChoiceField():
            return next(value for value, _label in field.choices if value)
        case forms.IntegerField():
            return 1
        case forms.URLField():
            return "https://rapat.contoh.invalid/j/123"
        case forms.DateTimeField():
            return (at + timedelta(hours=1)).isoformat()
        case forms.DateField():
            return at.date().isoformat()
        case forms.CharField():
            return "Diisi untuk uji"
    raise AssertionError(f"no idea how to fill {field!r}")
