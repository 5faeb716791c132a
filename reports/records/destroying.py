"""What of a case is destroyed: everything that says more than that it was there, by whom it was decided, and when."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Model

from bookings.archive import attachments_of_case
from bookings.letters import LETTER_OWNER
from bookings.models import (
    Booking,
    BookingLetter,
    BookingPaper,
    Disposition,
    Flag,
    KitLoan,
    Message,
    MessageRead,
    Session,
)
from bookings.workflow.trail import redact_events
from verification.models import Attendee, Check, Coordination, Meeting, PreparationItem, Trial
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.services.destroying import GONE, destroy_files, destroy_papers

from ..models import Execution, LogEntry, Report, ReportPhoto
from .queries import destroyed_cases

WORDS: tuple[tuple[type[Model], str, dict[str, Any]], ...] = (
    (Session, "booking", {"place": ""}),
    (Disposition, "booking", {"note": "", "instructions": []}),
    (Flag, "booking", {"note": ""}),
    (KitLoan, "booking", {"receiver": GONE, "returned_by": "", "note_out": "", "note_in": ""}),
    (Check, "booking", {"note": ""}),
    (Coordination, "booking", {"contact": "", "agreed": GONE}),
    (PreparationItem, "booking", {"note": ""}),
    (Meeting, "session__booking", {"meeting_id": "", "passcode": "", "join_url": "", "note": ""}),
    (Trial, "booking", {"findings": ""}),
    (Execution, "session__booking", {"not_held_reason": ""}),
    (LogEntry, "execution__session__booking", {"text": ""}),
    (ReportPhoto, "report__booking", {"caption": ""}),
    (
        Report,
        "booking",
        {
            "leading_official": "",
            "officers": [],
            "place": "",
            "summary": "",
            "obstacles": "",
            "follow_up": "",
            "evaluation": "",
            "recording_url": "",
        },
    ),
)
"""What people wrote beside a case: the rows stay for the figures, their words go."""

GOES: tuple[tuple[type[Model], str], ...] = (
    (Message, "booking"),
    (MessageRead, "booking"),
    (Attendee, "meeting__session__booking"),
)
"""What is nothing but words and names."""

OWN_WORDS: dict[str, Any] = {
    "title": GONE,
    "description": "",
    "leader_name": "",
    "meeting_link": "",
    "place": "",
    "layout": "",
    "equipment_note": "",
    "own_equipment": "",
    "needs": [],
    "contact_name": "",
    "contact_phone": "",
    "decision_note": "",
}


def destroy_case(booking: Booking, *, at: datetime) -> None:
    """Under the lock of the case; the list that holds it counts as carried out already.

    A letter that asks for another case too stays with that one, its file included.
    """
    files = [file for file in attachments_of_case(booking) if not _is_needed(file)]
    for model, to_booking, words in WORDS:
        model._default_manager.filter(**{to_booking: booking}).update(**words)
    for model, to_booking in GOES:
        model._default_manager.filter(**{to_booking: booking}).delete()
    links = BookingPaper.objects.filter(booking=booking).select_related("document__file__picture")
    destroy_papers([link.document for link in links], at=at)
    destroy_files(files, at=at)
    _destroy_letters(booking)
    redact_events(booking, at=at)
    booking.history.all().delete()
    for name, value in OWN_WORDS.items():
        setattr(booking, name, value)
    booking._change_reason = GONE  # type: ignore[attr-defined]  # read by simple-history
    booking.save(update_fields=[*OWN_WORDS])


def _destroy_letters(booking: Booking) -> None:
    """Number, date and sender stay in the agenda."""
    for link in BookingLetter.objects.filter(booking=booking).select_related("letter").order_by("pk"):
        letter = link.letter
        if any(True for _each in _living(letter.pk)):
            continue
        letter.history.all().delete()
        letter.subject, letter._change_reason = GONE, GONE  # type: ignore[attr-defined]
        letter.save(update_fields=["subject"])


def _is_needed(file: StoredFile) -> bool:
    """Whether a case that stands has the file through a letter."""
    letters = BookingLetter.objects.filter(letter__file=file).values_list("letter", flat=True).distinct()
    owner = [int(file.owner_id)] if file.owner_kind == LETTER_OWNER else []
    return any(True for letter in {*letters, *owner} for _each in _living(letter))


def _living(letter: int) -> Iterator[BookingLetter]:
    links = BookingLetter.objects.filter(letter=letter)
    yield from links.exclude(booking__in=destroyed_cases().values("booking"))[:1]
