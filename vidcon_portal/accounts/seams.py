"""What this app needs from above it, named in settings as dotted paths: the ground floor imports no wing or sibling."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

DELEGATION_SCOPES = "vidcon_portal.procedures.choices.Kind"
WRITTEN_HOURS = "vidcon_portal.procedures.written_hours"
WORK_CALENDAR = "vidcon_portal.procedures.calendar.WorkCalendar"


def delegation_scopes() -> list[tuple[str, Any]]:
    """The kinds of steps that a delegation may name, as choices; ``settings.DELEGATION_SCOPES`` may replace the enum."""
    scopes: list[tuple[str, Any]] = list(
        import_string(getattr(settings, "DELEGATION_SCOPES", DELEGATION_SCOPES)).choices
    )
    return scopes


def check_office_hours(*, timezone: str, weekly: object, ramadan: object, ramadan_periods: object) -> None:
    """Raise ValueError with the user's sentence when clocks could not run on these hours."""
    calendar = import_string(getattr(settings, "WORK_CALENDAR", WORK_CALENDAR))
    calendar.from_json(timezone, weekly, ramadan_hours=ramadan, ramadan_periods=ramadan_periods)


def written_hours() -> Any:
    """The module that reads and says hours and periods as people write them; ``settings.WRITTEN_HOURS`` may replace it."""
    return import_module(getattr(settings, "WRITTEN_HOURS", WRITTEN_HOURS))
