"""The only door through which a booking moves: the only writer of Event, StepRun, RowRun, OverallRun and state."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.choices import Decision, Repercussion, Status
from bookings.errors import AlreadyHandled, NotYours
from bookings.models import Booking, Event, StepRun
from bookings.notifications import announce
from bookings.services.files import claim_files
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.wording import official_language
from vidcon_portal.once import one_deed
from vidcon_portal.procedures.choices import Action, Kind

from . import row_clock
from .acceptance import (
    Wish,
    accept,
    also_locked,
    asks_signature,
    begin_signing_paper,
    brought_back,
    check_pin_first,
    read_again,
    signs_outside,
)
from .confirmation import confirm_at
from .forms import ActionForm
from .graph import graph_of
from .kinds import answer_beside_the_case, follow_beside_the_case, kind_of, offer_beside_the_case
from .legality import Situation, my_assignment, situation_of
from .moves import MOVES
from .outcome import Aside, Consequence, Deed, Finish, Follow, Jump, Outcome, OutsideSignature, Resume, Stay
from .signatures import outside_signature, returned_signature
from .steps import close_step, decide, finish_booking, open_side_step, open_step, status_after
from .timers import set_lapse_timer
from .trail import record_event

CONFIRMING_ACTIONS = frozenset(
    {Kind(kind).onward_action for kind in Kind} | {Action.ACCEPT_PARTLY, Action.PASS_WITH_NOTES}
)
"""With which a ``confirms`` step turns held allocations into confirmed ones."""


def advance(
    booking: Booking,
    action: str,
    *,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    step_run: int | None = None,
    at: datetime | None = None,
    recorded_by: Actor | None = None,
    evidence: StoredFile | None = None,
    and_then: Callable[[Event], None] | None = None,
) -> Event:
    """Take one action on a booking: all of it, or nothing.

    Locks the booking, reads it again, asks ``why_not``, checks the form, writes, opens what follows
    and queues notices in one transaction. ``step_run`` is the open step that the caller saw; the
    second of two clicks gets ``AlreadyHandled``. With ``recorded_by`` and ``evidence`` TU records what
    ``by`` decided elsewhere at ``at``; no PIN is asked then. ``and_then`` runs last in the same
    transaction (a kept answer of the API). Raises ``DomainError``; nothing is written.
    """
    moment = at or timezone.now()
    given: Any = dict(data or {}) if not hasattr(data, "getlist") else data
    wish = Wish(booking, action, by, given, step_run, moment, recorded_by, evidence)
    seen = situation_of(booking, moment)
    is_signed = False
    with ExitStack() as outside:
        signature = None
        if step_run is None or (seen.run is not None and seen.run.pk == step_run):
            is_signed = check_pin_first(seen, wish)
            if signs_outside(seen, wish):
                begin = partial(begin_signing_paper, wish)
                signature = outside.enter_context(outside_signature(begin, by=by, data=given))
                is_signed = True
            elif (brought := brought_back(seen, wish)) is not None:
                signature = outside.enter_context(returned_signature(*brought, by=by))
        with transaction.atomic(), one_deed():
            here, form, others = accept(wish, also=also_locked(seen, action, by), signature=signature)
            if not is_signed and asks_signature(here, wish):
                # It became possible between our look and our lock: no PIN was checked for it.
                raise AlreadyHandled(_("Keadaannya baru saja berubah. Muat ulang halaman, lalu tanda tangani lagi."))
            giver = recorded_by or by
            internal = here.node is not None and here.node.is_office_step
            claim_files(here.booking, form.cleaned_data.items(), by=giver, at=moment, internal=internal)
            claim_files(here.booking, [("evidence", evidence)], by=giver, at=moment, internal=True)
            with official_language():
                event = _perform(here, wish, form=form, signature=signature, others=others)
            if and_then is not None:
                and_then(event)
    read_again(booking)
    return event


def _perform(
    here: Situation,
    wish: Wish,
    *,
    form: ActionForm,
    signature: OutsideSignature | None,
    others: tuple[Booking, ...] = (),
) -> Event:
    action, by, recorded_by = wish.action, wish.by, wish.recorded_by
    booking = here.booking
    if booking.is_draft:
        return _submit(here, by=by, form=form, recorded_by=recorded_by)
    if here.graph is None:
        raise NotYours(_("Permohonan ini belum punya SOP."))
    deed = Deed(
        booking=booking,
        graph=here.graph,
        run=here.run,
        node=here.node,
        action=action,
        by=by,
        form=form,
        at=here.at,
        recorded_by=recorded_by.user if recorded_by else None,
        evidence=wish.evidence,
        signature=signature,
        others=others,
    )
    move = MOVES.get(action)
    if move is not None:
        outcome = move.perform(deed)
    else:
        assignment = my_assignment(by, here)
        if assignment is not None and _needs_more_confirmations(here, assignment.pk):
            outcome = kind_of(here.run.kind).perform(deed)  # type: ignore[union-attr]
            if isinstance(outcome.then, Follow):
                _confirm(assignment, here.at)
                outcome = Outcome(Stay(), trail=outcome.trail)
        else:
            outcome = kind_of(here.run.kind).perform(deed)  # type: ignore[union-attr]
            if assignment is not None and isinstance(outcome.then, Follow):
                _confirm(assignment, here.at)
    return _apply(deed, outcome)


def _needs_more_confirmations(here: Situation, assignment_id: int) -> bool:
    """Under ``all_of`` only the last role's action closes the step."""
    if here.node is None or not here.node.all_of or here.run is None:
        return False
    return here.run.assignments.filter(confirmed_at__isnull=True).exclude(pk=assignment_id).exists()


