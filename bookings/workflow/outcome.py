"""What an action asks of the engine: plain values; only the engine writes progress."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.forms import Form

from bookings.choices import Decision, Status
from bookings.models import Booking, StepRun
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.services.signing import SignedFile
from vidcon_portal.procedures.choices import Action, Kind

from .graph import Graph, StepNode


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing opens or closes."""


@dataclass(frozen=True, slots=True)
class Follow:
    """The open step closes with ``action``; its arrow says what opens."""

    action: str


@dataclass(frozen=True, slots=True)
class Aside:
    """The open step is interrupted for a side step of the applicant's."""

    kind: Kind
    deadline_at: datetime | None = None
    resume_to_recheck: bool = False
    options: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Resume:
    """The side step closes; the step it interrupted, or the recheck step, opens again."""

    to_recheck: bool = False


@dataclass(frozen=True, slots=True)
class Jump:
    """The open step, if any, is interrupted and another opens."""

    step: StepNode


@dataclass(frozen=True, slots=True)
class Finish:
    """The case closes there and then."""

    status: Status


@dataclass(frozen=True, slots=True)
class OutsideSignature:
    """A paper that was signed before this transaction, by a certificate or on a file that came back, and is issued in it.

    The signed bytes lie in the store; the issuing saves their row.
    """

    document: Document
    signed: SignedFile


Then = Stay | Follow | Aside | Resume | Jump | Finish


@dataclass(frozen=True, slots=True)
class Consequence:
    """What an action does to another case: an event of its own there, and what follows.

    The move named the case in ``also_locks``, so the engine holds its row.
    """

    booking: Booking
    action: str
    outcome: "Outcome"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action did, for the trail, what shall follow, and what it means for other cases."""

    then: Then
    trail: Mapping[str, Any] = field(default_factory=dict)
    decision: Decision | None = None
    decision_note: str = ""
    consequences: tuple[Consequence, ...] = ()
    tell: tuple[User, ...] = ()
    """Who must hear of it beside the next holders and the applicant: the people whose duty begins or ends."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One accepted action on a locked booking: what a kind or a move may read to do its part.

    ``form`` is the validated form; ``node`` is None in a side step and in a closed case.
    """

    booking: Booking
    graph: Graph
    run: StepRun | None
    node: StepNode | None
    action: str
    by: Actor
    form: Form
    at: datetime
    recorded_by: User | None = None
    evidence: StoredFile | None = None
    signature: OutsideSignature | None = None
    others: tuple[Booking, ...] = ()
    """Further cases whose rows the engine has locked for this action (``Move.also_locks``)."""

    @property
    def data(self) -> dict[str, Any]:
        return self.form.cleaned_data

    @property
    def begins_case(self) -> bool:
        """The submission: nothing has happened in the case before it, so nobody need look."""
        return self.action == Action.SUBMIT
