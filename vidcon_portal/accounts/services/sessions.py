"""Where somebody is signed in: noted now and then, ended by himself, forgotten when it is over."""

from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db import transaction

from vidcon_portal.accounts.models import ApiToken, User

SEEN = "seen_at"
NOTED_EVERY = timedelta(minutes=10)
"""Each page would cost a statement more; to the minute nobody needs it."""


def is_to_note(session: SessionBase, *, at: datetime) -> bool:
    return at.timestamp() - float(session.get(SEEN, 0)) >= NOTED_EVERY.total_seconds()


def note_use(session: SessionBase, user: User, *, address: str, agent: str, at: datetime) -> None:
    """Keep when, from which address and with which browser the session was used last.

    A session of before this list existed enters it here.
    """
    session[SEEN] = int(at.timestamp())
    if session.session_key is None:
        return
    longest = UserSession._meta.get_field("user_agent").max_length
    said: dict[str, Any] = {"user": user, "ip": address, "user_agent": agent[:longest], "last_seen_at": at}
    UserSession.objects.update_or_create(
        session_key=session.session_key, defaults=said, create_defaults={**said, "created_at": at}
    )


def end_session(row: UserSession) -> None:
    """That browser is asked to sign in again at its next page."""
    row.end()


@transaction.atomic
def end_others(user: User, *, but: str | None) -> int:
    """Every session except the one with the key ``but``, and every token of programs; returns how many."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=but or ""))
    for row in others:
        row.end()
    tokens, _per_model = ApiToken.objects.filter(user=user).delete()
    return len(others) + int(tokens)


def forget_ended_sessions(*, at: datetime) -> int:
    """The clean-up: sessions that ran out, and what was noted of them (addresses, browsers); returns how many notes."""
    Session.objects.filter(expire_date__lte=at).delete()
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    count, _per_model = gone.delete()
    return int(count)
