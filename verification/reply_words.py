"""The words of a surat tanggapan, from the case as it stands and what its writer adds.

The passcode is never in a letter: it is shown in the portal to those who may see it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bookings.choices import Audience, Decision, Nature, ResourceKind, SessionStatus
from bookings.models import Booking, Event, Session
from bookings.models.session import sessions_of
from bookings.papers import (
    addressee,
    reference_to,
)
from bookings.permissions import leaves_the_portal
from bookings.requests import main_letter
from bookings.scheduling.availability import find_alternatives
from bookings.scheduling.zones import other_zone_of
from vidcon_portal.documents.choices import DocumentVariant
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import Change, Fact, LetterReference, Missing, ReplyLetterData
from vidcon_portal.documents.wording import clock, clock_span, day_and_date, long_date
from vidcon_portal.procedures.choices import Action

from .models import Meeting, Trial
from .queries import event_allocations

YES = frozenset({Decision.SERVED, Decision.PARTLY})
NO = frozenset({Decision.REFUSED, Decision.FULL})

VARIANT_OF = {
    Decision.SERVED: DocumentVariant.CAN,
    Decision.PARTLY: DocumentVariant.PARTLY,
    Decision.REFUSED: DocumentVariant.CANNOT,
    Decision.FULL: DocumentVariant.INFORMATION,
    Decision.NONE: DocumentVariant.CAN,
}

COMMON_CONDITION = (
    "Perubahan waktu atau tempat agar disampaikan melalui Portal Vidcon "
    "paling lambat 1 (satu) hari kerja sebelum pelaksanaan."
)


@dataclass(frozen=True, slots=True)
class ReplyText:
    """What people word in a reply; everything else comes from the case."""

    conditions: tuple[str, ...] = ()
    closing_notes: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    reason: str = ""
    suggestion: str = ""
    information: str = ""
    copies: tuple[str, ...] = ()

    @classmethod
    def of(cls, data: ReplyLetterData) -> Self:
        return cls(
            data.conditions,
            data.closing_notes,
            data.missing,
            data.reason,
            data.suggestion,
            data.information,
            data.copies,
        )


def body_of(document: Document) -> ReplyLetterData:
    return ReplyLetterData.from_json(document.context["body"])


def reply_data(
    booking: Booking, decision: Decision, *, text: ReplyText, earlier: Document | None = None
) -> ReplyLetterData:
    """The whole letter: the case's facts and the given words."""
    letter = main_letter(booking)
    details = details_of(booking) if decision not in NO else request_facts(booking)
    data = ReplyLetterData(
        variant=VARIANT_OF[decision],
        recipient=addressee(booking.agency),
        recipient_place=booking.office.city,
        request=reference_to(letter),
        nature=str(Nature(letter.nature).label) if letter else str(Nature.ORDINARY.label),
        activity=booking.title,
        details=tuple(details),
        conditions=text.conditions,
        missing=text.missing,
        alternatives=(),
        reason=text.reason,
        suggestion=text.suggestion,
        information=text.information,
        closing_notes=text.closing_notes,
        copies=text.copies,
    )
    return _after_an_earlier_yes(data, earlier, decision) if earlier is not None else data


def _after_an_earlier_yes(data: ReplyLetterData, earlier: Document, decision: Decision) -> ReplyLetterData:
    """A letter of change or of cancellation, when a yes went out before."""
    former = body_of(earlier)
    if former.variant not in (DocumentVariant.CAN, DocumentVariant.PARTLY, DocumentVariant.CHANGE):
        return data
    reference = LetterReference(earlier.number, long_date(earlier.date) if earlier.date else "", former.subject)
    if decision in NO:
        return replace(
            data,
            variant=DocumentVariant.CANCELLATION,
            subject="Pembatalan Fasilitasi Video Conference",
            earlier=reference,
            reason=data.reason or data.information,
        )
    if decision == Decision.PARTLY:
        return data
    return replace(
        data,
        variant=DocumentVariant.CHANGE,
        subject="Perubahan Fasilitasi Video Conference",
        earlier=reference,
        changes=tuple(_changes(former.details, data.details)),
    )


def _changes(before: Iterable[Fact], after: Iterable[Fact]) -> Iterable[Change]:
    now = {fact.label: fact.value for fact in after}
    was = {fact.label: fact.value for fact in before}
    for label in dict.fromkeys([*was, *now]):
        if was.get(label, "-") != now.get(label, "-"):
            yield Change(label, was.get(label, "-"), now.get(label, "-"))


def default_text(
    booking: Booking, decision: Decision, *, at: datetime, reason: str = "", struck: Sequence[str] = ()
) -> ReplyText:
    """The usual words for a decision; the officer may change them."""
    why = reason or booking.decision_note
    if decision == Decision.FULL:
        return ReplyText(information=_information(booking, why), suggestion=_other_times(booking, at))
    if decision == Decision.REFUSED:
        return ReplyText(reason=why or "sumber daya kami pada waktu tersebut tidak mencukupi")
    missing = (
        tuple(Missing(label, booking.agency.name) for label in (struck or _struck_before(booking)))
        if decision == Decision.PARTLY
        else ()
    )
    if decision == Decision.PARTLY and not missing and why:
        missing = (Missing(why),)
    return ReplyText(conditions=(COMMON_CONDITION,), missing=missing)


