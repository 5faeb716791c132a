"""What the worker does for meetings."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services.meetings import withdraw_ended_meetings


@app.periodic(cron="*/5 * * * *")
@app.task(queue="timers", queueing_lock="withdraw_meetings", pass_context=False)
def withdraw_meetings(timestamp: int) -> None:
    """Links and passcodes end with their session, also when the case closed long before it."""
    withdraw_ended_meetings(at=timezone.now())
