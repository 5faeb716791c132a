"""A time for readers all over the country: the office's own, and the same moment where most others are."""

from zoneinfo import ZoneInfo

from bookings.scheduling.availability import label_of
from bookings.scheduling.spans import Span
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.durations import format_range

WEST, MIDDLE = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")


def national_label_of(span: Span, office: Office) -> str:
    """ "Rabu, 2 Desember 2026 pukul 09.00–11.00 WITA (08.00–10.00 WIB)": the capital's hour, there WITA."""
    is_western = span.start.astimezone(office.tz).utcoffset() == span.start.astimezone(WEST).utcoffset()
    other = MIDDLE if is_western else WEST
    return f"{label_of(span, office)} ({format_range(span.start, span.end, other)})"
