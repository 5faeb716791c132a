"""Drafts: what an agency has begun to write, kept on the server until it is submitted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Secrecy, Status
from bookings.errors import Incomplete, NotLegal, NotYours
from bookings.forms.booking import OF_SOME_MODES, BookingForm
from bookings.models import Booking, Event
from bookings.permissions import may_enter_for, may_owe_letter
from bookings.requests import values_of
from bookings.workflow.engine import advance
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import APPLICANT_ROLES
from vidcon_portal.accounts.models import Agency
from vidcon_portal.procedures.choices import Action
from vidcon_portal.procedures.models import Service

PER_REQUEST = (
    "letter_number", "letter_date", "letter_file", "letter_owed", "srikandi_number", "sessions", "connection_test_at",
)  # fmt: skip
"""What "ajukan lagi" does not take over."""

USUAL = ("contact_name", "contact_phone", "place", "application", "own_equipment")
"""What stays the same from one request of an agency to the next."""


def create_draft(
    service: Service,
    *,
    mode: str,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    agency: Agency | None = None,
) -> Booking:
    """A draft of the actor's agency, or of ``agency`` when TU enters it on its behalf.

    Raises ``NotYours`` for a stranger, ``Incomplete`` for a mode that the service does not have.
    """
    asking = agency or own_agency(by)
    if by.user is None or asking is None or asking.office_id != service.office_id:
        raise NotYours(_("Akun Anda belum terhubung dengan perangkat daerah yang dilayani dinas ini."))
    if own_agency(by) != asking and not may_enter_for(by, asking):
        raise NotYours(_("Anda tidak dapat mengajukan atas nama perangkat daerah itu."))
    if mode not in service.modes:
        raise Incomplete(_("Ragam layanan ini tidak disediakan."), {"mode": [_("Pilih ragam lain.")]})
    booking = Booking(
        office=service.office,
        service=service,
        mode=mode,
        agency=asking,
        applicant=by.user,
        entered_by=by.user if own_agency(by) != asking else None,
        title=str((data or {}).get("title") or "")[:300] or _("Tanpa judul"),
        created_at=at,
    )
    booking.draft_data = _kept(booking, data or {}, by=by, at=at)
    with transaction.atomic():  # one write with its entry in the history
        booking.save()
    return booking


def own_agency(by: Actor) -> Agency | None:
    """The agency of the hat, if it stands on the applicant's side."""
    position = by.position
    if position is None or position.agency_id is None or position.role not in APPLICANT_ROLES:
        return None
    return position.agency


def form_of_draft(booking: Booking, *, by: Actor, at: datetime, data: Any = None, lenient: bool = False) -> BookingForm:
    """The form of a draft: bound to ``data``, else showing what was kept."""
    procedure = booking.service.procedure_on(at.astimezone(booking.office.tz).date())
    return BookingForm(
        data,
        office=booking.office,
        procedure=procedure,
        mode=booking.mode,
        at=at,
        lenient=lenient,
        may_owe_letter=may_owe_letter(by, booking.office),
        initial=None if data is not None else booking.draft_data,
    )


@transaction.atomic
def update_draft(booking: Booking, data: Any, *, by: Actor, at: datetime) -> Booking:
    """Keep what was typed, right or wrong; nothing is required of a draft.

    What another mode asked for stays, in case it is chosen again; submission reads what this mode asks for.
    """
    locked = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    _require_own_draft(locked, by)
    form = form_of_draft(locked, by=by, at=at, data=data, lenient=True)
    form.is_valid()
    hidden = {name: kept for name, kept in locked.draft_data.items() if name in OF_SOME_MODES - form.fields.keys()}
    locked.draft_data = {**hidden, **form.as_draft()}
    locked.title = str(locked.draft_data.get("title") or "")[:300] or _("Tanpa judul")
    locked.save(update_fields=["draft_data", "title"])
    return locked


@transaction.atomic
def change_mode(booking: Booking, mode: str, *, by: Actor, at: datetime) -> Booking:
    """Ask for something else in the same draft; what the new mode does not ask for is kept for the way back.

    Raises ``Incomplete`` for a mode that the service does not have.
    """
    locked = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    _require_own_draft(locked, by)
    if mode not in locked.service.modes:
        raise Incomplete(_("Ragam layanan ini tidak disediakan."), {"mode": [_("Pilih ragam lain.")]})
    locked.mode = mode
    locked.save(update_fields=["mode"])
    return locked


def usual_values(agency: Agency, *, by: Actor) -> tuple[dict[str, Any], str]:
    """What the agency's last request says that its next one will say again, and that request's ticket.

    The contact is taken over only from a request of the same person, or by TU who has no other. Secret events
    lend nothing.
    """
    past = Booking.objects.filter(agency=agency, secrecy=Secrecy.ORDINARY, submitted_at__isnull=False)
    last = past.select_related("office").order_by("-submitted_at").first()
    own = {"contact_name": by.name, "contact_phone": by.user.phone if by.user else ""} if own_agency(by) else {}
    if last is None:
        return {name: value for name, value in own.items() if value}, ""
    values = {name: getattr(last, name) for name in USUAL}
    if own and by.user is not None and last.applicant_id != by.user.pk:
        values |= own
    return {name: value for name, value in values.items() if value}, last.ticket or ""


def submit_draft(booking: Booking, *, by: Actor, at: datetime, on_clash: str = "hold") -> tuple[Event, str]:
    """Submit through the engine; returns the event and the tracking code, which is shown only now."""
    from bookings.kinds.submit import remember_tracking_code

    with remember_tracking_code() as remembered:
        event = advance(booking, Action.SUBMIT, by=by, data={"on_clash": on_clash}, at=at)
    return event, remembered.code


def delete_draft(booking: Booking, *, by: Actor) -> None:
    """A draft leaves no trace: it was never submitted."""
    _require_own_draft(booking, by)
    booking.delete()


def copy_as_draft(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """ "Ajukan lagi seperti …": everything but the letter and the times."""
    values = {name: value for name, value in values_of(booking).items() if name not in PER_REQUEST}
    return create_draft(booking.service, mode=booking.mode, by=by, at=at, data=values, agency=booking.agency)


def _kept(booking: Booking, data: Any, *, by: Actor, at: datetime) -> dict[str, Any]:
    form = form_of_draft(booking, by=by, at=at, data=data, lenient=True)
    form.is_valid()
    return form.as_draft()


def _require_own_draft(booking: Booking, by: Actor) -> None:
    if booking.status != Status.DRAFT:
        raise NotLegal(_("Permohonan ini sudah diajukan; drafnya tidak dapat diubah lagi."))
    if by.user is None or by.user.pk not in (booking.applicant_id, booking.entered_by_id):
        raise NotYours(_("Draf ini bukan milik Anda."))
