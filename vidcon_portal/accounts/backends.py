"""Signing in with a password, and who the session belongs to."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet

from vidcon_portal.kept import Given, kept

from .models import User


@kept
def _by_id() -> QuerySet[User]:
    return User.objects.filter(pk=Given("pk"))


class AccountBackend(ModelBackend):
    """Django's own, which reads the user of each request by a statement that is kept."""

    def get_user(self, user_id: Any) -> User | None:
        user = _by_id().first(pk=user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
