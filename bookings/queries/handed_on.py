"""What somebody has handed on and where it hangs now: open cases in which he acted and that wait for others."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q

from bookings.choices import LIVE
from bookings.models import DispositionRecipient, Event, StepAssignment, StepRun
from bookings.reach import Reach, reach_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES

from .hours import begins_at

MOST = 100


@dataclass(frozen=True, slots=True)
class Hanging:
    """An open step of somebody else, with who is asked; ``is_unread`` when none of them has opened the case yet.

    ``may_recall`` when the last deed was the actor's own disposition that its addressee has not read.
    """

    run: StepRun
    waits_for: tuple[StepAssignment, ...]
    may_recall: bool

    @property
    def is_unread(self) -> bool:
        return all(each.read_at is None for each in self.waits_for)


def handed_on_by(actor: Actor, *, at: datetime) -> list[Hanging]:
    """The longest waiting first, at most a hundred; three queries."""
    if actor.user is None or actor.position is None:
        return []
    reach = reach_of(actor, at=at)
    position = actor.position
    side = Q(booking__office=position.office_id) if position.office_id else Q(booking__agency=position.agency_id)
    acted = Event.objects.filter(booking=OuterRef("booking"), actor=actor.user)
    unread = DispositionRecipient.objects.filter(
        disposition__booking=OuterRef("booking"),
        disposition__from_position=position,
        disposition__recalled_at__isnull=True,
        disposition__given_at__gte=OuterRef("opened_at"),
        is_responsible=True,
        read_at__isnull=True,
    )
    pending = StepAssignment.objects.filter(confirmed_at__isnull=True).select_related("position", "agency", "user")
    runs = (
        StepRun.objects.filter(side, Exists(acted), closed_at__isnull=True, booking__status__in=LIVE)
        .annotate(may_recall=Exists(unread), begins_at=begins_at())
        .select_related("booking__agency", "booking__office", "row_run", "overall_run")
        .prefetch_related(Prefetch("assignments", queryset=pending, to_attr="pending"))
        .order_by("opened_at", "pk")[:MOST]
    )
    return [
        Hanging(run, tuple(run.pending), run.may_recall)
        for run in runs
        if not any(_is_mine(each, actor, reach) for each in run.pending)
    ]


def _is_mine(assignment: StepAssignment, actor: Actor, reach: Reach) -> bool:
    """As the inbox sees it: what stands there was not handed on."""
    position = actor.position
    if assignment.user_id is not None:
        return actor.user is not None and assignment.user_id == actor.user.pk
    if assignment.agency_id is not None:
        return position is not None and assignment.agency_id == position.agency_id and position.role in APPLICANT_ROLES
    if assignment.position_id is not None:
        return assignment.position_id in reach.positions
    return assignment.role in reach.roles
