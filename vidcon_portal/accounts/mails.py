"""The one mail that an account writes by itself: the way to a new password."""

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import User


def send_reset(user: User) -> None:
    """A fresh link to the account's own address, in its language; it is written nowhere else. Raises what SMTP raises."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": token})
    with translation.override(user.language or settings.LANGUAGE_CODE):
        context = {"user": user, "link": f"{settings.SITE_URL}{path}"}
        subject = " ".join(render_to_string("accounts/mail/reset_subject.txt", context).split())
        text = render_to_string("accounts/mail/reset_body.txt", context)
        html = render_to_string("accounts/mail/reset_body.html", {**context, "title": subject})
    mail = EmailMultiAlternatives(subject, text, to=[user.email], headers={"Auto-Submitted": "auto-generated"})
    mail.attach_alternative(html, "text/html")
    mail.send()
