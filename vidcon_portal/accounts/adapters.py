"""What we tell allauth: who wants an account asks an office for it (``signups``), nobody gets one at once."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.httpkit import get_client_ip
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

NOWHERE = "0.0.0.0"  # noqa: S104 - an address that nobody has, not one to listen on


class AccountAdapter(DefaultAccountAdapter):
    """Signing in only."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Whoever comes without an address (a socket, a test) counts as one and the same for every limit."""
        return get_client_ip(request) or NOWHERE

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """SSO leads to an existing account only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False
