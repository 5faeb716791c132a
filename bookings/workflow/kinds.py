"""The one table through which the workflow reaches the other wings: kind → dotted path."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

from django.forms import Form
from django.utils.module_loading import import_string

from bookings.models import Booking
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Kind

from .forms import ActionForm
from .outcome import Aside, Deed
from .step_kind import StepKind

KINDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SUBMIT: "bookings.kinds.submit.Submit",
        Kind.COMPLETE: "bookings.kinds.submit.Complete",
        Kind.REGISTER: "bookings.kinds.register.Register",
        Kind.DISPOSE: "bookings.kinds.dispose.Dispose",
        Kind.CHOOSE_ALTERNATIVE: "bookings.kinds.choose.ChooseAlternative",
        Kind.ACKNOWLEDGE: "bookings.kinds.acknowledge.Acknowledge",
        Kind.CHECK_DATA: "verification.kinds.check.CheckData",
        Kind.CHECK_RESOURCES: "verification.kinds.check.CheckResources",
        Kind.COORDINATE: "verification.kinds.coordinate.Coordinate",
        Kind.PROVISION: "verification.kinds.provision.Provision",
        Kind.HAND_OVER: "verification.kinds.hand_over.HandOver",
        Kind.DRAFT_REPLY: "verification.kinds.reply.DraftReply",
        Kind.APPROVE_REPLY: "verification.kinds.reply.ApproveReply",
        Kind.SEND_REPLY: "verification.kinds.reply.SendReply",
        Kind.PREPARE: "verification.kinds.prepare.Prepare",
        Kind.TRIAL: "verification.kinds.trial.TrialRun",
        Kind.EXECUTE: "reports.kinds.execute.Execute",
        Kind.REPORT: "reports.kinds.report.FileReport",
    }
)

SIDE_ANSWER = "verification.papers.draft_side_reply"
"""Drafts the letter beside the case when a move, not a check, has decided (DESIGN §3.5)."""


REPLY_WORDS = "verification.kinds.reply.words_form"
"""The form with the words of a reply beside the case."""


def words_form(booking: Booking, *, by: Actor, at: datetime, data: Any = None) -> Form:
    """The words of the reply that is being drafted; ``reword()`` writes what the form holds."""
    form: Form = import_string(REPLY_WORDS)(booking, by=by, at=at, data=data)
    return form


def answer_beside_the_case(booking: Booking, *, by: Actor, at: datetime, reason: str) -> None:
    """Draft the reply that no SOP row asks for, where the office wants one."""
    import_string(SIDE_ANSWER)(booking, by=by, at=at, reason=reason)


SIDE_OFFER = "verification.offer_letters.draft_side_offer"
"""Drafts the letter beside the case that offers a displaced agency other times."""


def offer_beside_the_case(booking: Booking, aside: Aside, *, by: Actor, at: datetime) -> None:
    """Draft the letter that repeats on paper what a side step offers, where the office wants one."""
    import_string(SIDE_OFFER)(booking, by=by, at=at, options=aside.options, until=aside.deadline_at)


FOLLOWED = "verification.services.following.follow_case"
"""What hangs on sessions and trials in the other wings, when something else than the work of a step has changed them."""


def follow_beside_the_case(booking: Booking, *, at: datetime, is_displaced: bool) -> None:
    """Links of what will not be held are withdrawn at once; a trial that gave way has no hour any more."""
    import_string(FOLLOWED)(booking, at=at, is_displaced=is_displaced)


MEETING_FORM = "verification.kinds.provision.ProvideForm"
MEETING_WRITER = "verification.kinds.provision.write_meetings"
"""The meeting beside the path: the form of the step that makes it, and what writes it."""


def meeting_form() -> type[ActionForm]:
    form: type[ActionForm] = import_string(MEETING_FORM)
    return form


def write_meetings(deed: Deed) -> dict[str, Any]:
    """The meeting of every session to come, as the form says; what the trail keeps of it. Raises Clash for a busy account."""
    trail: dict[str, Any] = import_string(MEETING_WRITER)(deed)
    return trail


@cache
def kind_of(kind: str) -> StepKind:
    """The behaviour of a kind."""
    behaviour: StepKind = import_string(KINDS[Kind(kind)])()
    return behaviour
