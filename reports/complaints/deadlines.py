"""How long an answer may take, in working days of the office."""

from datetime import datetime, timedelta

from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.office_hours import CalendarError
from vidcon_portal.procedures.queries import calendar_for

from ..choices import ComplaintCategory
from ..models import ComplaintDeadline

USUAL_DAYS = {
    ComplaintCategory.INFORMATION: 5,
    ComplaintCategory.SERVICE: 14,
    ComplaintCategory.SUGGESTION: 14,
    ComplaintCategory.CONDUCT: 60,
}
"""Of PermenPANRB 62/2018 as generally known; an office writes its own into ``ComplaintDeadline``."""


def days_of(office: Office) -> dict[str, int]:
    """Working days by category; one query."""
    own = dict(ComplaintDeadline.objects.filter(office=office).values_list("category", "working_days"))
    return {str(category): own.get(category, days) for category, days in USUAL_DAYS.items()}


def due_at(office: Office, category: str, *, since: datetime) -> datetime:
    """The same local time so many working days on; calendar days while the office has no hours yet."""
    days = days_of(office)[category]
    try:
        return calendar_for(office).add_working_days(since, days)
    except CalendarError:
        return since + timedelta(days=days)
