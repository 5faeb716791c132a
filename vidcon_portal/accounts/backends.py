"""Signing in with a password, and who the session belongs to."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.utils import timezone

from .models import User
from .queries import user_with_appointments


class AccountBackend(ModelBackend):
    """Django's own, which reads the user of each request together with what he holds."""

    def get_user(self, user_id: Any) -> User | None:
        user = user_with_appointments(user_id, at=timezone.now())
        return user if user is not None and self.user_can_authenticate(user) else None
