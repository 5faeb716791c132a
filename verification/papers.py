"""The surat tanggapan: its words from the case, and its way through draft, initials, signature.

The passcode is never in a letter: it is shown in the portal to those who may see it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.choices import Audience, Decision, Nature, ResourceKind, SessionStatus
from bookings.errors import NotLegal
from bookings.models import Booking, Event, Session, StepRun
from bookings.models.session import sessions_of
from bookings.papers import (
    addressee,
    draft_paper,
    keep_internal,
    link_paper,
    open_to_applicant,
    paper_refusals,
    reference_to,
    sign_letter,
)
from bookings.permissions import leaves_the_portal
from bookings.requests import main_letter
from bookings.scheduling.availability import find_alternatives
from bookings.scheduling.zones import other_zone_of
from bookings.workflow.graph import graph_of
from bookings.workflow.outcome import Deed, OutsideSignature
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import DocumentKind, DocumentVariant
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.models.document import DocumentQuerySet
from vidcon_portal.documents.papers import Change, Fact, LetterReference, Missing, ReplyLetterData
from vidcon_portal.documents.services.issuing import (
    initial_document,
    return_document,
    send_document,
    supersede_document,
    update_draft,
)
from vidcon_portal.documents.wording import clock, clock_span, day_and_date, long_date
from vidcon_portal.kept import Given, kept
from vidcon_portal.procedures.choices import Action, Kind

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


# --- What stands now --------------------------------------------------------------------------------------------------


def reply_of(booking: Booking) -> Document | None:
    """The reply that counts: the open draft, else the latest that was signed."""
    return open_reply(booking) or sent_reply(booking)


def open_reply(booking: Booking) -> Document | None:
    """The draft on its way, if there is one."""
    return _open_replies().first(booking=booking.pk)


def sent_reply(booking: Booking) -> Document | None:
    """The latest signed answer; an offer of other times answers nothing yet."""
    return _sent_replies().first(booking=booking.pk)


@kept
def _open_replies() -> QuerySet[Document]:
    return _replies().open().order_by("-created_at")[:1]


@kept
def _sent_replies() -> QuerySet[Document]:
    return _replies().issued().exclude(variant=DocumentVariant.ALTERNATIVE).order_by("-signed_at")[:1]


def body_of(document: Document) -> ReplyLetterData:
    return ReplyLetterData.from_json(document.context["body"])


def _replies() -> DocumentQuerySet:
    papers = Document.objects.filter(booking_paper__booking=Given("booking"), kind=DocumentKind.REPLY_LETTER)
    return papers.select_related("office")


# --- Its way ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def draft_reply(
    booking: Booking,
    run: StepRun | None,
    *,
    by: Actor,
    at: datetime,
    text: ReplyText | None = None,
    decision: Decision | None = None,
    replies: tuple[Document | None, Document | None] | None = None,
) -> Document:
    """Write the draft, or write it anew: initials given to former words fall.

    After a signed yes a new time becomes a letter of change, a later no one of cancellation. ``text`` defaults to the
    usual words. ``replies``: the open and the sent one, for whoever has read them. Raises NotLegal when the paper is
    past editing.
    """
    decided = Decision(booking.decision) if decision is None else decision
    draft, earlier = replies or (open_reply(booking), sent_reply(booking))
    data = reply_data(booking, decided, text=text or default_text(booking, decided, at=at), earlier=earlier)
    with paper_refusals():
        if draft is not None:
            return update_draft(draft, data, by=by, at=at)
        if earlier is not None and data.variant != DocumentVariant.CHANGE:
            document = supersede_document(earlier, data, by=by, at=at)
            keep_internal(document)
            link_paper(booking, document, run=run)
            return document
        return draft_paper(booking, data, by=by, at=at, run=run)


@transaction.atomic
def initial_reply(booking: Booking, *, by: Actor, at: datetime) -> Document:
    """Put initials on the draft. Raises NotLegal without one."""
    draft = require_draft(booking)
    with paper_refusals():
        initial_document(draft, by=by, at=at)
    return draft


@transaction.atomic
def return_reply(booking: Booking, *, by: Actor, note: str, at: datetime) -> Document:
    """Hand the draft back to its writer."""
    draft = require_draft(booking)
    with paper_refusals():
        return return_document(draft, by=by, note=note, at=at)


@transaction.atomic
def sign_and_send_reply(
    booking: Booking,
    *,
    by: Actor,
    at: datetime,
    signature: OutsideSignature | None = None,
    returned: StoredFile | None = None,
) -> Document:
    """Number, sign and send: with the certificate signature made before, by the file that came back, else by the PIN."""
    draft = require_draft(booking)
    open_to_applicant(draft)
    with paper_refusals():
        return send_document(sign_letter(draft, by=by, at=at, signature=signature, returned=returned), by=by, at=at)


def require_draft(booking: Booking) -> Document:
    """The letter on its way. Raises NotLegal without one."""
    draft = open_reply(booking)
    if draft is None:
        raise NotLegal(_("Konsep surat tanggapan belum ada. Kembalikan agar disusun dahulu."))
    return draft


# --- Beside the case --------------------------------------------------------------------------------------------------


def replies_beside_the_case(booking: Booking) -> bool:
    """Whether the office answers by letter although its SOP has no row for one."""
    if not booking.office.reply_letter or booking.procedure_id is None:
        return False
    return not graph_of(booking.procedure_id).has_kind(Kind.DRAFT_REPLY)


@transaction.atomic
def draft_side_reply(
    booking: Booking,
    *,
    by: Actor,
    at: datetime,
    decision: Decision | None = None,
    reason: str = "",
    struck: Sequence[str] = (),
) -> Document | None:
    """A draft that waits for the office head beside the case; None where no letter is due or nothing changed.

    ``decision`` is the one just taken, before it stands in the row; ``struck`` names needs that are not provided.
    """
    if not replies_beside_the_case(booking):
        return None
    decided = Decision(booking.decision) if decision is None else decision
    text = default_text(booking, decided, at=at, reason=reason, struck=struck)
    draft, earlier = open_reply(booking), sent_reply(booking)
    if earlier is not None and draft is None:
        data = reply_data(booking, decided, text=text, earlier=earlier)
        if data.variant == DocumentVariant.CHANGE and not data.changes:
            return None
    return draft_reply(booking, None, by=by, at=at, text=text, decision=decided, replies=(draft, earlier))


def answer_beside_the_case(deed: Deed, decision: Decision, *, reason: str = "", struck: Sequence[str] = ()) -> None:
    """At a decision: the letter that goes out beside the SOP."""
    draft_side_reply(deed.booking, by=deed.by, at=deed.at, decision=decision, reason=reason, struck=struck)


def answer_if_confirming(deed: Deed) -> None:
    """At the confirming step of an SOP without check_resources, closing which decides "served" (DESIGN §3.2)."""
    if deed.node is not None and deed.node.confirms and not deed.graph.has_kind(Kind.CHECK_RESOURCES):
        answer_beside_the_case(deed, Decision.SERVED)


# --- Its words --------------------------------------------------------------------------------------------------------


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
    return f"{sentence}. {reason}" if reason else sentence


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
