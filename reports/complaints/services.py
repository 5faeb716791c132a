"""Writing complaints: received, answered, closed. Every refusal is a sentence."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.errors import Incomplete, NotLegal, NotYours
from bookings.models import Booking
from bookings.numbering import new_tracking_code, next_serial, tracking_hash
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import responsible_for
from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.services.files import keep_bytes
from vidcon_portal.documents.wording import official_language
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify
from vidcon_portal.notifications.wording import later

from ..choices import ComplaintCategory, ComplaintChannel, ComplaintStatus, Identity, NoteKind
from ..models import Complaint, ComplaintNote
from ..permissions import may_answer_complaint, may_record_complaint
from .deadlines import due_at
from .routing import handler_for, people_meant

OWNER_KIND = "complaint"

CLOSING = {
    "finish": ComplaintStatus.DONE,
    "reject": ComplaintStatus.REJECTED,
    "forward": ComplaintStatus.FORWARDED,
}
"""Deeds that end a complaint."""


def file_complaint(
    office: Office, data: Mapping[str, Any], *, at: datetime, recorded_by: Actor | None = None
) -> tuple[Complaint, str]:
    """Receive it, route it, start its clock, tell the one who answers. Returns it with its kode lacak, shown once.

    Of an anonymous complainant neither name nor contact is kept, whatever was typed. ``recorded_by`` entered what came
    by another way than the portal; raises ``NotYours`` when he may not.
    """
    if recorded_by is not None and (not may_record_complaint(recorded_by) or recorded_by.office != office):
        raise NotYours(_("Pengaduan dari jalur lain dicatat petugas pengaduan atau tata usaha."))
    attachment = None
    if data.get("attachment"):
        # The file's own name may tell who sent it.
        attachment = keep_bytes(data["attachment"], name="lampiran", by=recorded_by or SYSTEM, office=office, at=at)
    with transaction.atomic():
        return _receive(office, data, attachment, at=at)


def _receive(
    office: Office, data: Mapping[str, Any], attachment: StoredFile | None, *, at: datetime
) -> tuple[Complaint, str]:
    serial, year = next_serial(office, RegisterKind.COMPLAINT, at=at)
    code = new_tracking_code()
    is_anonymous = data["identity"] == Identity.ANONYMOUS
    ticket = (data.get("booking") or "").strip().upper()
    booking = Booking.objects.submitted().filter(office=office, ticket=ticket).first() if ticket else None
    about = data.get("about", "").strip()
    concerned = people_meant(office, about, booking=booking, category=data["category"], at=at)
    complaint = Complaint.objects.create(
        office=office,
        ticket=f"{office.code.upper()}-P-{year}-{serial:04d}",
        tracking_hash=tracking_hash(code),
        channel=data.get("channel") or ComplaintChannel.PORTAL,
        category=data["category"],
        subject=data["subject"],
        text=data["text"],
        about=about,
        booking=booking,
        identity=data["identity"],
        name="" if is_anonymous else data.get("name", ""),
        contact="" if is_anonymous else data.get("contact", ""),
        lapor_number=data.get("lapor_number", ""),
        handler=handler_for(office, data["category"], about=about, concerned=concerned, at=at),
        received_at=at,
        due_at=due_at(office, data["category"], since=at),
    )
    complaint.concerned.set(concerned)
    if attachment is not None:
        attachment.name = attachment.name.replace("lampiran", f"lampiran {complaint.ticket}", 1)
        attachment.owner_kind, attachment.owner_id = OWNER_KIND, str(complaint.pk)
        attachment.save(force_insert=True)
    _tell_handler(complaint, gettext_lazy("Pengaduan baru %(ticket)s"), "new", at=at)
    return complaint, code


@transaction.atomic
def answer_complaint(complaint: Complaint, deed: str, *, text: str, by: Actor, at: datetime) -> Complaint:
    """``answer`` keeps it open; ``finish``, ``reject``, ``forward`` end it with the words that the complainant reads.

    Raises ``NotYours``, ``NotLegal``, ``Incomplete``.
    """
    complaint = _locked(complaint, by)
    text = text.strip()
    if not text:
        sentence = _("Tulis tanggapan yang dibaca pelapor.")
        raise Incomplete(sentence, {"text": [sentence]})
    if deed != "answer" and deed not in CLOSING:
        raise NotLegal(_("Tindakan ini tidak ada."))
    _write(complaint, NoteKind.ANSWER, text, by=by, at=at)
    complaint.answered_at = complaint.answered_at or at
    complaint.status = CLOSING.get(deed, ComplaintStatus.ANSWERED)
    if deed in CLOSING:
        complaint.closed_at = at
    complaint.save(update_fields=["answered_at", "status", "closed_at"])
    return complaint


@transaction.atomic
def note_complaint(complaint: Complaint, *, text: str, by: Actor, at: datetime) -> ComplaintNote:
    """An internal note: the complainant never reads it. Taking it up counts as begun."""
    complaint = _locked(complaint, by)
    if not text.strip():
        sentence = _("Tulis catatannya.")
        raise Incomplete(sentence, {"text": [sentence]})
    if complaint.status == ComplaintStatus.NEW:
        complaint.status = ComplaintStatus.PROCESSING
        complaint.save(update_fields=["status"])
    return _write(complaint, NoteKind.INTERNAL, text.strip(), by=by, at=at)


@transaction.atomic
def sort_complaint(
    complaint: Complaint,
    *,
    category: str,
    concerned: Iterable[User],
    lapor_number: str,
    by: Actor,
    at: datetime,
) -> Complaint:
    """Put it under another category, name whom it is about, note its LAPOR! number.

    The clock follows the category, from the day of receipt. Once the one who answers it is among those concerned, or
    the category asks for another desk, it moves there and is told.
    """
    complaint = _locked(complaint, by)
    people = list(concerned)
    complaint.concerned.set(people)
    before = complaint.handler_id
    if category != complaint.category:
        complaint.category = ComplaintCategory(category)
        complaint.due_at = due_at(complaint.office, category, since=complaint.received_at)
    about = complaint.about or " ".join(user.name for user in people)
    moves = (
        category == ComplaintCategory.CONDUCT
        or any(
            each.user_id in {user.pk for user in people}
            for each in complaint.handler.appointments.active_on(at.astimezone(complaint.office.tz).date())
        )
        if complaint.handler is not None
        else True
    )
    if moves:
        complaint.handler = handler_for(complaint.office, category, about=about, concerned=people, at=at)
    complaint.lapor_number = lapor_number.strip()[:40]
    if complaint.status == ComplaintStatus.NEW:
        complaint.status = ComplaintStatus.PROCESSING
    complaint.save(update_fields=["category", "due_at", "handler", "lapor_number", "status"])
    with official_language():
        sorted_as = _("Dipilah: %(category)s.") % {"category": complaint.get_category_display()}
    _write(complaint, NoteKind.INTERNAL, sorted_as, by=by, at=at)
    if complaint.handler_id != before:
        _tell_handler(
            complaint, gettext_lazy("Pengaduan %(ticket)s beralih ke Anda"), f"moved-{complaint.handler_id}", at=at
        )
    return complaint


@transaction.atomic
def reply_to_complaint(complaint: Complaint, *, text: str, at: datetime) -> ComplaintNote:
    """The complainant adds something; whoever holds ticket and code may. A closed one is opened again by it."""
    complaint = Complaint.objects.select_for_update(of=("self",)).select_related("office").get(pk=complaint.pk)
    text = text.strip()
    if not text:
        sentence = _("Tulis keterangan Anda.")
        raise Incomplete(sentence, {"text": [sentence]})
    note = _write(complaint, NoteKind.REPLY, text, by=None, at=at)
    if complaint.status in (ComplaintStatus.ANSWERED, ComplaintStatus.DONE):
        complaint.status, complaint.closed_at = ComplaintStatus.PROCESSING, None
        complaint.save(update_fields=["status", "closed_at"])
    _tell_handler(complaint, gettext_lazy("Pelapor menambah keterangan pada %(ticket)s"), f"reply-{note.pk}", at=at)
    return note


def remind_overdue_complaints(*, at: datetime, limit: int = 100) -> int:
    """Tell whoever answers, once per complaint, that its deadline has passed."""
    late = Complaint.objects.overdue(at=at).filter(overdue_told_at__isnull=True).select_related("office", "handler")
    told = 0
    for complaint in late.order_by("due_at")[:limit]:
        with transaction.atomic():
            _tell_handler(
                complaint, gettext_lazy("Pengaduan %(ticket)s lewat batas waktu"), "overdue", at=at, topic=Topic.OVERDUE
            )
            complaint.overdue_told_at = at
            complaint.save(update_fields=["overdue_told_at"])
        told += 1
    return told


def _locked(complaint: Complaint, by: Actor) -> Complaint:
    """Re-read under lock; refuse who may not, and what is over."""
    fresh = Complaint.objects.select_for_update(of=("self",)).select_related("office", "handler").get(pk=complaint.pk)
    if not may_answer_complaint(by, fresh):
        raise NotYours(_("Pengaduan ini ditangani jabatan lain."))
    if fresh.is_closed:
        raise NotLegal(_("Pengaduan ini sudah ditutup: %(status)s.") % {"status": fresh.get_status_display().lower()})
    return fresh


def _write(complaint: Complaint, kind: NoteKind, text: str, *, by: Actor | None, at: datetime) -> ComplaintNote:
    return ComplaintNote.objects.create(
        complaint=complaint,
        kind=kind,
        text=text[:10_000],
        author=by.user if by else None,
        author_title=by.title if by else "",
        written_at=at,
    )


def _tell_handler(
    complaint: Complaint, subject: object, key: str, *, at: datetime, topic: Topic = Topic.INFORMATION
) -> None:
    """Nothing of the content and nobody's name: mail and chat are not private. Never to those concerned."""
    if complaint.handler is None:
        return
    reached = responsible_for(complaint.handler, on=at.astimezone(complaint.office.tz).date())
    spared = set(complaint.concerned.values_list("pk", flat=True))
    notify(
        [each.user for each in reached.appointments if each.user_id not in spared],
        topic=topic,
        subject=later(lambda: str(subject) % {"ticket": complaint.ticket}),
        body=later(
            lambda: (
                _("%(category)s. Batas tanggapan %(due)s.")
                % {
                    "category": complaint.get_category_display(),
                    "due": complaint.due_at.astimezone(complaint.office.tz).strftime("%d-%m-%Y"),
                }
            )
        ),
        url=complaint.get_absolute_url(),
        dedupe_key=f"complaint-{complaint.pk}-{key}",
        office=complaint.office,
        at=at,
    )
