"""What the worker does for messages."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from .services import bundle_due, send_due
from .wake import LOCK, SEND_TASK

logger = logging.getLogger(__name__)


@app.task(name=SEND_TASK, queue="messages")
def send_due_deliveries() -> None:
    """Send what is due now."""
    send_due(at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="notifications.sweep", queue="messages", queueing_lock=f"{LOCK}.sweep")
def sweep_deliveries(timestamp: int) -> None:
    """Once a minute: digests, repeats that have become due, and whatever no wake-up call announced."""
    now = timezone.now()
    bundle_due(at=now)
    send_due(at=now)


@app.periodic(cron="*/10 * * * *")
@app.task(name="jobs.retry_stalled", queue="default", queueing_lock="retry_stalled")
async def retry_stalled_jobs(timestamp: int) -> None:
    """A killed worker leaves its job marked as running; without a heartbeat it is queued again."""
    for job in await app.job_manager.get_stalled_jobs():
        logger.warning("job %s (%s) lost its worker and is queued again", job.id, job.task_name)
        await app.job_manager.retry_job(job)
