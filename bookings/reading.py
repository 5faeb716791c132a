"""Whether a reader has something new before him on a case."""

from collections.abc import Iterable

from vidcon_portal.accounts.actors import Actor

from .models import Booking, StepAssignment
from .models.disposition import dispositions_of
from .permissions import assignment_is_for, is_applicant, is_office_actor
from .queries.conversation import messages_for, reads_of


def needs_reading(booking: Booking, actor: Actor, pending: Iterable[StepAssignment]) -> bool:
    """An unread disposition, step or message of the other side; ``pending`` are the assignments that wait."""
    if actor.user is None:
        return False
    inside = is_office_actor(actor, booking)
    if not inside and not is_applicant(actor, booking):
        return False
    if any(each.read_at is None and assignment_is_for(each, actor, booking) for each in pending):
        return True
    if inside and _has_unread_disposition(booking, actor):
        return True
    return _has_new_message(booking, actor, inside=inside)


def _has_unread_disposition(booking: Booking, actor: Actor) -> bool:
    position = actor.position
    return position is not None and any(
        recipient.position_id == position.pk and recipient.read_at is None
        for each in dispositions_of(booking)
        for recipient in each.recipients
    )


def _has_new_message(booking: Booking, actor: Actor, *, inside: bool) -> bool:
    """Of the other side or, among internal notes, of a colleague."""
    me = actor.user.pk if actor.user else None
    theirs = [
        each
        for each in messages_for(booking, actor)
        if each.author_id != me and (each.is_internal or each.from_office != inside)
    ]
    if not theirs:
        return False
    mine = (each.read_at for each in reads_of(booking) if each.user_id == me and each.from_office == inside)
    read_at = next(mine, None)
    return read_at is None or any(each.created_at > read_at for each in theirs)
