"""The public pages: the offices, one office, its SOPs, its service standard."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.parts import Frame

from . import office_pages, queries, sop_pages, standard_pages
from .models import Procedure
from .preset_parts import Preset
from .preset_rows import read_procedure


@require_safe
def list_offices(request: HttpRequest) -> HttpResponse:
    context = {
        "offices": office_pages.office_lines(queries.public_services()),
        "tracking_url": office_pages.TRACKING,
    }
    return render(request, "procedures/offices.html", context)


@require_safe
def show_office(request: HttpRequest, office: str) -> HttpResponse:
    found = _office(office)
    calendar = queries.usable_calendar_for(found)
    versions = queries.in_force_of(found)
    context = {
        "office": found,
        "frame": _frame(found),
        "tracking_url": office_pages.TRACKING,
        "complaints_url": office_pages.COMPLAINTS.format(office=found.code),
        "survey_url": office_pages.SURVEY.format(office=found.code),
        "pledge_url": office_pages.PLEDGE.format(office=found.code),
        "open_data_url": office_pages.OPEN_DATA.format(office=found.code),
        "privacy_url": office_pages.PRIVACY.format(office=found.code),
        "hours": office_pages.opening_hours(found, calendar, at=timezone.now()) if calendar else None,
        "services": [office_pages.service_part(found, version, _read(version)) for version in versions],
    }
    return render(request, "procedures/office.html", context)


@require_safe
def show_procedure(request: HttpRequest, office: str, service: str = "", version: int | None = None) -> HttpResponse:
    found = _office(office)
    shown = queries.published_version(found, service, version)
    if shown is None and service:
        raise Http404
    context = {
        "office": found,
        "frame": _frame(found),
        "sop": sop_pages.sop_page(found, shown, _read(shown)) if shown else None,
        "services": sop_pages.service_links(found, queries.in_force_of(found), shown, "procedure_of_service"),
        "versions": sop_pages.version_links(found, shown, queries.versions_of(shown)) if shown else [],
        "pdf_url": reverse("documents:published", args=[found.code, "sop", shown.service.code])
        if shown is not None and shown.status == Procedure.Status.IN_FORCE
        else "",
    }
    return render(request, "procedures/sop.html", context)


@require_safe
def show_standard(request: HttpRequest, office: str, service: str = "") -> HttpResponse:
    found = _office(office)
    shown = queries.published_version(found, service)
    if shown is None and service:
        raise Http404
    context = {
        "office": found,
        "frame": _frame(found),
        "procedure": shown,
        "components": standard_pages.components(found, _read(shown)) if shown else [],
        "services": sop_pages.service_links(found, queries.in_force_of(found), shown, "standard_of_service"),
    }
    return render(request, "procedures/standard.html", context)


def _office(code: str) -> Office:
    return get_object_or_404(Office, code=code, is_active=True)


def _read(version: Procedure) -> Preset:
    """What is published was checked before: it can always be read."""
    preset, problems = read_procedure(version)
    if preset is None:
        raise ValueError(f"procedure {version.pk} in force cannot be read: {problems}")
    return preset


def _frame(office: Office) -> Frame:
    return Frame(
        office_name=office.short_name,
        office_line=f"{office.name}, {office.government}",
        home_url=office.get_absolute_url(),
    )
