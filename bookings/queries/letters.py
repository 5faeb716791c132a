"""What else a request's letters ask for, and what was uploaded beside them."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from bookings.models import Booking, BookingFile, BookingLetter, IncomingLetter
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.kept import Given, kept


def letters_of(booking: Booking) -> list[BookingLetter]:
    """The letters of a request with their files, in the order in which they came; ``is_shared`` annotated. One query."""
    return _letters().all(booking=booking.pk)


@kept
def _letters() -> QuerySet[BookingLetter]:
    others = BookingLetter.objects.filter(letter=OuterRef("letter")).exclude(booking=OuterRef("booking"))
    links = BookingLetter.objects.filter(booking=Given("booking")).annotate(is_shared=Exists(others))
    return links.select_related("letter__file").order_by("pk")


def also_asked(booking: Booking, links: Iterable[BookingLetter], actor: Actor) -> dict[int, list[Booking]]:
    """By letter the other requests that it asks for, as far as the reader may see them; one query where there are any.

    ``links`` are those of ``letters_of``.
    """
    letters = [link.letter_id for link in links if link.is_shared]  # type: ignore[attr-defined] # annotated
    if not letters:
        return {}
    others = BookingLetter.objects.filter(letter__in=letters, booking__in=Booking.objects.visible_to(actor))
    found: dict[int, list[Booking]] = defaultdict(list)
    for link in others.exclude(booking=booking).select_related("booking").order_by("booking"):
        found[link.letter_id].append(link.booking)
    return found


def attachments_of(booking: Booking) -> list[StoredFile]:
    """What its applicant uploaded as the letter when the register had another file of it."""
    return [link.file for link in _attachments().all(booking=booking.pk)]


@kept
def _attachments() -> QuerySet[BookingFile]:
    of_letter = BookingLetter.objects.filter(booking=OuterRef("booking"), letter__file=OuterRef("file"))
    links = BookingFile.objects.filter(
        booking=Given("booking"), purpose=BookingFile.Purpose.ATTACHMENT, is_internal=False
    )
    return links.exclude(Exists(of_letter)).select_related("file").order_by("pk")


def undrawn_files(*, most: int = 0) -> list[StoredFile]:
    """Files of letters without a picture of their first page, the newest first; ``most`` 0: all."""
    letters = StoredFile.objects.filter(
        pk__in=IncomingLetter.objects.filter(file__isnull=False).values("file"),
        picture__isnull=True,
        destroyed_at__isnull=True,
    ).order_by("-created_at", "pk")
    return list(letters[:most] if most else letters)
