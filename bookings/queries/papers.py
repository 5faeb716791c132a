"""On which request a paper hangs, and which papers stand beside their case."""

from django.db.models import Exists, OuterRef, Q

from bookings.models import Booking, BookingPaper
from bookings.side_papers import SIDE_KINDS
from bookings.workflow.graph import graph_of
from vidcon_portal.documents.choices import DocumentKind, DocumentStatus
from vidcon_portal.documents.models import Document, DocumentEdit
from vidcon_portal.once import on_page
from vidcon_portal.procedures.choices import Kind


def beside_the_case() -> Q:
    """Links to papers that wait for initials and for the head's signature: replies once it is decided, surat tugas."""
    return Q(document__kind=DocumentKind.ASSIGNMENT_LETTER) | Q(document__kind=DocumentKind.REPLY_LETTER) & ~Q(
        booking__decision=""
    )


def comes_back() -> Q:
    """Links to drafts that were handed back and not touched since: they wait for their writers, not for the head."""
    mended = DocumentEdit.objects.filter(document=OuterRef("document"), at__gt=OuterRef("document__returned_at"))
    back = Q(document__status=DocumentStatus.DRAFT, document__returned_at__isnull=False)
    return back & ~Q(Exists(mended))


def booking_of(document: Document) -> Booking | None:
    """The request on which a paper hangs; one query, one a page."""
    links = BookingPaper.objects.filter(document=document).select_related("booking__office", "booking__agency")
    return on_page(("booking of paper", document.pk), lambda: link.booking if (link := links.first()) else None)


def know_booking_of(document: Document, booking: Booking) -> None:
    """For a page that has read both: nobody on it need ask on which request the paper hangs."""
    on_page(("booking of paper", document.pk), lambda: booking)


def stands_beside_the_case(booking: Booking, document: Document) -> bool:
    """What no SOP row asks for: surat tugas, nota dinas, a record, and a reply letter where the SOP has no row for it."""
    if document.kind in SIDE_KINDS:
        return True
    if document.kind != DocumentKind.REPLY_LETTER or booking.procedure_id is None:
        return False
    return not graph_of(booking.procedure_id).has_kind(Kind.DRAFT_REPLY)
