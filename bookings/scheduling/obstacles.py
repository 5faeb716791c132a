"""What stands in the way of maintenance or leave, each with the way in which it could give way."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from bookings.choices import Purpose, ResourceKind
from bookings.models import Allocation, Booking, Resource
from bookings.workflow.legality import why_not
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from .availability import label_of
from .blocks import in_the_way, visible_ids
from .ledger import span_of
from .replacing import SWAPPED_KINDS
from .spans import Span

MOST = 12
"""Obstacles that a page spells out; a year of Fridays has more."""

SWAP, MOVE = "adjust", "reschedule"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One event, trial or block. ``remedy`` says how it gives way, ``url`` leads there as far as the reader may go."""

    title: str
    when: str
    kind: str
    remedy: str
    url: str = ""
    action: str = ""


def obstacles_of(
    resource: Resource, spans: Iterable[Span], *, actor: Actor, at: datetime
) -> tuple[list[Obstacle], int]:
    """The first obstacles in some spans, and how many more there are."""
    found: dict[tuple[object, ...], Allocation] = {}
    for row in in_the_way(resource, spans, at=at):
        whose: object = row.booking_id or ("block", row.block_id, row.during.lower)
        found.setdefault((whose, row.session_id), row)
    rows = list(found.values())
    shown = rows[:MOST]
    known = visible_ids(shown, actor)
    return [_obstacle(row, resource, known, actor=actor, at=at) for row in shown], len(rows) - len(shown)


def _obstacle(row: Allocation, resource: Resource, known: Collection[int], *, actor: Actor, at: datetime) -> Obstacle:
    office, booking, when = resource.office, row.booking, when_of(row, resource.office)
    kind = str(row.get_purpose_display()) if row.purpose in (Purpose.TRIAL, Purpose.OPTION) else ""
    if booking is None:
        return Obstacle(
            str(row.get_purpose_display()), when, "", _("Sudah tercatat. Batalkan dahulu, atau pilih waktu di luarnya.")
        )
    booking.office = office
    if booking.pk not in known:
        hidden = _("Anda tidak dapat membukanya. Minta subkoordinator atau kepala bidang memindahkannya.")
        return Obstacle(_("Kegiatan lain"), when, kind, hidden)
    return Obstacle(booking.title, when, kind, *_remedy(booking, resource, actor=actor, at=at))


def _remedy(booking: Booking, resource: Resource, *, actor: Actor, at: datetime) -> tuple[str, str, str]:
    """The sentence, where it leads and what the link says."""
    if resource.kind in SWAPPED_KINDS and (reason := why_not(actor, booking, SWAP, at)) is None:
        swap = _("Ganti petugas") if resource.kind == ResourceKind.PERSON else _("Ganti perangkat")
        return "", reverse("bookings:act", args=[booking.ticket, SWAP]), swap
    if resource.kind not in SWAPPED_KINDS:
        if (reason := why_not(actor, booking, MOVE, at)) is None:
            return "", reverse("bookings:act", args=[booking.ticket, MOVE]), _("Jadwalkan ulang")
        reason = _("Ruang dan akun tercetak di surat, jadi kegiatannya dijadwalkan ulang.") + f" {reason}"
    return reason or "", booking.get_absolute_url(), _("Buka permohonan")


def when_of(row: Allocation, office: Office) -> str:
    """The session's own hours, not those of its set-up; a trial has its own."""
    session = row.session if row.purpose != Purpose.TRIAL else None
    return label_of(Span(session.starts_at, session.ends_at) if session is not None else span_of(row), office)
