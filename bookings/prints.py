"""What people print from a case to fill in and sign by hand: rendered on the spot, never kept, never numbered by us."""

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.letterheads import letterhead_of
from vidcon_portal.documents.papers import (
    AttendanceListData,
    Fact,
    HandoverItem,
    HandoverRecordData,
    LetterheadData,
    PaperBody,
    RequestLetterData,
)
from vidcon_portal.documents.wording import clock, clock_span, counted, day_and_date, long_date

from .choices import Purpose, ResourceKind, SessionStatus
from .errors import Incomplete
from .forms.booking import BookingForm
from .models import Allocation, Booking, KitLoan, Resource, Session
from .papers import addressee
from .permissions import is_applicant, may_see_internal
from .requests import fill_booking, main_letter
from .scheduling.ledger import allocations_of

FIRST_SHEET, NEXT_SHEET, MOST_SHEETS = 20, 30, 7
"""How many lines of a list of attendance a sheet takes: the last one is filled like the others."""
DOTS = "…………………………"
MUST_KNOW = ("place", "application", "contact_name")
"""What an office asks of every letter; a letter printed early leaves room for it."""


@dataclass(frozen=True, slots=True)
class Print:
    """One thing to print: its name on the page, who may, and what it says."""

    label: str | Promise
    may: Callable[[Actor, Booking], bool]
    build: Callable[[Booking, datetime], PaperBody]
    letterhead: Callable[[Booking], LetterheadData]


def request_letter(booking: Booking, at: datetime) -> RequestLetterData:
    """The agency's own letter, for its head to sign."""
    letter = main_letter(booking)
    return _request_letter(
        booking, _sessions(booking), number=letter.number if letter else "", dated=letter.dated_on if letter else None
    )


def draft_letter(booking: Booking, form: BookingForm) -> RequestLetterData:
    """The same letter before anything is submitted, from what the checked form of the draft holds; saves nothing.

    What is still open is dotted, to be filled in by hand. Raises Incomplete without an event or a time.
    """
    given = form.cleaned_data
    missing = {
        name: [sentence]
        for name, sentence in {
            "title": _("Isi nama kegiatan dahulu; surat ini memuatnya."),
            "sessions": _("Isi tanggal dan jamnya dahulu; surat ini memuatnya."),
        }.items()
        if not given.get(name)
    }
    if missing:
        raise Incomplete(_("Surat belum dapat dibuat."), missing)
    fill_booking(booking, form)
    planned = [
        Session(number=n, starts_at=each.starts_at, ends_at=each.ends_at, open_ended=each.open_ended, place=each.place)
        for n, each in enumerate(given["sessions"], start=1)
    ]
    open_facts = {name for name in MUST_KNOW if not getattr(booking, name)}
    return _request_letter(
        booking, planned, number=given.get("letter_number") or "", dated=given.get("letter_date"), dotted=open_facts
    )


def _request_letter(
    booking: Booking, sessions: Sequence[Session], *, number: str, dated: date | None, dotted: Collection[str] = ()
) -> RequestLetterData:
    office = booking.office
    return RequestLetterData(
        recipient=f"Kepala {office.name}",
        recipient_place=office.city,
        activity=booking.title,
        details=tuple(_asked_for(booking, sessions, dotted)),
        signatory_title=addressee(booking.agency),
        number=number,
        date=long_date(dated) if dated else "",
    )


def attendance_list(booking: Booking, at: datetime) -> AttendanceListData:
    """Empty lines for those who sit in the room, whole sheets of them."""
    more = max((booking.participants_onsite or 0) - FIRST_SHEET, 0)
    lines = FIRST_SHEET + NEXT_SHEET * min(math.ceil(more / NEXT_SHEET), MOST_SHEETS - 1)
    facts = [Fact("Kegiatan", booking.title), *times_of(booking), Fact("Pimpinan rapat", booking.leader_name)]
    return AttendanceListData(details=tuple(fact for fact in facts if fact.value), lines=tuple(range(1, lines + 1)))


def handover_print(booking: Booking, at: datetime) -> HandoverRecordData:
    """The record for the hand, without a number of the portal's."""
    return replace(handover_record(booking), by_hand=True)


def handover_record(booking: Booking) -> HandoverRecordData:
    """The kit that is held for the event or went out for it, with the asset numbers that stand on it.

    What was recorded when the labels were scanned is printed: condition, hour and name. A name is printed under a
    signature only where it is the same for every unit.
    """
    loans = list(
        KitLoan.objects.filter(booking=booking).select_related("resource", "given_by", "taken_back_by").order_by("pk")
    )
    latest = {loan.resource_id: loan for loan in loans}
    units = {row.resource_id: row.resource for row in allocated(booking, ResourceKind.EQUIPMENT)}
    units |= {loan.resource_id: loan.resource for loan in loans}
    return HandoverRecordData(
        ticket=booking.ticket or "",
        activity=booking.title,
        giver=booking.office.name,
        receiver=booking.agency.name,
        items=tuple(_handed(unit, latest.get(pk), booking.office) for pk, unit in units.items()),
        details=tuple(times_of(booking)),
        given_by=_the_one(loan.given_by.name for loan in latest.values()),
        taken_by=_the_one(loan.receiver for loan in latest.values()),
        taken_back_by=_the_one(loan.taken_back_by.name if loan.taken_back_by else "" for loan in latest.values()),
        returned_by=_the_one(loan.returned_by for loan in latest.values()),
    )


