"""Writes: appointments and delegations, days off, whole offices, one's own profile."""

from .agencies import find_or_add_agency
from .appointments import appoint, appoint_acting, delegate, end_acting, end_appointment, end_delegation
from .holidays import HolidayImport, import_holidays
from .offices import Person, add_missing_positions, setup_office
from .people import change_email, choose_language, choose_theme, update_profile

__all__ = [
    "HolidayImport",
    "Person",
    "add_missing_positions",
    "appoint",
    "appoint_acting",
    "change_email",
    "choose_language",
    "choose_theme",
    "delegate",
    "end_acting",
    "end_appointment",
    "end_delegation",
    "find_or_add_agency",
    "import_holidays",
    "setup_office",
    "update_profile",
]
