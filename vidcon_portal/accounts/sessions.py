"""Sessions in the database as Django keeps them, read by a statement that is kept: every page begins with it."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from vidcon_portal.kept import Given, kept


@kept
def _living() -> QuerySet[Session]:
    return Session.objects.filter(session_key=Given("key"), expire_date__gt=Given("now"))


class SessionStore(DatabaseStore):
    """One statement per request."""

    def _get_session_from_db(self) -> Any:
        session = _living().first(key=self.session_key, now=timezone.now())
        if session is None:
            self._session_key = None
        return session
