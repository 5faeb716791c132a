"""The agenda of incoming letters: one entry for one letter, however many requests it asks for."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency
from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.kept import Given, kept

from .choices import LetterRelation, Secrecy
from .errors import Incomplete
from .models import Booking, BookingFile, BookingLetter, IncomingLetter
from .numbering import next_serial

OWNER = "booking"
"""Of the files of one request (``settings.DOCUMENT_OWNERS``)."""

LETTER_OWNER = "incoming_letter"
"""Of the file of a letter that several requests have."""


def lock_letters(agency: Agency) -> None:
    """One after the other may enter letters of an agency: of two who bring one letter, the second finds its entry.

    Ask for it after the bookings and the resources and before the agenda's number; what is read afterwards is what stands.
    """
    Agency.objects.select_for_update(no_key=True).only("pk").order_by().get(pk=agency.pk)


def known_letter(booking: Booking, *, number: str, dated_on: date | None, by: Actor) -> IncomingLetter | None:
    """The entry of this letter of the booking's agency, where another request brought it; under ``lock_letters``.

    What the booking already has does not count: a correction may bear its letter's number and date. Secret requests
    share letters only among themselves, and only through somebody who may see them all: to everybody else the entry
    is not there, and the letter is entered as a new one.
    """
    if not number or dated_on is None:
        return None
    asked = {"office": booking.office_id, "sender": booking.agency_id, "number": number, "dated_on": dated_on}
    entered = _entries().all(**asked)
    if not entered:
        return None  # nearly always: who may see what need not be asked
    links = BookingLetter.objects.filter(letter=OuterRef("pk"))
    seen = Booking.objects.visible_to(by).filter(pk=OuterRef("booking"))
    unseen = links.filter(~Exists(seen), booking__secrecy=Secrecy.SECRET)
    return (
        IncomingLetter.objects.filter(pk__in=entered)
        .exclude(booking_links__booking=booking)
        .filter(~Exists(_apart_from(booking, links)), ~Exists(unseen))
        .order_by("pk")
        .first()
    )


@kept
def _entries() -> QuerySet[IncomingLetter, int]:
    """What the agenda has under a number and date of an agency, whoever brought it."""
    entries = IncomingLetter.objects.filter(
        office=Given("office"),
        sender=Given("sender"),
        number__iexact=Given("number"),
        dated_on=Given("dated_on"),
        is_owed=False,
    )
    return entries.order_by().values_list("pk", flat=True)


def link_letter(
    booking: Booking, letter: IncomingLetter, *, file: StoredFile | None, relation: str = LetterRelation.MAIN
) -> None:
    """The letter is this request's too; whoever may see one of its requests may read it."""
    BookingLetter.objects.create(booking=booking, letter=letter, relation=relation)
    _share(letter, file, booking)


def name_letter(
    booking: Booking, letter: IncomingLetter, *, number: str, dated_on: date | None, by: Actor, at: datetime
) -> IncomingLetter:
    """The entry of the booking's main letter, now that it bears this number and date; the caller saves it.

    Usually its own, renamed. A letter of other requests too is not renamed through one of them: this one gets another
    entry. Where the register has the letter, that entry counts, unless ours has its agenda number: that one stays.
    A request that became secret, or is it no longer, leaves the entry that it shared.
    """
    shared = is_shared(letter, booking)
    parts = shared and _apart_from(booking, letter.booking_links.all()).exists()
    if (letter.number, letter.dated_on) == (number, dated_on) and not parts:
        return letter
    if shared and not parts and (letter.number.casefold(), letter.dated_on) == (number.casefold(), dated_on):
        return letter
    known = known_letter(booking, number=number, dated_on=dated_on, by=by)
    if not shared and (known is None or letter.agenda_number is not None):
        letter.number, letter.dated_on = number, dated_on
        return letter
    file = _own_file(booking)
    entry = known or IncomingLetter.objects.create(
        office=letter.office,
        sender=letter.sender,
        number=number,
        dated_on=dated_on,
        received_at=booking.received_at or letter.received_at,
        subject=letter.subject,
        nature=letter.nature,
        channel=letter.channel,
        file=file,
    )
    BookingLetter.objects.filter(booking=booking, letter=letter).update(letter=entry)
    if known is not None:
        _share(known, file, booking)
    if letter.agenda_number is not None:
        give_agenda_number(entry, at=at)
    if not shared:
        letter.delete()
    return entry


def require_new_letter(booking: Booking, *, number: str, dated_on: date) -> None:
    """Raises Incomplete where the request has this letter already, beside its main one; under ``lock_letters``."""
    links = BookingLetter.objects.filter(booking=booking, letter__number__iexact=number, letter__dated_on=dated_on)
    link = links.exclude(relation=LetterRelation.MAIN).select_related("letter").first()
    if link is not None:
        sentence = _(
            "Surat %(number)s tanggal itu sudah dicatat pada permohonan ini (%(relation)s). Periksa nomor dan tanggalnya."
        ) % {"number": link.letter.number, "relation": LetterRelation(link.relation).label}
        raise Incomplete(sentence, {"number": [sentence]})


def keep_file(letter: IncomingLetter, file: StoredFile | None, *, booking: Booking) -> None:
    """The file becomes the letter's; beside the first file of a shared letter it stays an attachment of its request.

    The caller saves the letter.
    """
    if file is None or file.pk == letter.file_id:
        return
    if letter.file is None or not is_shared(letter, booking):
        letter.file = file
    elif letter.file.sha256 != file.sha256:
        BookingFile.objects.filter(booking=booking, file=file).update(purpose=BookingFile.Purpose.ATTACHMENT)


def is_shared(letter: IncomingLetter, booking: Booking) -> bool:
    return letter.booking_links.exclude(booking=booking).exists()


def give_agenda_number(letter: IncomingLetter, *, at: datetime) -> None:
    """Take the next number of the agenda; a letter that has one keeps it. Under ``lock_letters``."""
    if letter.agenda_number is not None:
        return
    letter.agenda_number, letter.agenda_year = next_serial(letter.office, RegisterKind.INCOMING, at=at)
    letter.save(update_fields=["agenda_number", "agenda_year"])


def _apart_from(booking: Booking, links: QuerySet[BookingLetter]) -> QuerySet[BookingLetter]:
    """Those to requests with which this one shares no letter: their readers are others."""
    is_secret = Q(booking__secrecy=Secrecy.SECRET)
    return links.filter(~is_secret if booking.secrecy == Secrecy.SECRET else is_secret)


def _share(letter: IncomingLetter, file: StoredFile | None, booking: Booking) -> None:
    if letter.file is None and file is not None:
        letter.file = file
        letter.save(update_fields=["file"])
    keep_file(letter, file, booking=booking)
    if letter.file is not None:
        StoredFile.objects.filter(pk=letter.file.pk, owner_kind=OWNER).update(
            owner_kind=LETTER_OWNER, owner_id=str(letter.pk)
        )


def _own_file(booking: Booking) -> StoredFile | None:
    """The newest letter that was uploaded for this very request."""
    kinds = (BookingFile.Purpose.LETTER, BookingFile.Purpose.ATTACHMENT)
    links = BookingFile.objects.filter(booking=booking, purpose__in=kinds, is_internal=False)
    newest = links.select_related("file").order_by("pk").last()
    return newest.file if newest is not None else None
