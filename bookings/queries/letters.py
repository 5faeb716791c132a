"""What else a request's letters ask for, and what was uploaded beside them."""

from collections import defaultdict
from collections.abc import Iterable

from bookings.models import Booking, BookingFile, BookingLetter
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import StoredFile


def also_asked(booking: Booking, links: Iterable[BookingLetter], actor: Actor) -> dict[int, list[Booking]]:
    """By letter the other requests that it asks for, as far as the reader may see them; one query."""
    letters = [link.letter_id for link in links]
    if not letters:
        return {}
    others = BookingLetter.objects.filter(letter__in=letters, booking__in=Booking.objects.visible_to(actor))
    found: dict[int, list[Booking]] = defaultdict(list)
    for link in others.exclude(booking=booking).select_related("booking").order_by("booking"):
        found[link.letter_id].append(link.booking)
    return found


def attachments_of(booking: Booking) -> list[StoredFile]:
    """What its applicant uploaded as the letter when the register had another file of it."""
    letters = BookingLetter.objects.filter(booking=booking, letter__file__isnull=False).values("letter__file")
    links = BookingFile.objects.filter(booking=booking, purpose=BookingFile.Purpose.ATTACHMENT, is_internal=False)
    return [link.file for link in links.exclude(file__in=letters).select_related("file").order_by("pk")]
