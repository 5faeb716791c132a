"""Between a booking's columns and the form of the request: filling one from the other."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page
from vidcon_portal.procedures.choices import Kind, Mode

from .choices import LetterRelation, Provider, ResourceKind, SessionStatus
from .forms.booking import BookingForm
from .forms.sessions import SessionTime
from .letters import give_agenda_number, known_letter, link_letter, lock_letters
from .models import Booking, BookingLetter, IncomingLetter, Session
from .numbering import next_serial
from .scheduling.needs import POOL_LABELS
from .workflow.graph import graph_of

KIT_KINDS = (ResourceKind.EQUIPMENT, ResourceKind.KIT)

PLAIN_COLUMNS = (
    "title",
    "leader_name",
    "other_zone",
    "participants_onsite",
    "participants_online",
    "application",
    "meeting_link",
    "place",
    "layout",
    "connection_test_at",
    "equipment_note",
    "own_equipment",
    "description",
    "secrecy",
    "contact_name",
    "contact_phone",
)


def fill_booking(booking: Booking, form: BookingForm) -> None:
    """Copy the checked form into the booking's columns; saves nothing."""
    data = form.cleaned_data
    for name in PLAIN_COLUMNS:
        if name in data:
            empty: Any = 0 if name.startswith("participants") else None if name.endswith("_at") else ""
            setattr(booking, name, data[name] or empty)
    booking.secrecy = booking.secrecy or "ordinary"
    if "leader_rank" in data:
        booking.leader_rank = data["leader_rank"]
    booking.needs = needs_from(form)


def needs_from(form: BookingForm) -> list[dict[str, Any]]:
    """What was picked, beside what the mode implies; empty where nothing special was asked for."""
    data = form.cleaned_data
    room, equipment, operators = data.get("room"), data.get("equipment") or [], data.get("operators")
    skill = data.get("operator_skill") or ""
    if not (room or equipment or operators or skill):
        return []
    needs: list[dict[str, Any]] = []
    if form.mode in (Mode.HOST, Mode.ACCOUNT, Mode.STREAMING):
        needs.append(_need(ResourceKind.ACCOUNT, POOL_LABELS[ResourceKind.ACCOUNT]))
    if form.mode not in (Mode.ACCOUNT, Mode.ROOM, Mode.EQUIPMENT):
        minimum = (form.procedure.min_officers if form.procedure else None) or 1
        needs += _people(operators or minimum, required=operators or 1, skill=skill)
    if room:
        needs.append({**_need(ResourceKind.ROOM, room.name), "resource": room.pk})
    kits = {unit.pk for unit in equipment if unit.kind == ResourceKind.KIT}
    needs += [
        {**_need(ResourceKind(unit.kind), unit.name), "resource": unit.pk}
        for unit in equipment
        if unit.kit_id not in kits  # the set brings it along
    ]
    return needs


def _people(count: int, *, required: int, skill: str) -> list[dict[str, Any]]:
    """Officers of the office, so many of whom must be there; with a ``skill`` one of those masters it."""
    label = POOL_LABELS[ResourceKind.PERSON]
    if not skill:
        return [{**_need(ResourceKind.PERSON, label, count), "required": required}]
    needs = [{**_need(ResourceKind.PERSON, label), "required": 1, "skill": skill}]
    if count > 1:
        needs.append({**_need(ResourceKind.PERSON, label, count - 1), "required": required - 1})
    return needs


def _need(kind: ResourceKind, label: str, quantity: int = 1) -> dict[str, Any]:
    return {"kind": kind, "label": label, "quantity": quantity, "provided_by": Provider.OFFICE}


def write_sessions(booking: Booking, times: list[SessionTime]) -> None:
    """Create the sessions of a booking that has none; sets its bounds, which the caller saves."""
    Session.objects.bulk_create(
        Session(
            booking=booking,
            number=number,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            open_ended=each.open_ended,
            place=each.place or booking.place,
        )
        for number, each in enumerate(times, start=1)
    )
    booking.first_session_start = times[0].starts_at
    booking.last_session_end = max(each.ends_at for each in times)


