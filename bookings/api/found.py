"""Finding what a path or a payload names, as far as the caller may see it; and the office's clock around it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from bookings.errors import Clash
from bookings.models import Booking
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.api_auth import actor_of
from vidcon_portal.kept import Given, kept
from vidcon_portal.procedures.models import Service

from .shapes import alternative_json


def find_booking(request: HttpRequest, ticket: str) -> Booking:
    """The request with this ticket; what the hat may not see is not there."""
    visible = Booking.objects.submitted().visible_to(actor_of(request))
    found = (
        visible.select_related("office", "agency__office", "applicant", "service", "procedure")
        .filter(ticket=ticket)
        .first()
    )
    if found is None:
        raise Http404
    return found


def find_service(request: HttpRequest, name: int | str) -> Service:
    """By id, or by code in the caller's office."""
    if (pk := _as_id(name)) is not None:
        found = _service_by_id().first(pk=pk)
    else:
        found = _services().filter(code=name, office=actor_of(request).office).first()
    if found is None:
        raise Http404
    return found


@kept
def _service_by_id() -> QuerySet[Service]:
    return _services().filter(pk=Given("pk"))


def _services() -> QuerySet[Service]:
    return Service.objects.with_limits().select_related("office").filter(is_active=True, office__is_active=True)


def find_agency(office: Office, name: int | str) -> Agency:
    """By id or code among those that the office serves."""
    pk = _as_id(name)
    wanted = Q(pk=pk) if pk is not None else Q(code=str(name))
    found = Agency.objects.select_related("office").filter(wanted, office=office, is_active=True).first()
    if found is None:
        raise Http404
    return found


@contextmanager
def office_time(office: Office) -> Iterator[None]:
    """Moments without an offset count at the office; so do the alternatives of a clash."""
    with timezone.override(office.tz):
        try:
            yield
        except Clash as refusal:
            refusal.alternatives = [alternative_json(each, office.tz) for each in refusal.alternatives]
            raise


def _as_id(name: int | str) -> int | None:
    text = str(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
