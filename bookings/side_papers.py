"""What an office writes beside a case besides letters of reply: surat tugas, nota dinas, berita acara serah terima.

Each is drafted from the case as it stands, numbered in its own book when it is signed, and never moves a step.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import (
    AssignmentLetterData,
    Fact,
    HandoverRecordData,
    MemoData,
    Officer,
    PaperBody,
)

from .choices import ResourceKind
from .models import Booking
from .papers import letter_reference
from .prints import allocated, handover_record, times_of

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SidePaper:
    """One kind: what it is called, which words people give, and what follows from the case.

    ``replaces``: a new one takes the place of the one in force. ``for_applicant``: signed, the agency reads it too.
    """

    kind: DocumentKind
    deed: str | Promise
    build: Callable[[Booking, Actor, Words], PaperBody]
    usual: Callable[[Booking, datetime], Words]
    needs: Callable[[Booking], str | None]
    replaces: bool = True
    initialled: bool = False
    for_applicant: bool = False


def assignment_letter(booking: Booking, by: Actor, words: Words) -> AssignmentLetterData:
    """The officers who are held for the event, sent out by the head of office."""
    people = dict.fromkeys(row.resource for row in allocated(booking, ResourceKind.PERSON))
    reference = letter_reference(booking)
    basis = f"Surat {booking.agency.name}"
    if reference is not None:
        basis = f"{basis} Nomor {reference.number} tanggal {reference.date} hal {reference.subject}"
    return AssignmentLetterData(
        basis=(basis,),
        officers=tuple(
            Officer(each.name, "Petugas fasilitasi video conference", each.user.nip if each.user else "")
            for each in people
        ),
        task=words.get("task", ""),
        details=tuple(times_of(booking)),
    )


def memo(booking: Booking, by: Actor, words: Words) -> MemoData:
    """One position of the office to another about the case."""
    return MemoData(
        recipient=words.get("recipient", ""),
        sender=by.title,
        subject=words.get("subject", ""),
        content=words.get("content", ""),
    )


def signed_handover(booking: Booking, by: Actor, words: Words) -> HandoverRecordData:
    """The kit as it went out and came back, numbered; a later one replaces it when everything is back."""
    return replace(handover_record(booking), note=words.get("note", ""))


def _usual_memo(booking: Booking, at: datetime) -> Words:
    facts = [Fact("Kegiatan", booking.title), Fact("Perangkat daerah", booking.agency.name), *times_of(booking)]
    lines = "\n".join(f"{fact.label}: {fact.value}" for fact in facts if fact.value)
    return {
        "recipient": f"Kepala {booking.office.name}",
        "subject": f"Fasilitasi video conference {booking.title}"[:300],
        "content": f"Bersama ini kami sampaikan perihal permohonan {booking.ticket}:\n\n{lines}\n\n"
        "Demikian disampaikan, mohon arahan lebih lanjut.",
    }


def _officers_missing(booking: Booking) -> str | None:
    if allocated(booking, ResourceKind.PERSON):
        return None
    return _("Belum ada petugas yang dijadwalkan. Tetapkan petugasnya dahulu.")


def _kit_missing(booking: Booking) -> str | None:
    if allocated(booking, ResourceKind.EQUIPMENT):
        return None
    return _("Belum ada alat yang dijadwalkan. Tetapkan alatnya dahulu.")


SIDE_PAPERS: Mapping[str, SidePaper] = {
    "surat-tugas": SidePaper(
        DocumentKind.ASSIGNMENT_LETTER,
        gettext_lazy("Buat surat tugas"),
        assignment_letter,
        lambda booking, at: {"task": f"Melaksanakan fasilitasi video conference {booking.title}"},
        _officers_missing,
        initialled=True,
    ),
    "nota-dinas": SidePaper(
        DocumentKind.MEMO, gettext_lazy("Tulis nota dinas"), memo, _usual_memo, lambda booking: None, replaces=False
    ),
    "serah-terima-alat": SidePaper(
        DocumentKind.HANDOVER_RECORD,
        gettext_lazy("Buat berita acara serah terima alat"),
        signed_handover,
        lambda booking, at: {"note": ""},
        _kit_missing,
        for_applicant=True,
    ),
}
"""Address words and what they write."""

SIDE_KINDS: Mapping[str, SidePaper] = {each.kind: each for each in SIDE_PAPERS.values()}


def words_of(document: Document) -> Words:
    """The words that people gave to a draft."""
    body = document.context["body"]
    return {name: body[name] for name in ("task", "recipient", "subject", "content", "note") if name in body}
