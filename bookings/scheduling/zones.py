"""A time for readers all over the country: the office's own, and the same moment on another clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bookings.models import Booking
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.durations import format_day_and_clock, format_range

from .availability import label_of
from .spans import Span

WEST, MIDDLE = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Makassar")


def is_elsewhere(zone: ZoneInfo, home: ZoneInfo, *, at: datetime) -> bool:
    """Whether a clock there shows another hour."""
    return at.astimezone(zone).utcoffset() != at.astimezone(home).utcoffset()


def other_zone_of(booking: Booking) -> ZoneInfo | None:
    """Where the participants read another hour: as the request says, else where its agency sits; None if nowhere.

    ``booking.office`` and ``booking.agency`` must be loaded.
    """
    name = booking.other_zone or booking.agency.timezone
    zone = ZoneInfo(name) if name else None
    at = booking.first_session_start or booking.created_at
    return zone if zone is not None and is_elsewhere(zone, booking.office.tz, at=at) else None


def when_of(span: Span, booking: Booking) -> str:
    """The time of a session for everybody whom it concerns: both hours when they differ."""
    zone = other_zone_of(booking)
    label = label_of(span, booking.office)
    return f"{label} ({beside(span, booking.office.tz, zone)})" if zone else label


def beside(span: Span, home: ZoneInfo, zone: ZoneInfo) -> str:
    """The same moment there: "08.00–10.00 WIB", with its date where another day is written at home."""
    text = format_range(span.start, span.end, zone)
    day = span.start.astimezone(zone).date()
    if day == span.start.astimezone(home).date() or day != span.end.astimezone(zone).date():
        return text
    return format_day_and_clock(day, text)


def national_label_of(span: Span, office: Office, zone: ZoneInfo | None = None) -> str:
    """ "Rabu, 2 Desember 2026 pukul 09.00–11.00 WITA (08.00–10.00 WIB)": the capital's hour, there WITA, or ``zone``."""
    is_western = not is_elsewhere(WEST, office.tz, at=span.start)
    other = zone or (MIDDLE if is_western else WEST)
    return f"{label_of(span, office)} ({beside(span, office.tz, other)})"