def write_letter(booking: Booking, form: BookingForm, *, by: Actor, at: datetime) -> IncomingLetter:
    """Enter the letter, or link its entry where another request brought it.

    Without a register step the agenda number is given at once (DESIGN §3.3).
    """
    data = form.cleaned_data
    owed = bool(data.get("letter_owed"))
    number, dated_on, file = data.get("letter_number") or "", data.get("letter_date"), data.get("letter_file")
    is_agenda_due = booking.procedure_id is None or not graph_of(booking.procedure_id).has_kind(Kind.REGISTER)
    lock_letters(booking.agency)
    known = None if owed else known_letter(booking, number=number, dated_on=dated_on, by=by)
    if known is not None:
        link_letter(booking, known, file=file)
        if is_agenda_due:
            give_agenda_number(known, at=at)
        return known
    letter = IncomingLetter(
        office=booking.office,
        sender=booking.agency,
        number=number,
        dated_on=dated_on,
        received_at=at,
        subject=f"Permohonan fasilitasi video conference: {booking.title}"[:300],
        channel=form.channel,
        srikandi_number=data.get("srikandi_number") or "",
        file=file,
        is_owed=owed,
    )
    if is_agenda_due:
        letter.agenda_number, letter.agenda_year = next_serial(booking.office, RegisterKind.INCOMING, at=at)
    letter.save()
    BookingLetter.objects.create(booking=booking, letter=letter, relation=LetterRelation.MAIN)
    return letter


def main_letter(booking: Booking) -> IncomingLetter | None:
    """The letter that asks for it; one query, one a page."""
    link = on_page(("main letter", booking.pk), lambda: _main_link().first(booking=booking.pk))
    return link.letter if link else None


@kept
def _main_link() -> QuerySet[BookingLetter]:
    links = BookingLetter.objects.filter(booking=Given("booking"), relation=LetterRelation.MAIN)
    return links.select_related("letter__file", "letter__sender").order_by("pk")[:1]


def values_of(booking: Booking) -> dict[str, Any]:
    """The booking in the shape that ``BookingForm`` reads: for completion, and for "ajukan lagi"."""
    letter = main_letter(booking)
    planned = booking.sessions.exclude(status__in=(SessionStatus.CANCELLED, SessionStatus.NOT_HELD)).order_by(
        F("number")
    )
    values: dict[str, Any] = {
        name: value.isoformat() if hasattr(value := getattr(booking, name), "isoformat") else value
        for name in PLAIN_COLUMNS
    }
    values["leader_rank"] = booking.leader_rank
    values["sessions"] = [
        {
            "starts_at": each.starts_at.astimezone(booking.office.tz).isoformat(),
            "ends_at": each.ends_at.astimezone(booking.office.tz).isoformat(),
            "open_ended": each.open_ended,
            "place": each.place if each.place != booking.place else "",
        }
        for each in planned
    ]
    picked = [need for need in booking.needs if need.get("resource")]
    values["room"] = next((n["resource"] for n in picked if n["kind"] == ResourceKind.ROOM), None)
    values["equipment"] = [n["resource"] for n in picked if n["kind"] in KIT_KINDS]
    people = [need for need in booking.needs if need["kind"] == ResourceKind.PERSON]
    required = sum(need.get("required", 1) for need in people)
    values["operators"] = required if required > 1 else None
    values["operator_skill"] = next((need["skill"] for need in people if need.get("skill")), None)
    if letter is not None:
        values |= {
            "letter_number": letter.number,
            "letter_date": letter.dated_on.isoformat() if letter.dated_on else None,
            "letter_file": str(letter.file_id) if letter.file_id else None,
            "srikandi_number": letter.srikandi_number,
            "letter_owed": letter.is_owed,
        }
    return {name: value for name, value in values.items() if value not in (None, "", [])}
