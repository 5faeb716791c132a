"""Whom a leader's event would displace, before anybody decides it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema

from bookings.workflow.legality import refusal_of, situation_of
from bookings.workflow.moves.displacing import Displace, line_of, preview_displacement, visible_ids
from vidcon_portal.api_auth import actor_of

from .found import find_booking, office_time
from .shapes import AlternativeOut, alternative_json

router = Router(tags=["Permohonan"])


class VictimOut(Schema):
    """``ticket``, ``title`` and ``agency`` are empty for a case that you may not see; ``id`` names it all the same."""

    id: int
    ticket: str
    title: str
    agency: str
    when: str
    units: list[str]
    fate: str
    answer: str
    options: list[AlternativeOut]


class DisplacementOut(Schema):
    seen: str
    victims: list[VictimOut]


@router.get("/bookings/{ticket}/displacement", response=DisplacementOut, summary="Siapa yang akan digeser")
def read_displacement(request: HttpRequest, ticket: str, displaced: Query[list[int]] = []) -> Any:  # noqa: B006 - ninja copies it
    """Send ``seen`` with the action ``displace``: what has changed by then is refused with type ``changed``."""
    actor, at = actor_of(request), timezone.now()
    booking = find_booking(request, ticket)
    with office_time(booking.office):
        if (refusal := refusal_of(actor, situation_of(booking, at), Displace.name)) is not None:
            raise refusal.error(refusal.sentence)
        found = preview_displacement(booking, at=at, wanted=displaced)
        known = visible_ids([each.booking for each in found.victims], actor)
        victims = []
        for each in found.victims:
            is_known = each.booking.pk in known
            line = line_of(each, known=is_known, at=at)
            victims.append(
                {
                    "id": each.booking.pk,
                    "ticket": each.booking.ticket if is_known else "",
                    "title": each.booking.title if is_known else "",
                    "agency": line.agency,
                    "when": line.when,
                    "units": list(dict.fromkeys(row.resource.name for row in each.freed)),
                    "fate": each.fate.value,
                    "answer": line.answer,
                    "options": [alternative_json(option, booking.office.tz) for option in each.options],
                }
            )
        return {"seen": found.digest, "victims": victims}
