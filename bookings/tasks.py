"""What the worker does for bookings, every minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .reminders import remind_overdue
from .workflow.timers import run_due_timers


@app.periodic(cron="* * * * *")
@app.task(queue="timers", queueing_lock="run_timers", pass_context=False)
def run_timers(timestamp: int) -> None:
    """Offers run out, acknowledgements close themselves, untouched cases lapse, the late are reminded."""
    now = timezone.now()
    run_due_timers(at=now)
    remind_overdue(at=now)
