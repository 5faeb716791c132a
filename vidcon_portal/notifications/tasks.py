"""What the worker does for messages."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import send_due
from .wake import LOCK, SEND_TASK


@app.task(name=SEND_TASK, queue="messages")
def send_due_deliveries() -> None:
    """Send what is due now."""
    send_due(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="notifications.sweep", queue="messages", queueing_lock=f"{LOCK}.sweep")
def sweep_deliveries(timestamp: int) -> None:
    """Once a minute: repeats that have become due, and whatever no wake-up call announced."""
    send_due(at=timezone.now())
