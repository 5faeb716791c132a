"""What the worker does for meetings."""

from django.utils import timezone
from procrastinate.contrib.django import app

from .services.leftovers import delete_leftovers
from .services.meetings import withdraw_ended_meetings
from .services.notices import fetch_attendance, forget_attendees
from .services.providing import carry_out_due, follow_accounts, look_around, notice_changes


@app.periodic(cron="*/5 * * * *")
@app.task(queue="timers", queueing_lock="withdraw_meetings", pass_context=False)
def withdraw_meetings(timestamp: int) -> None:
    """Links and passcodes end with their session, also when the case closed long before it."""
    withdraw_ended_meetings(at=timezone.now())


MOST = 5
"""Meetings carried in one go: the queue must not wait long for a provider that does not answer."""


@app.periodic(cron="* * * * *")
@app.task(queue="messages", queueing_lock="carry_meetings", pass_context=False)
def carry_meetings(timestamp: int) -> None:
    """Once a minute to the providers: what moved or was called off, what is to be made, what failed before."""
    now = timezone.now()
    follow_accounts(at=now)
    notice_changes(at=now)
    carry_out_due(at=now, limit=MOST)
    delete_leftovers(at=now, limit=MOST)


@app.periodic(cron="*/10 * * * *")
@app.task(queue="messages", queueing_lock="look_at_meetings", pass_context=False)
def look_at_meetings(timestamp: int) -> None:
    """What somebody changed on the provider's side is found before the event."""
    look_around(at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(queue="messages", queueing_lock="fetch_attendance", pass_context=False)
def fetch_participants(timestamp: int) -> None:
    """Who was in the meetings that are over, where the provider keeps a list."""
    fetch_attendance(at=timezone.now(), limit=MOST)


@app.periodic(cron="40 1 * * *")
@app.task(queue="timers", queueing_lock="forget_attendees", pass_context=False)
def forget_participants(timestamp: int) -> None:
    """Each night the names of participants whose time is over."""
    forget_attendees(at=timezone.now())
