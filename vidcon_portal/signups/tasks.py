"""What the worker does for signups."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .choices import SignupState
from .models import Signup
from .queries import confirmation_token
from .services import CONFIRMATION_TASK, REFUSAL_TASK, forget_signups

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=6, retry_exceptions=[SMTPException, OSError])


@app.task(name=CONFIRMATION_TASK, queue="messages", retry=AGAIN)
def mail_confirmation(signup_id: int) -> None:
    """Ask the owner of the address whether it was he; who has answered is not asked again."""
    signup = Signup.objects.select_related("office").filter(pk=signup_id, email_confirmed_at__isnull=True).first()
    if signup is not None:
        _mail(signup, "confirm", reverse("signup_confirm", args=[confirmation_token(signup)]))


@app.task(name=REFUSAL_TASK, queue="messages", retry=AGAIN)
def mail_refusal(signup_id: int) -> None:
    """Tell somebody without an account why he gets none; a second run finds it told and does nothing."""
    signup = Signup.objects.select_related("office").filter(pk=signup_id, state=SignupState.REFUSED).first()
    if signup is None or signup.told_at is not None:
        return
    _mail(signup, "refusal", reverse("signup_asked", args=[signup.code]))
    Signup.objects.filter(pk=signup.pk).update(told_at=timezone.now())


def _mail(signup: Signup, letter: str, path: str) -> None:
    """To somebody without an account, in his language."""
    with translation.override(signup.language):
        context = {"signup": signup, "office": signup.office, "link": f"{settings.SITE_URL}{path}"}
        subject = " ".join(render_to_string(f"signups/mail/{letter}_subject.txt", context).split())
        body = render_to_string(f"signups/mail/{letter}_body.txt", context)
        html = render_to_string(f"signups/mail/{letter}_body.html", {**context, "title": subject})
    mail = EmailMultiAlternatives(subject, body, to=[signup.email], headers={"Auto-Submitted": "auto-generated"})
    mail.attach_alternative(html, "text/html")
    mail.send()


@app.periodic(cron="20 3 * * *")
@app.task(name="signups.forget", queue="timers", queueing_lock="forget_signups")
def forget(timestamp: int) -> None:
    """What was decided long ago leaves no name behind."""
    forget_signups(at=timezone.now())
