"""Who calls the API, wearing which hat: a bearer token, or the session of a browser."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.middleware import find_actor
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.queries import actor_for
from vidcon_portal.accounts.services.tokens import user_of_token

ACTING_AS = "X-Acting-As"


class TokenAuth(HttpBearer):
    """``Authorization: Bearer …``; an unknown token is refused even beside a session."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        at = timezone.now()
        user = user_of_token(token, at=at)
        if user is None:
            raise AuthenticationError(message=_("Token tidak dikenal."))
        request.user = user
        return actor_for(user, request.headers.get(ACTING_AS), at=at)


class BrowserAuth(APIKeyCookie):
    """The portal's own session; anything that writes must carry the CSRF token."""

    param_name = "sessionid"

    def _get_key(self, request: HttpRequest) -> str | None:
        if not request.user.is_authenticated:
            return None  # before CSRF is asked for: a stranger hears 401, not 403
        return super()._get_key(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        user = request.user
        if not isinstance(user, User) or not user.is_authenticated:
            return None
        if (chosen := request.headers.get(ACTING_AS)) is not None:
            return actor_for(user, chosen, at=timezone.now())
        return find_actor(request, user)


def actor_of(request: HttpRequest) -> Actor:
    """The caller, as the authenticator found him."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor


def user_of(request: HttpRequest) -> User:
    """The person behind the hat."""
    user = actor_of(request).user
    assert user is not None
    return user
