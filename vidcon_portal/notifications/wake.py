"""Telling the worker that the outbox holds something; a leaf between the services and the tasks."""

import contextlib

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

SEND_TASK = "notifications.send_due"
LOCK = "notifications.send_due"


def wake_sender() -> None:
    """Queue one sweep unless one is queued; the savepoint keeps a taken queueing lock from aborting what surrounds it."""
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(SEND_TASK, queueing_lock=LOCK).defer()
