"""What must be there for the event, as the technician's page lists it."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from bookings.models import Booking
from verification.choices import ItemState
from verification.kinds.prepare import MOST, Item, site_items
from verification.models import ChecklistItem


@dataclass(frozen=True, slots=True)
class Line:
    """``note``: what the step "Siapkan" said of it."""

    name: str
    carrier: str = ""
    note: str = ""
    is_ready: bool = False
    photo_url: str = ""


def lines_of(booking: Booking) -> list[Line]:
    """The list as it stands on the spot, with who brings what and the photographs of it."""
    ticked = {each.name: each for each in ChecklistItem.objects.filter(booking=booking).select_related("photo")}
    return [_line(item, ticked.get(item["name"])) for item in site_items(booking)]


def _line(item: Item, ticked: ChecklistItem | None) -> Line:
    carrier = ticked.carrier if ticked else ""
    if not carrier and item["state"] == ItemState.APPLICANT:
        carrier = _("pemohon")
    return Line(
        name=item["name"],
        carrier=carrier,
        note="" if ticked else item["note"],
        is_ready=item["state"] == ItemState.READY,
        photo_url=ticked.photo.get_absolute_url() if ticked and ticked.photo else "",
    )


def put_list(data: QueryDict, booking: Booking) -> None:
    """Give the form of the step "Siapkan" the list as it stands on the spot."""
    for index, item in enumerate(site_items(booking)[:MOST]):
        for part, value in item.items():
            data[f"items-{index}-{part}"] = value
