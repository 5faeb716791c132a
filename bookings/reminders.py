"""What is overdue is told to the holder and to his superior, once per visit."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify

from .models import Booking, OverallRun, RowRun
from .officials import officials_for


def remind_overdue(*, at: datetime, limit: int = 100, office: Office | None = None) -> int:
    """Notify for each running clock that is past due; repeated calls send nothing twice."""
    told = 0
    late: list[tuple[RowRun | OverallRun, str, str]] = [
        *_late_rows(at, limit, office),
        *_late_services(at, limit, office),
    ]
    for run, sentence, key in late:
        _tell(run.booking, sentence, key, at)
        run.overdue_told_at = at
        run.save(update_fields=["overdue_told_at"])
        told += 1
    return told


def _late_rows(at: datetime, limit: int, office: Office | None) -> Iterator[tuple[RowRun, str, str]]:
    late = RowRun.objects.filter(
        closed_at__isnull=True, paused_at__isnull=True, due_at__lt=at, overdue_told_at__isnull=True
    )
    if office is not None:
        late = late.filter(booking__office=office)
    late = late.select_related("booking__office", "booking__agency", "booking__applicant", "row").order_by("due_at")
    for run in late[:limit]:
        yield run, _("Baris %(number)s SOP melewati waktu bakunya.") % {"number": run.row.number}, f"overdue-{run.pk}"


def _late_services(at: datetime, limit: int, office: Office | None) -> Iterator[tuple[OverallRun, str, str]]:
    late = OverallRun.objects.filter(
        closed_at__isnull=True, paused_at__isnull=True, due_at__lt=at, overdue_told_at__isnull=True
    )
    if office is not None:
        late = late.filter(booking__office=office)
    late = late.select_related(
        "booking__office", "booking__agency", "booking__applicant", "booking__procedure"
    ).order_by("due_at")
    for run in late[:limit]:
        assert run.booking.procedure is not None
        sentence = _("Janji layanan %(hours)d jam sejak permohonan diterima terlewati.") % {
            "hours": run.booking.procedure.overall_hours or 0
        }
        yield run, sentence, f"overdue-service-{run.pk}"


def _tell(booking: Booking, sentence: str, key: str, at: datetime) -> None:
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
        body=sentence,
        url=booking.get_absolute_url(),
        dedupe_key=key,
        office=booking.office,
        at=at,
    )
