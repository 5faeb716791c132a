"""Reading requests, and making one."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from bookings.choices import Hold, PasscodeDoor
from bookings.forms.booking import BookingForm
from bookings.inbox import waiting_cases
from bookings.models import Booking, Event
from bookings.permissions import may_owe_letter
from bookings.queries import case_view, line_view, with_progress
from bookings.scheduling.availability import find_alternatives
from bookings.services.audience import note_passcode_view
from bookings.services.drafts import create_draft, submit_draft
from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.idempotency import Keep, answer_once
from vidcon_portal.json_schema import form_schema, readable
from vidcon_portal.problems import incomplete
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.models import Service

from .actions import possible_actions
from .found import find_agency, find_booking, find_service, office_time
from .shapes import CaseOut, Created, Filters, NewBooking, Page, alternative_json

router = Router(tags=["Permohonan"])


@router.get("/bookings/schema", response=dict[str, Any], summary="Isian permohonan sebagai JSON Schema")
def read_schema(request: HttpRequest, service: str, mode: str) -> Any:
    actor, at = actor_of(request), timezone.now()
    wanted = find_service(request, service)
    if mode not in wanted.modes or mode not in Mode.values:
        raise incomplete("mode", _("Ragam layanan ini tidak disediakan."))
    with office_time(wanted.office):
        form = BookingForm(
            office=wanted.office,
            procedure=wanted.procedure_on(at.astimezone(wanted.office.tz).date()),
            mode=mode,
            at=at,
            may_owe_letter=may_owe_letter(actor, wanted.office),
        )
        return form_schema(form)


@router.post("/bookings", response={201: Created}, summary="Ajukan permohonan")
def create_booking(request: HttpRequest, payload: NewBooking) -> Any:
    """The draft and its submission are one transaction: what is refused leaves nothing."""
    actor, at = actor_of(request), timezone.now()
    service = find_service(request, payload.service)
    if payload.mode not in service.modes or payload.mode not in Mode.values:
        raise incomplete("mode", _("Ragam layanan ini tidak disediakan."))
    agency = find_agency(service.office, payload.on_behalf_of) if payload.on_behalf_of is not None else None

    def effect(keep: Keep) -> tuple[int, dict[str, Any]]:
        with office_time(service.office), transaction.atomic():
            booking = create_draft(
                service,
                mode=payload.mode,
                by=actor,
                at=at,
                agency=agency,
                data=_readable(service, payload, at),
            )
            event, code = submit_draft(booking, by=actor, at=at, on_clash=payload.on_clash)
            booking = Booking.objects.select_related("office", "procedure").get(pk=booking.pk)
            alternatives = find_alternatives(booking, at=at) if booking.hold in (Hold.PARTIAL, Hold.WAITING) else []
            body = {
                "ticket": booking.ticket,
                "hold": booking.hold,
                "alternatives": [alternative_json(each, booking.office.tz) for each in alternatives],
                "trial_without": event.data.get("trial_without", []),
                "tracking_code": code,
            }
            keep(HTTPStatus.CREATED, body)
        return HTTPStatus.CREATED, body

    return answer_once(request, effect, user=user_of(request), at=at)


@router.get("/bookings", response=Page, summary="Daftar permohonan")
def list_bookings(request: HttpRequest, filters: Query[Filters]) -> Any:
    actor, at = actor_of(request), timezone.now()
    found = Booking.objects.submitted().visible_to(actor)
    if filters.waiting:
        found = found.filter(pk__in=waiting_cases(actor, at=at).values("pk"))
    if filters.mine:
        found = found.filter(Q(applicant=actor.user) | Q(entered_by=actor.user))
    if filters.status is not None:
        found = found.filter(status=filters.status)
    if filters.since is not None:
        since = filters.since if filters.since.tzinfo else timezone.make_aware(filters.since)
        found = found.filter(Exists(Event.objects.filter(booking=OuterRef("pk"), recorded_at__gte=since)))
    if filters.q.strip():
        found = found.filter(pk__in=Booking.objects.search(filters.q).values("pk"))
    total = found.count()
    start = (filters.page - 1) * filters.limit
    rows = with_progress(found).order_by("-submitted_at", "-pk")[start : start + filters.limit]
    return {
        "items": [line_view(each) for each in rows],
        "page": filters.page,
        "limit": filters.limit,
        "total": total,
        "pages": -(-total // filters.limit),
    }


@router.get("/bookings/{ticket}", response=CaseOut, summary="Satu permohonan dan apa yang dapat Anda lakukan")
def read_booking(request: HttpRequest, ticket: str) -> Any:
    actor, at = actor_of(request), timezone.now()
    booking = find_booking(request, ticket)
    with office_time(booking.office):
        view = case_view(booking, actor, at)
        for session in booking.sessions.filter(
            pk__in=[each.id for each in view.sessions if each.meeting is not None and each.meeting.passcode]
        ):
            note_passcode_view(session, by=actor, at=at, door=PasscodeDoor.API)
        body = {name: getattr(view, name) for name in CaseOut.model_fields if name != "actions"}
        return {**body, "actions": possible_actions(booking, actor, view.actions, at)}


def _readable(service: Service, payload: NewBooking, at: datetime) -> dict[str, Any]:
    procedure = service.procedure_on(at.astimezone(service.office.tz).date())
    form = BookingForm(office=service.office, procedure=procedure, mode=payload.mode, at=at, may_owe_letter=True)
    return readable(form, payload.data)
