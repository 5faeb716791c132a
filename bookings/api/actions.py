"""Taking an action on a request: the engine's door, with the JSON of its forms."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from bookings.models import Booking, Event
from bookings.officials import officials_for
from bookings.permissions import may_record, may_see_internal
from bookings.queries import event_view, step_view
from bookings.workflow.acceptance import form_for
from bookings.workflow.engine import advance
from bookings.workflow.forms import SECRETS
from bookings.workflow.legality import Possibility, Situation, record_refusal, refusal_of, situation_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.idempotency import Keep, answer_once
from vidcon_portal.json_schema import form_schema, readable
from vidcon_portal.problems import incomplete
from vidcon_portal.procedures.choices import Action, Kind

from .found import find_booking, office_time
from .shapes import Deed, Done, as_json

router = Router(tags=["Permohonan"])

LATE_ENTRIES = frozenset({Action.START, Action.LOG, Action.FINISH})
"""What an officer without a connection writes down first and sends later."""

LATEST_ENTRY = timedelta(hours=24)


@router.post("/bookings/{ticket}/actions/{action}", response=Done, summary="Jalankan tindakan")
def take_action(request: HttpRequest, ticket: str, action: str, payload: Deed) -> Any:
    """``occurred_at`` alone: start, log and finish of an event, up to 24 hours ago. With ``evidence``: the registrar
    records what the official decided on paper at that moment."""
    actor, at = actor_of(request), timezone.now()
    booking = find_booking(request, ticket)
    with office_time(booking.office):
        occurred_at = _moment(payload.occurred_at, at)
        here = situation_of(booking, occurred_at or at)
        by, recorder, evidence = actor, None, None
        if payload.evidence is not None and may_record(actor, booking) and refusal_of(actor, here, action) is not None:
            by, recorder = _official(here, at) or actor, actor
            evidence = _evidence(payload.evidence, actor)
        elif occurred_at is not None:
            _refuse_old_entry(here, action, occurred_at, at)
        if recorder is None and payload.step_run in (None, here.run.pk if here.run else None):
            _refuse_before_the_pin(here, action, by)
        data = _readable(here, action, by, payload.data)

        def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
            body: dict[str, Any] = {}

            def write_answer(event: Event) -> None:
                body.update(_done(booking, event, actor, at))
                keep(HTTPStatus.OK, body)

            advance(
                booking,
                action,
                by=by,
                data=data,
                step_run=payload.step_run,
                at=occurred_at or at,
                recorded_by=recorder,
                evidence=evidence,
                and_then=write_answer,
            )
            return HTTPStatus.OK, body

        return answer_once(request, effect, user=user_of(request), at=at, content=_without_secrets(payload))


def possible_actions(
    booking: Booking, actor: Actor, found: Iterable[Possibility], at: datetime
) -> list[dict[str, Any]]:
    """Every action that exists now; the form's schema for who may take it, or may record it from paper."""
    here = situation_of(booking, at)
    records = may_record(actor, booking)
    official = _official(here, at) if records else None
    listed = []
    for each in found:
        fields = None
        if each.allowed:
            fields = form_schema(form_for(here, each.action, by=actor))
        elif official is not None and not each.is_move and record_refusal(actor, here, each.action, at) is None:
            fields = form_schema(form_for(here, each.action, by=official, signed=False))
        listed.append(
            {
                "action": each.action,
                "label": str(each.label),
                "allowed": each.allowed,
                "why_not": each.why_not,
                "fields": fields,
            }
        )
    return listed


def _without_secrets(payload: Deed) -> bytes:
    """What makes a repeated request the same one: not even a hash of what a signer typed is kept."""
    data = {name: value for name, value in payload.data.items() if name not in SECRETS}
    return json.dumps([payload.model_dump(mode="json", exclude={"data"}), data], sort_keys=True, default=str).encode()


def _moment(given: datetime | None, at: datetime) -> datetime | None:
    if given is None:
        return None
    moment = given if given.tzinfo else timezone.make_aware(given)
    if moment > at:
        raise incomplete("occurred_at", _("Waktu ini belum terjadi. Periksa tanggal dan jamnya."))
    return moment


def _refuse_old_entry(here: Situation, action: str, occurred_at: datetime, at: datetime) -> None:
    if here.run is None or here.run.kind != Kind.EXECUTE or action not in LATE_ENTRIES:
        raise incomplete("occurred_at", _("Tindakan ini selalu dicatat pada saat dijalankan."))
    if at - occurred_at > LATEST_ENTRY:
        raise incomplete("occurred_at", _("Catatan susulan paling lama 24 jam. Hubungi admin kantor."))


def _refuse_before_the_pin(here: Situation, action: str, by: Actor) -> None:
    """A stranger hears that it is not his, not that his PIN is missing; the engine asks again under the lock."""
    if (refusal := refusal_of(by, here, action)) is not None:
        raise refusal.error(refusal.sentence)


def _official(here: Situation, at: datetime) -> Actor | None:
    """Who decides at the open step: the first official whom it reaches, wearing that hat."""
    if here.run is None:
        return None
    for official in officials_for(here.booking, at=at, run=here.run):
        for appointment in official.appointments:
            return Actor(user=appointment.user, appointment=appointment)
    return None


def _evidence(identifier: UUID, recorder: Actor) -> StoredFile:
    stored = StoredFile.objects.filter(pk=identifier, uploaded_by=recorder.user).first()
    if stored is None:
        raise incomplete("evidence", _("Berkas tidak ditemukan. Unggah lagi."))
    return stored


def _readable(here: Situation, action: str, by: Actor, data: dict[str, Any]) -> dict[str, Any]:
    """As the form can read it; an action that does not exist is left to the engine's sentence."""
    if refusal_of(by, here, action) is not None:
        return data
    return readable(form_for(here, action, by=by), data)


def _done(booking: Booking, event: Event, actor: Actor, at: datetime) -> dict[str, Any]:
    fresh = Booking.objects.select_related("office").get(pk=booking.pk)
    done = {
        "ticket": fresh.ticket,
        "status": fresh.status,
        "decision": fresh.decision,
        "step": step_view(situation_of(fresh, at)),
        "event": event_view(event, fresh.office.tz, internal=may_see_internal(actor, fresh)),
    }
    return as_json(Done.model_validate(done))
