"""Complaints as their pages show them; what the public reads never holds a name or an internal note."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, Fact, MessageLine, Tile
from vidcon_portal.ui.wording import say_date, say_short_date

from ..choices import ComplaintCategory, ComplaintStatus, NoteKind
from ..models import Complaint, ComplaintNote
from ..periods import Period
from ..permissions import may_know_complainant
from .deadlines import days_of

STATES = {
    ComplaintStatus.NEW: State.WAITING,
    ComplaintStatus.PROCESSING: State.CONFIRMED,
    ComplaintStatus.ANSWERED: State.DONE,
    ComplaintStatus.DONE: State.DONE,
    ComplaintStatus.REJECTED: State.REFUSED,
    ComplaintStatus.FORWARDED: State.RETURNED,
}
SOON = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    url: str
    ticket: str
    subject: str
    category: str
    channel: str
    received: str
    badge: Badge
    due: Badge | None


@dataclass(frozen=True, slots=True)
class CategoryLine:
    """One category in a summary."""

    label: str
    days: int
    received: int
    answered: int
    in_time: int


def badge_of(complaint: Complaint) -> Badge:
    return Badge(STATES[ComplaintStatus(complaint.status)], str(complaint.get_status_display()))


def due_badge(complaint: Complaint, *, at: datetime) -> Badge | None:
    """How near the deadline is; none once it is answered."""
    if complaint.answered_at is not None or complaint.is_closed:
        return None
    day = say_short_date(complaint.due_at)
    if complaint.due_at < at:
        return Badge(State.OVERDUE, _("Lewat, batasnya %(day)s") % {"day": day})
    state = State.WAITING if complaint.due_at - at < SOON else State.NEUTRAL
    return Badge(state, _("Batas %(day)s") % {"day": day}, icon="clock")


def complaint_rows(complaints: Iterable[Complaint], *, at: datetime) -> list[ComplaintRow]:
    return [
        ComplaintRow(
            each.get_absolute_url(),
            each.ticket,
            each.subject,
            str(each.get_category_display()),
            str(each.get_channel_display()),
            say_short_date(each.received_at),
            badge_of(each),
            due_badge(each, at=at),
        )
        for each in complaints
    ]


def inside_facts(complaint: Complaint, actor: Actor) -> list[Fact]:
    """For who answers; of the complainant only what this hat may know."""
    knows = may_know_complainant(actor, complaint)
    facts = [
        Fact(_("Jenis"), str(complaint.get_category_display())),
        Fact(_("Jalur"), str(complaint.get_channel_display())),
        Fact(_("Diterima"), say_date(complaint.received_at)),
        Fact(_("Batas tanggapan"), say_date(complaint.due_at)),
        Fact(_("Pelapor"), (complaint.name if knows else "") or str(complaint.get_identity_display())),
        Fact(_("Kontak"), complaint.contact if knows else ""),
        Fact(_("Petugas yang diadukan"), complaint.about),
        Fact(_("Ditangani"), complaint.handler.title if complaint.handler else _("belum ada")),
        Fact(_("Nomor LAPOR!"), complaint.lapor_number),
    ]
    if complaint.booking is not None:
        facts.append(Fact(_("Permohonan"), complaint.booking.ticket or "", url=complaint.booking.get_absolute_url()))
    return [fact for fact in facts if fact.value]


def attachments_of(complaint: Complaint) -> list[StoredFile]:
    return list(StoredFile.objects.filter(owner_kind="complaint", owner_id=str(complaint.pk)).order_by("created_at"))


def inside_lines(notes: Iterable[ComplaintNote]) -> list[MessageLine]:
    return [
        MessageLine(
            note.text,
            f"{note.get_kind_display()}" + (f", {note.author_title}" if note.author_title else ""),
            note.written_at,
            ours=note.kind != NoteKind.REPLY,
        )
        for note in notes
    ]


def public_lines(complaint: Complaint) -> list[MessageLine]:
    """Answers under the office's name, replies as "Anda"; internal notes are not even read from the database."""
    notes = complaint.notes.filter(kind__in=(NoteKind.ANSWER, NoteKind.REPLY)).only("kind", "text", "written_at")
    return [
        MessageLine(
            note.text,
            _("Anda") if note.kind == NoteKind.REPLY else complaint.office.short_name,
            note.written_at,
            ours=note.kind == NoteKind.REPLY,
        )
        for note in notes
    ]


def public_facts(complaint: Complaint) -> list[Fact]:
    return [
        Fact(_("Jenis"), str(complaint.get_category_display())),
        Fact(_("Diterima"), say_date(complaint.received_at)),
        Fact(_("Batas tanggapan"), say_date(complaint.due_at)),
    ]


def summary_of(office: Office, period: Period) -> list[CategoryLine]:
    """What came in during a period and how much was answered in time; two queries, no name anywhere."""
    span = period.span(office.tz)
    found = Complaint.objects.filter(office=office, received_at__gte=span.start, received_at__lt=span.end)
    in_time = Complaint.objects.answered_in_time().values("pk")
    counted: dict[str, Any] = {
        row["category"]: row
        for row in found.order_by()
        .values("category")
        .annotate(
            received=Count("pk"),
            answered=Count("pk", filter=Q(answered_at__isnull=False) | Q(closed_at__isnull=False)),
            in_time=Count("pk", filter=Q(pk__in=in_time)),
        )
    }
    days = days_of(office)
    return [
        CategoryLine(
            str(category.label),
            days[category],
            *(counted.get(category, {}).get(name, 0) for name in ("received", "answered", "in_time")),
        )
        for category in ComplaintCategory
    ]


def summary_tiles(lines: Iterable[CategoryLine]) -> list[Tile]:
    lines = list(lines)
    received, answered = sum(each.received for each in lines), sum(each.answered for each in lines)
    in_time = sum(each.in_time for each in lines)
    share = f"{(200 * in_time + answered) // (2 * answered)}%" if answered else "–"
    return [
        Tile(_("Diterima"), str(received)),
        Tile(_("Ditanggapi"), str(answered)),
        Tile(_("Tepat waktu"), share, _("dari yang ditanggapi")),
    ]
