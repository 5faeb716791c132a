"""What waits to be read, and what the outbox holds."""

from vidcon_portal.accounts.models import Office, User

from .choices import DeliveryState
from .models import Delivery, DeliveryQuerySet


def unread_count(user: User) -> int:
    """Messages in the portal that the user has not opened."""
    return Delivery.objects.inbox_of(user).unread().count()


def inbox(user: User) -> DeliveryQuerySet:
    """The user's messages, newest first, ready for a list page."""
    return Delivery.objects.inbox_of(user).select_related("office").order_by("-created_at", "-id")


def outbox(office: Office | None) -> DeliveryQuerySet:
    """What left (or should leave) the portal for an office, or for all, newest first."""
    rows = Delivery.objects.outgoing().select_related("recipient", "office").order_by("-created_at", "-id")
    return rows.filter(office=office) if office is not None else rows


def failed_count(office: Office) -> int:
    """Messages given up; an admin is shown how many."""
    return Delivery.objects.outgoing().filter(office=office, state=DeliveryState.FAILED).count()
