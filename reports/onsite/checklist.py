"""What must be there for the event, as the technician's page lists it."""

from dataclasses import dataclass

from bookings.models import Booking
from verification.kinds.prepare import asked_for
from verification.models import ChecklistItem


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    carrier: str = ""
    is_ready: bool = False
    photo_url: str = ""


def lines_of(booking: Booking) -> list[Line]:
    """What was ticked or added, then what the request names and nobody has ticked yet."""
    ticked = ChecklistItem.objects.filter(booking=booking).select_related("photo").order_by("pk")
    lines = [
        Line(each.name, each.carrier, each.is_ready, each.photo.get_absolute_url() if each.photo else "")
        for each in ticked
    ]
    known = {line.name for line in lines}
    return lines + [Line(item["name"]) for item in asked_for(booking) if item["name"] not in known]
