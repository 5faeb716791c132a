"""What must be there for the event, as the technician's page lists it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from bookings.models import Booking
from verification.choices import ItemState
from verification.kinds.prepare import MOST, site_items
from verification.models import ChecklistItem


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    carrier: str = ""
    is_ready: bool = False
    photo_url: str = ""


def lines_of(booking: Booking) -> list[Line]:
    """The list as it stands on the spot, with the photographs of it."""
    shown = ChecklistItem.objects.filter(booking=booking, photo__isnull=False).select_related("photo")
    photos = {each.name: each.photo.get_absolute_url() for each in shown if each.photo}
    return [
        Line(
            item["name"],
            item["note"] or (_("pemohon") if item["state"] == ItemState.APPLICANT else ""),
            item["state"] == ItemState.READY,
            photos.get(item["name"], ""),
        )
        for item in site_items(booking)
    ]


def put_list(data: QueryDict, booking: Booking) -> None:
    """Give the form of the step "Siapkan" the list as it stands on the spot."""
    for index, item in enumerate(site_items(booking)[:MOST]):
        for part, value in item.items():
            data[f"items-{index}-{part}"] = value
