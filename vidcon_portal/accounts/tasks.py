"""What the worker does for accounts, by the clock."""

from smtplib import SMTPException

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .adapters import RESET_TASK
from .mails import send_reset
from .models import User
from .services.sessions import forget_ended_sessions


@app.periodic(cron="50 * * * *")
@app.task(name="accounts.forget_sessions", queue="timers", queueing_lock="forget_sessions", pass_context=False)
def forget_sessions(timestamp: int) -> None:
    """Sessions that are over leave no trace of address or browser."""
    forget_ended_sessions(at=timezone.now())


AGAIN = RetryStrategy(max_attempts=6, exponential_wait=6, retry_exceptions=[SMTPException, OSError])


@app.task(name=RESET_TASK, queue="messages", retry=AGAIN)
def mail_reset(user_id: int) -> None:
    """The link is made here, so that no queue holds it; who was switched off meanwhile gets none."""
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is not None:
        send_reset(user)