def agency_letterhead(booking: Booking) -> LetterheadData:
    """The applicant's own kop, as far as the portal knows it."""
    agency, office = booking.agency, booking.office
    second = ", ".join(
        filter(
            None, [f"Telepon {agency.phone}" if agency.phone else "", f"pos-el {agency.email}" if agency.email else ""]
        )
    )
    return LetterheadData(
        government=office.government,
        name=agency.name,
        city=office.city,
        address_lines=tuple(filter(None, [agency.address, second[:1].upper() + second[1:]])),
        emblem=office.emblem.name or "",
        paper_size=office.paper_size,
    )


def office_letterhead(booking: Booking) -> LetterheadData:
    return letterhead_of(booking.office)


PRINTS: Mapping[str, Print] = {
    "surat-permohonan": Print(
        gettext_lazy("Surat permohonan"),
        lambda actor, case: is_applicant(actor, case),
        request_letter,
        agency_letterhead,
    ),
    "daftar-hadir": Print(
        gettext_lazy("Daftar hadir"),
        lambda actor, case: is_applicant(actor, case) or may_see_internal(actor, case),
        attendance_list,
        office_letterhead,
    ),
    "serah-terima-alat": Print(
        gettext_lazy("Berita acara serah terima alat"), may_see_internal, handover_print, office_letterhead
    ),
}
"""Address words and what they print."""


def _asked_for(booking: Booking, sessions: Sequence[Session], dotted: Collection[str] = ()) -> list[Fact]:
    tz = booking.office.tz
    people = (booking.participants_onsite or 0) + (booking.participants_online or 0)
    test = booking.connection_test_at
    facts = [
        *_when(booking, sessions, DOTS if "place" in dotted else ""),
        Fact("Uji coba", f"{day_and_date(test.astimezone(tz).date())}, pukul {clock(test, tz)}" if test else ""),
        Fact("Tata letak ruang", booking.layout),
        Fact("Aplikasi", booking.application or (DOTS if "application" in dotted else "")),
        Fact("Pimpinan rapat", booking.leader_name),
        Fact(
            "Peserta",
            f"{counted(people)} orang, {booking.participants_onsite or 0} di tempat dan {booking.participants_online or 0} daring"
            if people
            else "",
        ),
        Fact("Kebutuhan", booking.equipment_note),
        Fact("Peralatan kami", booking.own_equipment),
        Fact(
            "Narahubung",
            ", ".join(filter(None, [booking.contact_name, booking.contact_phone]))
            or (DOTS if "contact_name" in dotted else ""),
        ),
    ]
    return [fact for fact in facts if fact.value]


def times_of(booking: Booking) -> list[Fact]:
    """When and where, one line a session."""
    return _when(booking, _sessions(booking))


def _sessions(booking: Booking) -> list[Session]:
    return [
        each
        for each in booking.sessions.order_by("number")
        if each.status not in (SessionStatus.CANCELLED, SessionStatus.NOT_HELD)
    ]


def _when(booking: Booking, sessions: Sequence[Session], no_place: str = "") -> list[Fact]:
    if len(sessions) == 1:
        [one] = sessions
        place = Fact("Tempat", one.place or booking.place or no_place)
        facts = [Fact("Hari, tanggal", _day(one, booking.office)), Fact("Pukul", _hours(one, booking.office)), place]
    else:
        facts = [
            Fact(
                f"Sesi {each.number}",
                ", ".join(
                    filter(
                        None,
                        [
                            _day(each, booking.office),
                            f"pukul {_hours(each, booking.office)}",
                            each.place or booking.place,
                        ],
                    )
                ),
            )
            for each in sessions
        ]
    return [fact for fact in facts if fact.value]


def _handed(unit: Resource, loan: KitLoan | None, office: Office) -> HandoverItem:
    went = came_back = ""
    if loan is not None:
        went = _said(loan.get_condition_out_display(), loan.given_at, loan.receiver, loan.note_out, office)
        if loan.returned_at is not None:
            came_back = _said(loan.get_condition_in_display(), loan.returned_at, loan.returned_by, loan.note_in, office)
    return HandoverItem(unit.name, unit.asset_number, went=went, came_back=came_back)


def _said(condition: str, at: datetime, who: str, note: str, office: Office) -> str:
    """``Baik, 31 Agustus 2026 08.40 WIB, Rina``."""
    moment = f"{long_date(at.astimezone(office.tz).date())} {clock(at, office.tz)}"
    return ", ".join(filter(None, [condition, moment, who, note]))


def _the_one(names: Iterable[str]) -> str:
    found = set(names)
    return found.pop() if len(found) == 1 else ""


def _day(session: Session, office: Office) -> str:
    return day_and_date(session.starts_at.astimezone(office.tz).date())


def _hours(session: Session, office: Office) -> str:
    return clock_span(session.starts_at, None if session.open_ended else session.ends_at, office.tz)


def allocated(booking: Booking, kind: ResourceKind) -> list[Allocation]:
    """What is held for the event itself, by name; one query."""
    rows = allocations_of(booking)
    return sorted(
        (row for row in rows if row.purpose == Purpose.EVENT and row.resource.kind == kind),
        key=lambda row: row.resource.name,
    )
