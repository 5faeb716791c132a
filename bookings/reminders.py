"""Overdue rows are told to the holder and to his superior, once per visit."""

from datetime import datetime

from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify

from .models import RowRun
from .officials import officials_for


def remind_overdue(*, at: datetime, limit: int = 100, office: Office | None = None) -> int:
    """Notify for each running row that is past due; repeated calls send nothing twice."""
    late = RowRun.objects.filter(
        closed_at__isnull=True, paused_at__isnull=True, due_at__lt=at, overdue_told_at__isnull=True
    )
    if office is not None:
        late = late.filter(booking__office=office)
    late = late.select_related("booking__office", "booking__agency", "booking__applicant", "row").order_by("due_at")
    told = 0
    for row_run in late[:limit]:
        booking = row_run.booking
        officials = officials_for(booking, at=at)
        people = [user for official in officials for user in official.people]
        superiors = [
            appointment.user
            for official in officials
            if official.assignment.position is not None and official.assignment.position.superior is not None
            for appointment in official.assignment.position.superior.appointments.active_on(
                at.astimezone(booking.office.tz).date()
            ).select_related("user")
        ]
        notify(
            dict.fromkeys([*people, *superiors]),
            topic=Topic.OVERDUE,
            subject=_("%(ticket)s lewat waktu baku") % {"ticket": booking.ticket},
            body=_("Baris %(number)s SOP melewati waktu bakunya.") % {"number": row_run.row.number},
            url=booking.get_absolute_url(),
            dedupe_key=f"overdue-{row_run.pk}",
            office=booking.office,
            at=at,
        )
        row_run.overdue_told_at = at
        row_run.save(update_fields=["overdue_told_at"])
        told += 1
    return told
