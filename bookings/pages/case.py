"""The request as its page shows it: one read per section, plain parts for the template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.choices import (
    AllocationState,
    FlagKind,
    FlagResult,
    Hold,
    LetterRelation,
    Purpose,
    Secrecy,
    SessionStatus,
)
from bookings.models import Booking, BookingLetter, Flag, Session
from bookings.models.disposition import dispositions_of
from bookings.paper_deeds import PAPER_DEEDS
from bookings.paper_permissions import WRITERS, why_not_paper
from bookings.papers import papers_of
from bookings.permissions import may_see_internal
from bookings.prints import PRINTS
from bookings.queries.papers import know_booking_of
from bookings.scheduling.answers import join_words
from bookings.scheduling.ledger import allocations_of, span_of
from bookings.scheduling.needs import say_need
from bookings.scheduling.spans import Span
from bookings.scheduling.trial_hours import DEFAULT_TRIAL
from bookings.scheduling.zones import when_of
from bookings.services.side_papers import why_no_side_paper
from bookings.side_papers import SIDE_PAPERS
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.signing import signing_for
from vidcon_portal.procedures.durations import format_moment
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Action, Badge, Fact
from vidcon_portal.ui.wording import say_clock, say_date, say_file_size, say_short_date

from .badges import leader_badge, leader_title
from .papers import say_return

FOR_APPLICANT = frozenset({DocumentKind.REPLY_LETTER, DocumentKind.HANDOVER_RECORD})
"""What the agency reads once it is signed."""

MOST_OTHERS = 8
"""Requests of the same letter that a page names; the rest is counted."""


@dataclass(frozen=True, slots=True)
class PaperLine:
    label: str
    url: str
    note: str
    pk: str
    pdf_url: str = ""
    is_waiting: bool = False
    has_failed: bool = False
    deeds: tuple[Action, ...] = ()
    returned: str = ""
    kind: str = ""
    waits: bool = False
    """For the reader, who is asked to take the first of its deeds."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    relation: str
    number: str
    note: str
    url: str = ""
    label: str = ""
    owed: bool = False
    also: tuple[Action, ...] = ()
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class FlagLine:
    sentence: str
    result: str
    state: State
    note: str
    advice: str = ""
    is_official: bool = False


@dataclass(frozen=True, slots=True)
class DispositionLine:
    title: str
    at: datetime
    to: str
    informed: str
    instructions: tuple[str, ...]
    note: str
    nature: str
    deadline: str
    read: str
    recalled: bool


def header_of(booking: Booking, badge: Badge, *, inside: bool, sessions: list[Session]) -> dict[str, Any]:
    """Ticket, badges, title, agency, when, and the lines below."""
    leader = leader_badge(booking) if inside else None
    people = [
        _("%(count)d peserta daring") % {"count": booking.participants_online} if booking.participants_online else "",
        _("%(count)d di tempat") % {"count": booking.participants_onsite} if booking.participants_onsite else "",
    ]
    lines = [booking.place, ", ".join(filter(None, people))]
    when = ""
    if sessions:
        when = when_of(Span(sessions[0].starts_at, sessions[0].ends_at), booking)
        if len(sessions) > 1:
            when = _("%(first)s dan %(count)d sesi lain") % {"first": when, "count": len(sessions) - 1}
    return {
        "ticket": booking.ticket or _("Draf"),
        "badges": [badge, *([leader] if leader else [])],
        "title": booking.title,
        "agency": booking.agency.name,
        "when": when,
        "lines": [line for line in lines if line],
    }


def _trial_words(booking: Booking) -> str:
    """The wished hour, and whether rooms and people are held for it."""
    test = booking.connection_test_at
    if test is None:
        return ""
    words = format_moment(test, booking.office.tz)
    wished = Span(test, test + DEFAULT_TRIAL)
    rows = [row for row in allocations_of(booking) if row.purpose == Purpose.TRIAL and span_of(row).overlaps(wished)]
    if not rows:
        return words
    is_confirmed = all(row.state == AllocationState.CONFIRMED for row in rows)
    state = AllocationState.CONFIRMED if is_confirmed else AllocationState.HELD
    return f"{words} ({str(state.label).lower()})"


