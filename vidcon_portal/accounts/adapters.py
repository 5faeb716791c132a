"""What we tell allauth: who wants an account asks an office for it (``signups``), nobody gets one at once."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

RESET_TASK = "accounts.mail_reset"
NOWHERE = "0.0.0.0"  # noqa: S104 - an address that nobody has, not one to listen on


class AccountAdapter(DefaultAccountAdapter):
    """Signing in only."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan yang gagal. Tunggu lima menit, lalu coba lagi, atau atur ulang kata sandi."
        ),
        "username_password_mismatch": _("Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
        "email_password_mismatch": _("Pos-el atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whoever comes without an address (a socket, a test) counts as one and the same for every limit."""
        return get_client_ip(request) or NOWHERE

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """The worker writes it: a mail server that is slow or down is not the page's, and tells nobody who has an account."""
        app.configure_task(RESET_TASK).defer(user_id=user.pk)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """SSO leads to an existing account only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False
