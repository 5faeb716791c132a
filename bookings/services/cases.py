"""Small writes on a running case that move nothing: reading marks, letters that follow, conversation."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Channel, LetterRelation
from bookings.errors import Incomplete, NotYours
from bookings.letters import (
    give_agenda_number,
    keep_file,
    known_letter,
    link_letter,
    lock_letters,
    name_letter,
    require_new_letter,
)
from bookings.messages import values_about
from bookings.models import (
    Booking,
    BookingLetter,
    DispositionRecipient,
    IncomingLetter,
    Message,
    MessageRead,
    StepAssignment,
)
from bookings.officials import agency_users, officials_for
from bookings.permissions import assignment_is_for, is_applicant, is_office_actor, may_record, may_write
from bookings.requests import main_letter
from bookings.services.files import claim_files
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Appointment, User
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.services import tell

SECOND_TAP = timedelta(seconds=30)


@transaction.atomic
def mark_read(booking: Booking, *, by: Actor, at: datetime) -> None:
    """The actor has opened the request: his dispositions and his step count as read, so recall ends."""
    if by.user is None:
        return
    if by.position is not None and by.position.office_id == booking.office_id:
        DispositionRecipient.objects.filter(
            disposition__booking=booking, position=by.position, read_at__isnull=True
        ).update(read_at=at, read_by=by.user)
    unread = StepAssignment.objects.filter(
        step_run__booking=booking, step_run__closed_at__isnull=True, read_at__isnull=True
    ).select_related("position", "agency")
    for assignment in unread:
        if assignment_is_for(assignment, by, booking):
            assignment.read_at = at
            assignment.save(update_fields=["read_at"])


@transaction.atomic
def enter_letter(
    booking: Booking,
    *,
    number: str,
    dated_on: date,
    relation: str,
    by: Actor,
    at: datetime,
    subject: str = "",
    file: StoredFile | None = None,
    channel: str = Channel.PORTAL,
) -> IncomingLetter:
    """Enter a further letter, or the one that was owed; the debt ends with it.

    A letter that the register has from another request of the agency is linked: it keeps its one agenda number.
    Raises ``NotYours`` for anybody but the applicant's side and the registrar, ``Incomplete`` for a letter that the
    request has already.
    """
    if not (is_applicant(by, booking) or may_record(by, booking)):
        raise NotYours(_("Surat dicatat oleh pemohon atau tata usaha."))
    if dated_on > at.astimezone(booking.office.tz).date():
        raise Incomplete(_("Tanggal surat belum terjadi."), {"dated_on": [_("Tanggal surat belum terjadi.")]})
    claim_files(booking, [("letter_file", file)], by=by, at=at)
    lock_letters(booking.agency)
    owed = main_letter(booking)
    if relation == LetterRelation.MAIN:
        if owed is None or not owed.is_owed:
            raise Incomplete(
                _("Surat pokok sudah ada. Pilih ralat, perubahan, atau pembatalan."),
                {"relation": [_("Surat pokok sudah ada.")]},
            )
        letter = name_letter(booking, owed, number=number, dated_on=dated_on, by=by, at=at)
        keep_file(letter, file, booking=booking)
        letter.is_owed = False
        letter.save()
    else:
        require_new_letter(booking, number=number, dated_on=dated_on)
        known = known_letter(booking, number=number, dated_on=dated_on, by=by)
        if known is not None:
            letter = known
            link_letter(booking, letter, file=file, relation=relation)
        else:
            letter = IncomingLetter.objects.create(
                office=booking.office,
                sender=booking.agency,
                number=number,
                dated_on=dated_on,
                received_at=at,
                subject=subject or booking.title,
                channel=channel,
                file=file,
            )
            BookingLetter.objects.create(booking=booking, letter=letter, relation=relation)
    give_agenda_number(letter, at=at)
    return letter


@transaction.atomic
def post_message(
    booking: Booking,
    body: str,
    *,
    by: Actor,
    at: datetime,
    is_internal: bool = False,
    file: StoredFile | None = None,
    and_then: Callable[[Message], None] | None = None,
) -> Message:
    """A word to the other side, or an internal note of the office; tells those who should read it.

    The same words by the same person within half a minute are one message: a second tap sends no second one.
    ``and_then`` runs last in the same transaction (a kept answer of the API).
    """
    from_office = is_office_actor(by, booking)
    if by.user is None or not may_write(by, booking):
        raise NotYours(_("Percakapan ini hanya untuk pemohon dan dinas."))
    if not body.strip():
        raise Incomplete(_("Tulis pesannya dahulu."), {"body": [_("Tulis pesannya dahulu.")]})
    internal = is_internal and from_office
    Booking.objects.select_for_update(of=("self",)).only("pk").get(pk=booking.pk)
    said = Message.objects.filter(booking=booking, author=by.user, is_internal=internal, body=body.strip())
    message = said.filter(file__isnull=file is None, created_at__gt=at - SECOND_TAP).first()
    if message is None:
        claim_files(booking, [("file", file)], by=by, at=at, internal=internal)
        message = Message.objects.create(
            booking=booking,
            author=by.user,
            author_title=by.title,
            from_office=from_office,
            is_internal=internal,
            body=body.strip(),
            file=file,
            created_at=at,
        )
    mark_conversation_read(booking, by=by, at=at)
    office_people = _office_readers(booking, at=at)
    readers = [] if message.is_internal else [booking.applicant, *agency_users(booking.agency, at=at)]
    with official_language():
        values = {**values_about(booking), "penulis": by.title or by.name}
    tell(
        [user for user in dict.fromkeys([*readers, *office_people]) if user.pk != by.user.pk],
        "percakapan",
        values=values,
        url=f"{booking.get_absolute_url()}#percakapan",
        dedupe_key=f"message-{message.pk}",
        office=booking.office,
        at=at,
    )
    if and_then is not None:
        and_then(message)
    return message


def mark_conversation_read(booking: Booking, *, by: Actor, at: datetime) -> None:
    """Everything up to now has been read by this user on the side on which he stands."""
    if by.user is not None:
        MessageRead.objects.update_or_create(
            booking=booking, user=by.user, from_office=is_office_actor(by, booking), defaults={"read_at": at}
        )


def _office_readers(booking: Booking, *, at: datetime) -> list[User]:
    """Who has the step and who of the office wrote before; while that is nobody, the registrar."""
    day = at.astimezone(booking.office.tz).date()
    run = booking.step_runs.filter(closed_at__isnull=True).first()
    has_step = [
        user
        for official in (officials_for(booking, at=at, run=run) if run is not None else [])
        if official.assignment.agency_id is None
        for user in official.people
    ]
    serving = Appointment.objects.active_on(day).filter(position__office=booking.office, position__is_active=True)
    wrote = User.objects.filter(
        pk__in=booking.messages.filter(from_office=True).values("author"), is_active=True, appointments__in=serving
    )
    found = list(dict.fromkeys([*has_step, *wrote.order_by("pk")]))
    if found:
        return found
    reached = responsible_for_many(positions_for_role(Role.REGISTRAR, office=booking.office), day)
    return list(dict.fromkeys(each.user for one in reached.values() for each in one.appointments))