def _confirm(assignment: Any, at: datetime) -> None:
    assignment.confirmed_at = at
    assignment.save(update_fields=["confirmed_at"])


def _submit(here: Situation, *, by: Actor, form: ActionForm, recorded_by: Actor | None) -> Event:
    """Pin the SOP, give the ticket, write the first step, which is done: a draft has no StepRun."""
    booking, at = here.booking, here.at
    kind = kind_of(Kind.SUBMIT)
    kind.prepare_submission(booking, form, by=by, at=at)  # type: ignore[attr-defined]
    assert booking.procedure_id is not None
    graph = graph_of(booking.procedure_id)
    booking.status = Status.OPEN
    action = Kind.SUBMIT.onward_action
    run = open_step(booking, graph, graph.first, at, is_new=True, result=action)
    deed = Deed(
        booking=booking,
        graph=graph,
        run=run,
        node=graph.first,
        action=action,
        by=by,
        form=form,
        at=at,
        recorded_by=recorded_by.user if recorded_by else None,
    )
    outcome = kind.perform(deed)
    booking.save()
    return _apply(deed, outcome)


def _apply(deed: Deed, outcome: Outcome) -> Event:
    """Write the event, then close and open as the outcome says, then tell people."""
    booking = deed.booking
    ends = booking.last_session_end
    if outcome.decision is not None:
        decide(booking, outcome.decision, outcome.decision_note)
    event = record_event(
        booking,
        deed.action,
        by=deed.by,
        at=deed.at,
        recorded_at=timezone.now() if deed.recorded_by else deed.at,
        run=deed.run,
        node=deed.node,
        data=outcome.trail,
        recorded_by=deed.recorded_by,
        evidence=deed.evidence,
        is_first=deed.begins_case,
    )
    opened = _follow_up(deed, outcome)
    _follow_times(deed, before=ends)
    if outcome.decision is not None and (deed.action in MOVES or deed.action == Action.DECLINE):
        answer_beside_the_case(booking, by=deed.by, at=deed.at, reason=outcome.decision_note)
    is_displaced = deed.action in Repercussion
    if is_displaced or deed.action in MOVES or outcome.decision in (Decision.REFUSED, Decision.FULL):
        follow_beside_the_case(booking, at=deed.at, is_displaced=is_displaced)
    announce(booking, event, opened=opened, also=outcome.tell)
    for consequence in outcome.consequences:
        _apply_consequence(deed, consequence)
    return event


def _apply_consequence(deed: Deed, consequence: Consequence) -> None:
    """The same door for the other case: its own event, steps, clock, timers, notices and letter."""
    booking = consequence.booking
    assert any(booking is each for each in deed.others)
    there = situation_of(booking, deed.at)
    assert there.graph is not None
    theirs = Deed(
        booking=booking,
        graph=there.graph,
        run=there.run,
        node=there.node,
        action=consequence.action,
        by=deed.by,
        form=deed.form,
        at=deed.at,
    )
    _apply(theirs, consequence.outcome)
    then = consequence.outcome.then
    if isinstance(then, Aside) and then.options:
        offer_beside_the_case(booking, then, by=deed.by, at=deed.at)


def _follow_times(deed: Deed, *, before: datetime | None) -> None:
    """A session ran longer: the report's due time and the lapse timer follow its new end."""
    booking = deed.booking
    if deed.action in MOVES or deed.node is None or deed.node.kind == Kind.EXECUTE:
        booking.refresh_from_db(fields=["first_session_start", "last_session_end", "hold"])
    if booking.last_session_end == before or deed.action not in (Action.EXTEND, Action.FINISH):
        return
    set_lapse_timer(booking)
    row_run = row_clock.open_row_run(booking)
    if row_run is not None:
        row = next(row for row in deed.graph.rows if row.pk == row_run.row_id)
        row_clock.reschedule_row(booking, deed.graph, row_run, row, deed.at)


def _follow_up(deed: Deed, outcome: Outcome) -> StepRun | None:
    booking, graph, at = deed.booking, deed.graph, deed.at
    then = outcome.then
    match then:
        case Stay():
            return None
        case Follow(action=action):
            assert deed.run is not None
            assert deed.node is not None
            if deed.node.confirms and action in CONFIRMING_ACTIONS:
                confirm_at(deed)
            target = graph.follow(deed.node, action, booking.mode)
            if not deed.begins_case:
                close_step(deed.run, action, at)
            if target is None:
                finish_booking(booking, status_after(booking), at)
                return None
            return open_step(booking, graph, target, at, is_new=deed.begins_case)
        case Aside():
            return open_side_step(deed, then)
        case Resume(to_recheck=to_recheck):
            assert deed.run is not None
            interrupted = deed.run.resumes
            target = graph.recheck if to_recheck or interrupted is None else graph.step(interrupted.step_id)
            assert target is not None
            close_step(deed.run, deed.action, at)
            keep = interrupted if target.pk == (interrupted.step_id if interrupted else None) else None
            return open_step(booking, graph, target, at, keep_assignments_of=keep)
        case Jump(step=step):
            if deed.run is not None:
                close_step(deed.run, deed.action, at, interrupted=True)
            return open_step(booking, graph, step, at)
        case Finish(status=status):
            if deed.run is not None:
                close_step(deed.run, deed.action, at, interrupted=True)
            finish_booking(booking, status, at)
            return None
