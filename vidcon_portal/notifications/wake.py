"""Telling the worker that the outbox holds something; a leaf between the services and the tasks."""

import contextlib

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

SEND_TASK = "notifications.send_due"
LOCK = "notifications.send_due"


def wake_sender() -> None:
    """Queue one sweep unless one is queued. Call it after the commit: a taken queueing lock aborts a transaction."""
    with contextlib.suppress(AlreadyEnqueued):
        app.configure_task(SEND_TASK, queueing_lock=LOCK).defer()
