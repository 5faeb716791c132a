"""Who may write, initial, number and sign the papers of a request; with ``permissions.py`` the place where roles are compared."""

from datetime import datetime

from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.queries import acting_holder, positions_for_role, responsible_for_many
from vidcon_portal.documents.choices import LETTERS, OPEN_STATUSES, DocumentKind
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.signing import signing_for
from vidcon_portal.documents.services.stamping import is_being_signed
from vidcon_portal.procedures.choices import Kind

from .choices import Status
from .models import Booking
from .permissions import has_role, may_record
from .queries.papers import booking_of, stands_beside_the_case
from .side_papers import SIDE_KINDS
from .workflow.legality import not_holder, runs_of, situation_of

INITIALLERS = (Role.SECRETARY, Role.DIVISION_HEAD, Role.COORDINATOR)
WRITERS = (*INITIALLERS, Role.TECHNICAL_TEAM, Role.STAFF, Role.REGISTRAR)
PAPER_ACTIONS = ("edit", "initial", "revise", "sign_and_send", "drop")
"""On a paper beside the case; ``number`` also on a letter that an SOP row asks for (``why_no_number``)."""

NUMBERED_BY_HAND = frozenset({DocumentKind.REPLY_LETTER, *SIDE_KINDS})
"""Whose number may come from Srikandi or a paper register."""


def why_not_paper(
    actor: Actor, document: Document, action: str, at: datetime, *, being_signed: bool = False
) -> str | None:
    """Why the actor may not take the action on a paper beside the case, in a sentence; None when he may.

    Actions: ``edit``, ``initial``, ``revise`` (hand back with a note), ``sign_and_send``, ``number``, ``drop``. ``being_signed``:
    the signature on its way is the actor's own.
    """
    if action == "number":
        return why_no_number(actor, document, at)
    booking = booking_of(document)
    if booking is None or action not in PAPER_ACTIONS:
        return _("Naskah ini bukan bagian dari permohonan.")
    if (sentence := _past_editing(document, at, being_signed=being_signed)) is not None:
        return sentence
    if not stands_beside_the_case(booking, document):
        return _("Naskah ini dikerjakan pada langkah SOP-nya. Buka permohonannya.")
    if booking.status in (Status.CANCELLED, Status.LAPSED):
        return _("Permohonan ini sudah ditutup: %(status)s. Konsepnya tidak dikirim.") % {
            "status": booking.get_status_display().lower()
        }
    if action in ("edit", "drop"):
        if action == "drop" and document.kind not in SIDE_KINDS:
            return _("Surat tanggapan mengikuti keputusan permohonan dan tidak dapat dibatalkan tersendiri.")
        return None if has_role(actor, booking, *WRITERS) else _("Konsep ini diubah oleh bidang pelaksana.")
    if action == "initial":
        return _why_no_initial(actor, booking, document)
    if action == "revise":
        may = has_role(actor, booking, *INITIALLERS) or _signatory_refusal(actor, booking, document, at) is None
        return None if may else _("Konsep dikembalikan oleh pejabat yang memaraf atau menandatanganinya.")
    if not booking.decision and document.kind == DocumentKind.REPLY_LETTER:
        return _("Permohonan sedang diperiksa ulang. Tunggu keputusan baru sebelum menandatangani.")
    return _signatory_refusal(actor, booking, document, at) or why_nothing_returns(document)


def why_nothing_returns(document: Document) -> str | None:
    """A letter that is signed on paper or in another program goes out with its number first."""
    if document.number or not signing_for(document).choice.takes_file:
        return None
    return _("Beri nomor dan unduh suratnya dahulu, tanda tangani, lalu unggah kembali.")


