"""Whether a reader has something new before him on a case."""

from django.db.models import Q

from vidcon_portal.accounts.actors import Actor

from .models import Booking, DispositionRecipient, StepRun
from .permissions import assignment_is_for, is_applicant, is_office_actor, may_see_internal


def needs_reading(booking: Booking, actor: Actor, run: StepRun | None) -> bool:
    """An unread disposition, step or message of the other side; three queries at most."""
    if actor.user is None:
        return False
    inside = is_office_actor(actor, booking)
    if not inside and not is_applicant(actor, booking):
        return False
    if run is not None and any(
        assignment_is_for(each, actor, booking) for each in run.assignments.filter(read_at__isnull=True)
    ):
        return True
    if (
        inside
        and DispositionRecipient.objects.filter(
            disposition__booking=booking, position=actor.position, read_at__isnull=True
        ).exists()
    ):
        return True
    read_at = (
        booking.message_reads.filter(user=actor.user, from_office=inside).values_list("read_at", flat=True).first()
    )
    new = Q(created_at__gt=read_at) if read_at is not None else Q()
    theirs = Q() if may_see_internal(actor, booking) else Q(is_internal=False)
    side = Q(from_office=not inside) | Q(is_internal=True)
    return booking.messages.filter(new, side, theirs).exclude(author=actor.user).exists()
