"""How many undecided cases of one agency may hold time at once (``Office.open_holds_limit``)."""

from django.utils.translation import gettext as _

from bookings.choices import LIVE, Hold
from bookings.models import Booking


def has_quota_left(booking: Booking) -> bool:
    """Whether a case that holds nothing yet may begin to; a confirmed leader's always may."""
    limit = booking.office.open_holds_limit
    return limit is None or booking.leader_confirmed or holds_elsewhere(booking) < limit


def holds_elsewhere(booking: Booking) -> int:
    """Other cases of the agency that hold time without a decision; one query."""
    others = Booking.objects.filter(
        office=booking.office_id, agency=booking.agency_id, status__in=LIVE, hold__in=(Hold.HELD, Hold.PARTIAL)
    )
    return others.exclude(pk=booking.pk).count()


def quota_sentence(booking: Booking) -> str:
    return _(
        "%(agency)s sudah menahan %(limit)d jadwal yang belum diputuskan, batas di kantor ini. Jadwal ini menyusul setelah "
        "salah satunya diputuskan atau dibatalkan."
    ) % {"agency": booking.agency.name, "limit": booking.office.open_holds_limit}