def why_no_number(actor: Actor, document: Document, at: datetime) -> str | None:
    """Why the actor may not give the letter its number before it is signed; the signer and TU may."""
    booking = booking_of(document)
    if booking is None or document.kind not in NUMBERED_BY_HAND:
        return _("Naskah ini tidak diberi nomor dengan tangan.")
    if (sentence := _past_editing(document, at)) is not None:
        return sentence
    if stands_beside_the_case(booking, document):
        decided = booking.decision or document.kind != DocumentKind.REPLY_LETTER
        if booking.status in (Status.CANCELLED, Status.LAPSED) or not decided:
            return _("Belum ada keputusan yang dapat disampaikan dengan surat ini.")
        by_tu = document.kind in LETTERS and may_record(actor, booking)
        return None if by_tu else _signatory_refusal(actor, booking, document, at)
    here = situation_of(booking, at, runs=runs_of(booking))
    if here.run is None or here.run.kind != Kind.SEND_REPLY:
        return _("Nomor diberikan setelah surat selesai diparaf.")
    return None if may_record(actor, booking) else not_holder(actor, here)


def _past_editing(document: Document, at: datetime, *, being_signed: bool = False) -> str | None:
    if document.is_signing:
        busy = is_being_signed(document, at=at) and not being_signed
        return _("Naskah ini sedang ditandatangani. Tunggu paling lama dua menit.") if busy else None
    if document.status in OPEN_STATUSES:
        return None
    return _("Naskah ini sudah berstatus %(status)s. Muat ulang halaman.") % {
        "status": document.get_status_display().lower()
    }


def _why_no_initial(actor: Actor, booking: Booking, document: Document) -> str | None:
    if not has_role(actor, booking, *INITIALLERS):
        return _("Paraf diberikan sekretaris, kepala bidang, atau subkoordinator.")
    if document.kind in SIDE_KINDS and not SIDE_KINDS[document.kind].initialled:
        return _("Naskah ini ditandatangani langsung, tanpa paraf.")
    if has_initialled(actor, document):
        return _("Anda sudah memaraf konsep ini.")
    return None


def has_initialled(actor: Actor, document: Document) -> bool:
    """Whether the draft bears the initials of the actor's position."""
    return document.initials.filter(position=actor.position, withdrawn_at__isnull=True).exists()


def _signatory_refusal(actor: Actor, booking: Booking, document: Document, at: datetime) -> str | None:
    """Letters are the head's, a nota dinas its division's, a record that of whoever hands the kit over."""
    if document.kind == DocumentKind.MEMO:
        may = has_role(actor, booking, *INITIALLERS)
        return None if may else _("Nota dinas ditandatangani sekretaris, kepala bidang, atau subkoordinator.")
    if document.kind == DocumentKind.HANDOVER_RECORD:
        may = has_role(actor, booking, *WRITERS)
        return None if may else _("Berita acara ditandatangani petugas yang menyerahkan alatnya.")
    if actor.position is None or actor.position.office_id != booking.office_id:
        return _("Surat ini ditandatangani kepala dinas.")
    return _not_signatory(actor, at)


def _not_signatory(actor: Actor, at: datetime) -> str | None:
    """Why the actor does not sign for his office now: not the head, or somebody acts for him."""
    office, position = actor.office, actor.position
    if office is None or position is None or actor.appointment is None:
        return _("Surat ini ditandatangani kepala dinas.")
    day = at.astimezone(office.tz).date()
    reached = responsible_for_many(positions_for_role(Role.OFFICE_HEAD, office=office), day)
    if actor.on_behalf_of is not None:
        if actor.on_behalf_of.pk in reached and Kind.SEND_REPLY in actor.scope:
            return None
        return _("Pelimpahan Anda tidak mencakup penandatanganan surat tanggapan.")
    if any(each.pk == actor.appointment.pk for responsible in reached.values() for each in responsible.appointments):
        return None
    acting = acting_holder(position, day) if position.pk in reached else None
    if acting is not None:
        return _("%(title)s, %(name)s, sedang menjabat.") % {"title": acting.printed_title, "name": acting.user.name}
    return _("Surat ini ditandatangani kepala dinas.")
