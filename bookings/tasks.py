"""What the worker does for bookings, every minute."""

from django.utils import timezone
from procrastinate.contrib.django import app

from vidcon_portal.accounts.models import Office

from .reminders import remind
from .scheduling.labels import TASK as LABELS_TASK
from .scheduling.labels import make_labels
from .scheduling.services import hold_waiting
from .workflow.timers import run_due_timers


@app.periodic(cron="* * * * *")
@app.task(queue="timers", queueing_lock="run_timers", pass_context=False)
def run_timers(timestamp: int) -> None:
    """Offers run out, acknowledgements close themselves, untouched cases lapse, people are reminded."""
    now = timezone.now()
    run_due_timers(at=now)
    remind(at=now)


@app.task(name=LABELS_TASK, queue="papers")
def make_kit_labels(office_id: int) -> None:
    """The sheet of QR labels of an office's kit."""
    make_labels(Office.objects.get(pk=office_id), at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queue="timers", queueing_lock="serve_waiting", pass_context=False)
def serve_waiting(timestamp: int) -> None:
    """A waiting case that somebody worked on when its slot came free is served here."""
    now = timezone.now()
    for office in Office.objects.filter(is_active=True):
        hold_waiting(office, None, at=now)
