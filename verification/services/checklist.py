"""The list of what must be there for an event, ticked on the spot."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from bookings.errors import Incomplete
from bookings.models import Booking
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import StoredFile

from ..models import ChecklistItem

MOST = 60


@transaction.atomic
def mark_item(
    booking: Booking,
    name: str,
    *,
    is_ready: bool,
    carrier: str | None = None,
    photo: StoredFile | None = None,
    by: Actor,
    at: datetime,
) -> ChecklistItem:
    """Tick a line, or add it. What was said later stands, in whatever order two phones send it.

    ``carrier`` and ``photo`` stay as they were where nothing is given. Raises Incomplete.
    """
    assert by.user is not None, "a line is ticked by somebody"
    name = " ".join(name.split())[:200]
    if not name:
        raise Incomplete(
            _("Tulis nama barang atau pekerjaannya."), {"name": [_("Tulis nama barang atau pekerjaannya.")]}
        )
    Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    item = ChecklistItem.objects.filter(booking=booking, name=name).first()
    if item is None:
        if ChecklistItem.objects.filter(booking=booking).count() >= MOST:
            raise Incomplete(_("Paling banyak %(most)s butir.") % {"most": MOST})
        item = ChecklistItem(booking=booking, name=name, changed_at=at, changed_by=by.user)
    if item.pk is None or at >= item.changed_at:
        item.is_ready = is_ready
        item.carrier = item.carrier if carrier is None else carrier.strip()[:120]
        item.changed_at, item.changed_by = at, by.user
    item.photo = photo or item.photo
    item.save()
    return item