def facts_of(booking: Booking, *, inside: bool) -> list[Fact]:
    """What was asked for; empty answers are left out."""
    title, name = leader_title(booking), booking.leader_name
    leader = name if name.startswith(title) else ", ".join(filter(None, [title, name]))
    wanted = [
        Fact(_("Layanan"), booking.get_mode_display()),
        Fact(_("Pimpinan"), leader),
        Fact(_("Peserta dari zona waktu lain"), booking.get_other_zone_display()),
        Fact(_("Aplikasi"), booking.application),
        Fact(_("Tata letak"), booking.layout),
        Fact(_("Uji koneksi"), _trial_words(booking)),
        Fact(
            _("Yang diminta"),
            join_words([say_need(need) for need in booking.needs]) if booking.needs else "",
        ),
        Fact(_("Perlengkapan"), booking.equipment_note),
        Fact(_("Milik pemohon"), booking.own_equipment),
        Fact(_("Uraian"), booking.description),
        Fact(_("Narahubung"), booking.contact_name),
        Fact("WhatsApp", booking.contact_phone, url=f"tel:{booking.contact_phone}" if booking.contact_phone else ""),
    ]
    if inside and booking.secrecy != Secrecy.ORDINARY:
        wanted.append(Fact(_("Kerahasiaan"), booking.get_secrecy_display()))
    if booking.decision:
        wanted.append(Fact(_("Keputusan"), booking.get_decision_display()))
    if booking.decision_note:
        wanted.append(Fact(_("Alasan"), booking.decision_note))
    if booking.hold not in (Hold.NONE, Hold.RELEASED):
        wanted.append(Fact(_("Jadwal"), booking.get_hold_display()))
    return [fact for fact in wanted if fact.value]


def paper_lines(booking: Booking, actor: Actor, *, inside: bool, at: datetime) -> list[PaperLine]:
    """Outside the office only letters that were sent; inside drafts too, with what the reader may do to them."""
    lines = []
    for document in papers_of(booking):
        if not inside and not (document.is_issued and document.kind in FOR_APPLICANT):
            continue
        open_here = inside and document.is_unsigned
        know_booking_of(document, booking)
        deeds = paper_deeds(booking, document, actor, at) if open_here else {}
        lines.append(
            PaperLine(
                label=_paper_label(document),
                url=document.get_absolute_url() if document.destroyed_at is None else "",
                note=document.get_status_display() if document.destroyed_at is None else _("arsip dimusnahkan"),
                pk=str(document.pk),
                pdf_url=reverse("bookings:paper_pdf", args=[booking.ticket, document.pk]),
                is_waiting=document.awaits_pdf,
                has_failed=document.has_no_pdf,
                deeds=tuple(deeds.values()),
                returned=say_return(document) if inside else "",
                kind=document.get_kind_display(),
                waits=_waits(document, deeds),
            )
        )
    return lines


def paper_deeds(booking: Booking, document: Document, actor: Actor, at: datetime) -> dict[str, Action]:
    """What the reader may do to a letter that is not signed yet; one that came back is mended first."""
    deeds = sorted(PAPER_DEEDS, key=lambda deed: deed != "edit") if document.is_returned else PAPER_DEEDS
    return {
        deed: Action(str(PAPER_DEEDS[deed]), reverse("bookings:paper", args=[booking.ticket, document.pk, deed]))
        for deed in deeds
        if why_not_paper(actor, document, deed, at) is None
    }


def _waits(document: Document, deeds: Mapping[str, Action]) -> bool:
    """Whether the first thing that the reader may do is also what the paper waits for."""
    first = next(iter(deeds), "")
    if first == "number":
        return signing_for(document).choice.takes_file and not document.number
    return first in ("sign_and_send", "initial") or (first == "edit" and document.is_returned and "initial" in deeds)


def waiting_paper(papers: Iterable[PaperLine]) -> tuple[str, Action] | None:
    """The paper beside the case that waits for the reader, and its deed."""
    return next(((paper.kind, paper.deeds[0]) for paper in papers if paper.waits), None)


def print_links(booking: Booking, actor: Actor) -> list[Action]:
    """What the reader may print to be filled in by hand."""
    if booking.is_draft:
        return []
    return [
        Action(str(each.label), reverse("bookings:print", args=[booking.ticket, what]))
        for what, each in PRINTS.items()
        if each.may(actor, booking)
    ]


def side_links(booking: Booking, actor: Actor) -> list[Action]:
    """Which papers beside the case the reader may write now."""
    return [
        Action(str(paper.deed), reverse("bookings:write_paper", args=[booking.ticket, what]))
        for what, paper in SIDE_PAPERS.items()
        if why_no_side_paper(actor, booking, paper, writers=WRITERS) is None
    ]


