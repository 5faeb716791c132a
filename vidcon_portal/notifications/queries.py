"""What waits to be read, and what the outbox holds."""

from vidcon_portal.accounts.models import Office, User

from .choices import Channel, DeliveryState
from .models import Delivery, DeliveryQuerySet, MessageText, Preference


def unread_count(user: User) -> int:
    """Messages in the portal that the user has not opened."""
    return Delivery.objects.inbox_of(user).unread().count()


def inbox(user: User) -> DeliveryQuerySet:
    """The user's messages, newest first, ready for a list page."""
    return Delivery.objects.inbox_of(user).select_related("office").order_by("-created_at", "-id")


def outbox(
    office: Office | None, *, state: DeliveryState | None = None, channel: Channel | None = None
) -> DeliveryQuerySet:
    """What left (or should leave) the portal for an office, or for all, newest first."""
    rows = Delivery.objects.outgoing().select_related("recipient", "office").order_by("-created_at", "-id")
    if office is not None:
        rows = rows.filter(office=office)
    if state is not None:
        rows = rows.filter(state=state)
    return rows.filter(channel=channel) if channel is not None else rows


def preference_of(user: User) -> Preference:
    """The person's choice, unsaved defaults while he has made none."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def failed_count(office: Office) -> int:
    """Messages given up; an admin is shown how many."""
    return Delivery.objects.outgoing().filter(office=office, state=DeliveryState.FAILED).count()


def texts_of(office: Office) -> dict[str, MessageText]:
    """The office's own words by kind."""
    return {text.kind: text for text in MessageText.objects.filter(office=office)}
