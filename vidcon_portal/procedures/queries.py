"""Reads across procedures and accounts."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from vidcon_portal.accounts.models import Holiday, Office
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import once

from .calendar import WorkCalendar
from .models import Procedure, Service
from .office_hours import CalendarError


def calendar_for(office: Office) -> WorkCalendar:
    """The working calendar of an office with its holidays and everybody's; one query, one a deed.

    Raises CalendarError when the office's tables of hours are empty or out of order.
    """
    return once(("calendar", office.pk), lambda: _calendar(office))


def _calendar(office: Office) -> WorkCalendar:
    return WorkCalendar.from_json(
        office.tz,
        office.weekly_hours,
        dict(_holidays().all(office=office.pk)),
        ramadan_hours=office.ramadan_hours,
        ramadan_periods=office.ramadan_periods,
    )


@kept
def _holidays() -> QuerySet[Holiday, tuple[date, str]]:
    """Everybody's come last, and win over the office's own name for the same day."""
    rows = Holiday.objects.filter(Q(office=Given("office")) | Q(office__isnull=True), cancelled=False)
    return rows.order_by("office_id").values_list("date", "name")


def usable_calendar_for(office: Office) -> WorkCalendar | None:
    """As ``calendar_for``; None while the office's hours are not filled in."""
    try:
        return calendar_for(office)
    except CalendarError:
        return None


def years_without_holidays(years: Iterable[int]) -> list[int]:
    """Those of the years of which no national day off is known yet; one query."""
    known = Holiday.objects.filter(office=None).values_list("date__year", flat=True).distinct()
    return sorted(set(years) - set(known))


def public_services() -> QuerySet[Service]:
    """What the offices offer to everyone, with the office; one query, offices by name."""
    services = Service.objects.filter(is_active=True, office__is_active=True).select_related("office")
    return services.order_by("office__government", "office__name", "name")


def in_force_of(office: Office) -> list[Procedure]:
    """The SOPs in force of an office's active services, with the service, by its name; one query."""
    return list(
        Procedure.objects.filter(service__office=office, service__is_active=True, status=Procedure.Status.IN_FORCE)
        .select_related("service__office")
        .order_by("service__name")
    )


def published_version(office: Office, service: str = "", version: int | None = None) -> Procedure | None:
    """The named version, else the one in force, of the named service, else of the first by name; never a draft."""
    found = Procedure.objects.filter(service__office=office, service__is_active=True).select_related("service__office")
    if service:
        found = found.filter(service__code=service)
    if version is None:
        found = found.filter(status=Procedure.Status.IN_FORCE)
    else:
        found = found.filter(version=version).exclude(status=Procedure.Status.DRAFT)
    return found.order_by("service__name").first()


def versions_of(procedure: Procedure) -> list[Procedure]:
    """Every version of the same service that is or was in force, newest first."""
    versions = Procedure.objects.filter(service_id=procedure.service_id).exclude(status=Procedure.Status.DRAFT)
    return list(versions.order_by("-version"))
