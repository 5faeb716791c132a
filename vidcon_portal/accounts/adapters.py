"""What we tell allauth: accounts are made by an admin, nobody signs himself up."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Signing in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """SSO leads to an existing account only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False
