"""What the worker does for accounts, by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services.sessions import forget_ended_sessions


@app.periodic(cron="50 * * * *")
@app.task(name="accounts.forget_sessions", queue="timers", queueing_lock="forget_sessions", pass_context=False)
def forget_sessions(timestamp: int) -> None:
    """Sessions that are over leave no trace of address or browser."""
    forget_ended_sessions(at=timezone.now())
