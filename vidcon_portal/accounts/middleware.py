"""Which hat the signed-in user wears in this request, and in which time zone and look he reads."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.cookies import remember_language, remember_theme
from vidcon_portal.accounts.errors import NotYourHat
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.queries import choose_hat, hats
from vidcon_portal.accounts.services.sessions import is_to_note, note_use

HAT = "hat"
TIMEZONE = "timezone"


class ActorMiddleware:
    """Sets ``request.actor``: None for a visitor, else the hat that the session chose, looked up on first use.

    ``request.hats`` are all hats that the user may wear, read with it.

    A chosen hat that has ended falls back to the default one, and the page says so. Activates the time zone of the
    hat's office. The first page after signing in also gives this browser the user's language and theme; now and
    then it is noted that the session is used. Stands after the middlewares of sessions, authentication and messages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor, request.hats = None, []  # type: ignore[attr-defined]
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or SESSION_KEY not in request.session:
            return self.get_response(request)
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        request.hats = SimpleLazyObject(  # type: ignore[attr-defined]
            lambda: hats(user, at=timezone.now(), appointments=user.read_appointments)
        )
        request.actor = SimpleLazyObject(lambda: find_actor(request, user))  # type: ignore[attr-defined]
        if is_to_note(request.session, at=(now := timezone.now())):
            address, agent = get_adapter().get_client_ip(request), request.headers.get("User-Agent", "")
            note_use(request.session, user, address=address, agent=agent, at=now)
        is_first = TIMEZONE not in request.session
        if is_first:
            remember_place(request, find_actor(request, user))
        with timezone.override(request.session[TIMEZONE]):
            response = self.get_response(request)
        if is_first and not response.cookies:
            remember_language(response, user.language)
            remember_theme(response, user.theme)
        return response


def find_actor(request: HttpRequest, user: User) -> Actor:
    """The hat of this session; no query, one where something was lent."""
    worn = request.hats  # type: ignore[attr-defined]
    try:
        return choose_hat(worn, request.session.get(HAT), user=user)
    except NotYourHat:
        del request.session[HAT]
        actor = choose_hat(worn, None, user=user)
        remember_place(request, actor)
        messages.warning(
            request,
            _("Peran yang Anda pilih sudah berakhir. Sekarang Anda: %(title)s.") % {"title": actor.title or user},
        )
        return actor


def remember_hat(request: HttpRequest, key: str, actor: Actor) -> None:
    """Keep the chosen hat and its office's time zone for the session."""
    request.session[HAT] = key
    remember_place(request, actor)


def remember_place(request: HttpRequest, actor: Actor) -> None:
    request.session[TIMEZONE] = actor.office.timezone if actor.office else settings.TIME_ZONE
