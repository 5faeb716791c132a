"""Writing the papers of an office beside a case; initials, return and signature are those of ``services/papers.py``."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.choices import Status
from bookings.errors import NotLegal
from bookings.messages import values_about
from bookings.models import Allocation, Booking
from bookings.models.resource import LIVE_STATES
from bookings.officials import agency_users
from bookings.papers import link_paper, paper_refusals, papers_of, write_paper
from bookings.permissions import has_role
from bookings.side_papers import SIDE_KINDS, SidePaper, Words
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.queries import positions_for_role, responsible_for_many
from vidcon_portal.documents.choices import DocumentKind
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.models.document import DocumentQuerySet
from vidcon_portal.documents.services.issuing import supersede_document, update_draft
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.services import tell


def why_no_side_paper(actor: Actor, booking: Booking, paper: SidePaper, *, writers: tuple[Role, ...]) -> str | None:
    """Why the actor may not write a paper of this kind now, in a sentence."""
    if not has_role(actor, booking, *writers):
        return _("Naskah ini dibuat oleh bidang pelaksana.")
    if booking.is_draft or booking.status in (Status.CANCELLED, Status.LAPSED, Status.REFUSED):
        return _("Permohonan ini tidak memerlukan naskah lagi.")
    if paper.replaces and any(each.kind == paper.kind and each.is_unsigned for each in papers_of(booking)):
        return _("Konsepnya sudah ada. Ubah atau batalkan konsep itu.")
    return paper.needs(booking)


@transaction.atomic
def write_side_paper(booking: Booking, paper: SidePaper, words: Words, *, by: Actor, at: datetime) -> Document:
    """Draft it from the case as it stands; one that is in force is replaced when the new one is signed.

    Raises NotLegal when a draft stands already.
    """
    Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if paper.replaces and _papers(booking, paper).open().exists():
        raise NotLegal(_("Konsepnya sudah ada. Ubah atau batalkan konsep itu."))
    with official_language(), paper_refusals():
        data = paper.build(booking, by, words)
        earlier = _papers(booking, paper).issued().order_by("-signed_at").first() if paper.replaces else None
        if earlier is None:
            return write_paper(booking, data, by=by, at=at)
        document = supersede_document(earlier, data, by=by, at=at)
        link_paper(booking, document)
        return document


def reword_side_paper(document: Document, booking: Booking, words: Words, *, by: Actor, at: datetime) -> Document:
    """Write a draft anew with these words and what the case says now; initials fall."""
    return update_draft(document, SIDE_KINDS[document.kind].build(booking, by, words), by=by, at=at)


def tell_of_side_paper(document: Document, booking: Booking, *, at: datetime) -> None:
    """Officers hear of their surat tugas, the head of a nota dinas, the agency of its record."""
    with official_language():
        values = {
            **values_about(booking),
            "naskah": str(document.get_kind_display()),
            "nomor_surat": document.number,
        }
    tell(
        _readers(document, booking, at),
        "naskah_terbit",
        values=values,
        url=booking.get_absolute_url(),
        dedupe_key=f"paper-{document.pk}",
        office=booking.office,
        at=at,
    )


def _readers(document: Document, booking: Booking, at: datetime) -> list[User]:
    if document.kind == DocumentKind.HANDOVER_RECORD:
        return list(dict.fromkeys([booking.applicant, *agency_users(booking.agency, at=at)]))
    if document.kind == DocumentKind.ASSIGNMENT_LETTER:
        return list(
            User.objects.filter(
                pk__in=Allocation.objects.filter(
                    booking=booking, state__in=LIVE_STATES, resource__user__isnull=False
                ).values("resource__user")
            )
        )
    day = at.astimezone(booking.office.tz).date()
    reached = responsible_for_many(positions_for_role(Role.OFFICE_HEAD, office=booking.office), day)
    return list(dict.fromkeys(each.user for found in reached.values() for each in found.appointments))


def _papers(booking: Booking, paper: SidePaper) -> DocumentQuerySet:
    return Document.objects.filter(booking_paper__booking=booking, kind=paper.kind).exclude(
        successors__signed_at__isnull=False
    )
