"""Telling the worker that the outbox holds something; a leaf between the services and the tasks."""

import contextlib

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from vidcon_portal.kept import kept

SEND_TASK = "notifications.send_due"
LOCK = "notifications.send_due"


def wake_sender() -> None:
    """Queue one sweep unless one is queued; the savepoint keeps a taken queueing lock from aborting what surrounds it.

    To be called when what it shall find is committed: a sweep that has not begun will see it.
    """
    if _queued().first() is not None:
        return
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(SEND_TASK, queueing_lock=LOCK).defer()


@kept
def _queued() -> "QuerySet[ProcrastinateJob, int]":
    waiting = ProcrastinateJob.objects.filter(queueing_lock=LOCK, status="todo")
    return waiting.order_by().values_list("pk", flat=True)[:1]
