"""Files come to belong to a booking: only what the actor uploaded himself, and only once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from bookings.errors import Incomplete
from bookings.letters import LETTER_OWNER, OWNER
from bookings.models import Booking, BookingFile
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.tasks import defer_picture
from vidcon_portal.kept import Given, kept

INTERNAL_OWNER = "booking_internal"


def claim_files(
    booking: Booking,
    values: Iterable[tuple[str, Any]],
    *,
    by: Actor,
    at: datetime,
    internal: bool = False,
) -> None:
    """Hang every stored file among the form's values on the booking.

    A file of somebody else, or of another case, is refused as if it did not exist: raises ``Incomplete``
    naming the field. ``internal`` files are for the office's eyes. The worker draws the first page of a letter.
    """
    for name, file in _files(values):
        if _is_here(file, booking):
            continue
        _refuse_too_much(booking, name, file)
        kind = INTERNAL_OWNER if internal else OWNER
        free = StoredFile.objects.filter(pk=file.pk, owner_kind="", uploaded_by=by.user)
        if by.user is None or not free.update(owner_kind=kind, owner_id=str(booking.pk)):
            sentence = _("Berkas tidak ditemukan. Unggah lagi.")
            raise Incomplete(sentence, {name: [sentence]})
        file.owner_kind, file.owner_id = kind, str(booking.pk)
        purpose = _purpose(name)
        link = BookingFile(booking=booking, file=file, purpose=purpose, is_internal=internal, added_at=at)
        BookingFile.objects.bulk_create([link], ignore_conflicts=True)
        if purpose == BookingFile.Purpose.LETTER:
            defer_picture(file)


def may_claim(booking: Booking, file: StoredFile, *, by: Actor) -> bool:
    """Whether ``claim_files`` would take the file: the case has it, or the actor has just uploaded it."""
    is_own = by.user is not None and not file.owner_kind and file.uploaded_by_id == by.user.pk
    return is_own or _is_here(file, booking)


def _is_here(file: StoredFile, booking: Booking) -> bool:
    """The case has the file already, by itself or through a letter that it shares with others."""
    if file.owner_kind == LETTER_OWNER:
        return Booking.objects.having_letter(int(file.owner_id)).filter(pk=booking.pk).exists()
    return file.owner_kind in (OWNER, INTERNAL_OWNER) and file.owner_id == str(booking.pk)


def _files(values: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, StoredFile]]:
    for name, value in values:
        if isinstance(value, StoredFile):
            yield name, value
        elif isinstance(value, (list, tuple)):
            yield from ((name, each) for each in value if isinstance(each, StoredFile))


def _refuse_too_much(booking: Booking, name: str, file: StoredFile) -> None:
    """A case holds no more than ``FILE_CASE_MAX_BYTES`` of what people upload."""
    held = _held().first(booking=booking.pk) or 0
    if held + file.size > settings.FILE_CASE_MAX_BYTES:
        sentence = _(
            "Berkas permohonan ini sudah %(held)s; paling banyak %(most)s. Unggah berkas yang lebih kecil."
        ) % {
            "held": filesizeformat(held),
            "most": filesizeformat(settings.FILE_CASE_MAX_BYTES),
        }
        raise Incomplete(sentence, {name: [sentence]})


@kept
def _held() -> QuerySet[BookingFile, int]:
    files = BookingFile.objects.filter(booking=Given("booking")).order_by().values("booking")
    return files.annotate(size=Sum("file__size")).values_list("size", flat=True)


def _purpose(name: str) -> str:
    if "letter" in name:
        return BookingFile.Purpose.LETTER
    if "photo" in name:
        return BookingFile.Purpose.PHOTO
    return BookingFile.Purpose.EVIDENCE
