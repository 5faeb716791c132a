"""What the worker does for results, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .complaints.services import remind_overdue_complaints
from .evaluation.services import prepare_due_evaluations, remind_evaluations
from .exports.services import MAKE_TASK, forget_exports, make_export
from .privacy.services import remind_data_requests
from .recap.services import prepare_due_recaps
from .statistics.services import measure_rows
from .survey.services import invite_due


@app.periodic(cron="10 * * * *")
@app.task(queue="timers", queueing_lock="prepare_recaps", pass_context=False)
def prepare_recaps(timestamp: int) -> None:
    """On the first working day the recap of the past month stands ready; asked every hour, done once."""
    prepare_due_recaps(at=timezone.now())


@app.periodic(cron="25 * * * *")
@app.task(queue="timers", queueing_lock="evaluations", pass_context=False)
def ask_for_evaluations(timestamp: int) -> None:
    """In the new year each service standard has its evaluation, and it is asked for until somebody signs it."""
    prepare_due_evaluations(at=timezone.now())
    remind_evaluations(at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queue="timers", queueing_lock="remind_complaints", pass_context=False)
def remind_complaints(timestamp: int) -> None:
    """Whoever answers is told once that a deadline has passed."""
    remind_overdue_complaints(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="timers", queueing_lock="remind_data_requests", pass_context=False)
def remind_about_data_requests(timestamp: int) -> None:
    """The 3 × 24 hours of a request about personal data never run out unseen."""
    remind_data_requests(at=timezone.now())


@app.periodic(cron="20 * * * *")
@app.task(queue="timers", queueing_lock="invite_respondents", pass_context=False)
def invite_respondents(timestamp: int) -> None:
    """Each applicant whose case was completed gets his one-time link."""
    invite_due(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queue="timers", queueing_lock="measure_rows", pass_context=False)
def measure_closed_rows(timestamp: int) -> None:
    """Statistics count what is worked out here: how long each closed row took."""
    measure_rows()


@app.task(name=MAKE_TASK, queue="exports")
def make_asked_export(export_id: str) -> None:
    """A long file; one that was given up meanwhile is not made."""
    make_export(export_id, at=timezone.now())


@app.periodic(cron="50 * * * *")
@app.task(name="reports.forget_exports", queue="timers", queueing_lock="forget_exports", pass_context=False)
def forget_old_exports(timestamp: int) -> None:
    """Files that were made are kept for some days (``EXPORT_KEPT_DAYS``)."""
    forget_exports(at=timezone.now())
