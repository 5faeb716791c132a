"""Writing follow-up: who changed it, and when it was done."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.errors import NotYours
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from ..choices import FollowUpStatus
from ..models import FollowUp
from ..permissions import may_sign_recap


@transaction.atomic
def save_follow_up(row: FollowUp, *, office: Office, by: Actor, at: datetime) -> FollowUp:
    """Keep a new or changed line. ``done_on`` is the day on which it was first said to be done. Raises ``NotYours``."""
    if not may_sign_recap(by) or by.office != office or (row.pk and row.office_id != office.pk):
        raise NotYours(_("Rencana tindak lanjut disusun kepala dinas, sekretaris, kepala bidang, atau ketua tim."))
    if not row.pk:
        row.office, row.created_at = office, at
    is_done = row.status == FollowUpStatus.DONE
    row.done_on = (row.done_on or at.astimezone(office.tz).date()) if is_done else None
    row.changed_by = by.user
    row.save()
    return row