def _information(booking: Booking, reason: str) -> str:
    days = dict.fromkeys(
        day_and_date(session.starts_at.astimezone(booking.office.tz).date()) for session in booking.sessions.all()
    )
    sentence = (
        f"seluruh jadwal fasilitasi pada {', '.join(days)} telah terisi "
        "sehingga permohonan dimaksud belum dapat kami layani"
    )
    return f"{sentence}. {reason[:1].upper()}{reason[1:]}" if reason else sentence


def _other_times(booking: Booking, at: datetime) -> str:
    labels = [each.label for each in find_alternatives(booking, at=at)]
    return f"Waktu yang masih kosong: {'; '.join(labels)}" if labels else ""


def _struck_before(booking: Booking) -> list[str]:
    event = Event.objects.filter(booking=booking, action=Action.ACCEPT_PARTLY).order_by("-number").first()
    return list(event.data.get("struck_labels", ())) if event else []


def details_of(booking: Booking) -> list[Fact]:
    """When, where, with what and by whom; never the passcode."""
    rows = event_allocations(booking)
    people = dict.fromkeys(
        f"{row.resource.name} ({row.resource.user.phone})"
        if row.resource.user is not None and row.resource.user.phone
        else row.resource.name
        for row in rows
        if row.resource.kind == ResourceKind.PERSON
    )
    kit = dict.fromkeys(row.resource.name for row in rows if row.resource.kind == ResourceKind.EQUIPMENT)
    rooms = dict.fromkeys(row.resource.name for row in rows if row.resource.kind == ResourceKind.ROOM)
    meeting = (
        Meeting.objects.filter(session__booking=booking, withdrawn_at__isnull=True).order_by("session__number").first()
    )
    facts = [
        *request_facts(booking),
        Fact("Tempat", ", ".join(dict.fromkeys(filter(None, [*rooms, booking.place])))),
        Fact("Aplikasi", (meeting.platform if meeting else "") or booking.application),
        *_ways_in(booking, meeting),
        Fact("Uji coba", _trial_time(booking)),
        Fact("Petugas", ", ".join(people)),
        Fact("Peralatan dari kami", ", ".join(kit)),
        Fact("Peralatan dari Saudara", booking.own_equipment),
    ]
    return [fact for fact in facts if fact.value]


def _ways_in(booking: Booking, meeting: Meeting | None) -> list[Fact]:
    """As the request's rule allows: nothing, the ID, or the link too."""
    if meeting is None:
        return []
    if booking.audience == Audience.OFFICE:
        return [Fact("Ruang rapat daring", "dibuka oleh petugas kami")]
    return [
        Fact("ID rapat", meeting.meeting_id, code=True),
        Fact("Tautan", meeting.join_url if leaves_the_portal(booking) else ""),
        Fact("Kata sandi", "disampaikan terpisah melalui Portal Vidcon" if meeting.passcode else ""),
    ]


def request_facts(booking: Booking) -> list[Fact]:
    """What was asked for and when."""
    sessions = [
        session
        for session in sessions_of(booking)
        if session.status not in (SessionStatus.CANCELLED, SessionStatus.NOT_HELD)
    ]
    facts = [Fact("Kegiatan", booking.title)]
    for session in sessions:
        day = day_and_date(session.starts_at.astimezone(booking.office.tz).date())
        if len(sessions) == 1:
            facts += [Fact("Hari, tanggal", day), Fact("Pukul", hours_of(session))]
        else:
            place = f", {session.place}" if session.place else ""
            facts.append(Fact(f"Sesi {session.number}", f"{day}, pukul {hours_of(session)}{place}"))
    return facts


def hours_of(session: Session) -> str:
    """The office's hours, and the same ones on the other clock where participants read one."""
    booking = session.booking
    end, zone = None if session.open_ended else session.ends_at, other_zone_of(booking)
    hours = clock_span(session.starts_at, end, booking.office.tz)
    if zone is None:
        return hours
    there = session.starts_at.astimezone(zone).date()
    is_same_day = there == session.starts_at.astimezone(booking.office.tz).date()
    day = "" if is_same_day else f"{day_and_date(there)} pukul "
    return f"{hours} ({day}{clock_span(session.starts_at, end, zone)})"


def _trial_time(booking: Booking) -> str:
    trial = Trial.objects.filter(booking=booking, verdict="", starts_at__isnull=False).order_by("starts_at").first()
    at = trial.starts_at if trial else booking.connection_test_at
    if at is None:
        return ""
    tz = booking.office.tz
    return f"{day_and_date(at.astimezone(tz).date())}, pukul {clock(at, tz)}"