def letter_lines(
    links: Iterable[BookingLetter], *, inside: bool, also: Mapping[int, Sequence[Booking]]
) -> list[LetterLine]:
    """The letters of a request; ``also`` names by letter the other requests that the reader may see."""
    lines = []
    for link in links:
        letter = link.letter
        note = [say_date(letter.dated_on)] if letter.dated_on else []
        if inside and letter.agenda:
            note.append(_("agenda %(number)s") % {"number": letter.agenda})
        if letter.srikandi_number:
            note.append(f"Srikandi {letter.srikandi_number}")
        file, others = letter.file, also.get(letter.pk, ())
        if file is not None and file.destroyed_at is not None:
            note.append(_("arsip dimusnahkan"))
            file = None
        lines.append(
            LetterLine(
                relation=str(LetterRelation(link.relation).label),
                number=letter.number or _("nomor menyusul"),
                note=", ".join(note),
                url=file.get_absolute_url() if file else "",
                label=_("Buka surat (%(format)s, %(size)s)")
                % {"format": file.name.rpartition(".")[2].upper(), "size": say_file_size(file.size)}
                if file
                else "",
                owed=letter.is_owed,
                also=tuple(Action(each.ticket or "", each.get_absolute_url()) for each in others[:MOST_OTHERS]),
                uncounted=max(len(others) - MOST_OTHERS, 0),
            )
        )
    return lines


def flag_lines(flags: Iterable[Flag], *, inside: bool, decides: bool, decider: str) -> list[FlagLine]:
    """The flags with what the reader can do now; ``decides`` when the dispensation is his, else ``decider``'s."""
    looks = {
        FlagResult.OPEN: State.WAITING,
        FlagResult.NEW_DATE: State.WAITING,
        FlagResult.GRANTED: State.DONE,
        FlagResult.REJECTED: State.REFUSED,
    }
    return [
        FlagLine(
            flag.said,
            str(FlagResult(flag.result).label),
            looks[FlagResult(flag.result)],
            flag.note,
            _flag_advice(flag, inside=inside, decides=decides, decider=decider),
            is_official=flag.said == flag.sentence,
        )
        for flag in flags
        if flag.result != FlagResult.WITHDRAWN
    ]


def _flag_advice(flag: Flag, *, inside: bool, decides: bool, decider: str) -> str:
    """One sentence on what the reader can do now; nothing once it is decided."""
    if flag.result == FlagResult.NEW_DATE:
        if inside:
            return _("Menunggu pemohon memilih waktu lain.")
        return _("Pilih waktu lain lewat “Jadwalkan ulang”.")
    if flag.result != FlagResult.OPEN:
        return ""
    if flag.kind == FlagKind.MISSED_DEADLINE and not inside:
        return _("Jawab sekarang; jadwal dicarikan lagi untuk Anda.")
    if decides:
        return _("Putuskan dispensasinya di bawah; permohonan tidak dapat disetujui sebelum itu.")
    if inside:
        return _("Permohonan tidak dapat disetujui sebelum %(role)s memutuskan dispensasi.") % {"role": decider}
    return _("Tunggu keputusan dispensasi dari %(role)s, atau pilih waktu lain lewat “Jadwalkan ulang”.") % {
        "role": decider
    }


def disposition_lines(booking: Booking, actor: Actor) -> list[DispositionLine]:
    """For the office only."""
    if not may_see_internal(actor, booking):
        return []
    lines = []
    for handed in dispositions_of(booking):
        each, read_at = handed.disposition, handed.read_at
        lines.append(
            DispositionLine(
                title=each.from_title,
                at=each.given_at,
                to=handed.responsible,
                informed=handed.informed,
                instructions=tuple(each.instructions),
                note=each.note,
                nature=each.get_nature_display(),
                deadline=say_date(each.deadline_on) if each.deadline_on else "",
                read=_("Dibaca %(day)s %(clock)s") % {"day": say_short_date(read_at), "clock": say_clock(read_at)}
                if read_at
                else _("Belum dibaca"),
                recalled=each.recalled_at is not None,
            )
        )
    return lines


def is_running(sessions: Iterable[Session]) -> bool:
    return any(session.status == SessionStatus.RUNNING for session in sessions)


def _paper_label(document: Document) -> str:
    name = str(document.get_kind_display())
    if document.number and document.is_issued and document.kind != DocumentKind.DISPOSITION_SHEET:
        name = f"{name} {document.number}"
    size = f", {say_file_size(document.file.size)}" if document.file else ""
    return f"{name} (PDF{size})"
