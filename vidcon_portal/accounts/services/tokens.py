"""Bearer tokens for programs: opaque, twelve hours, only their hash kept."""

import hashlib
import secrets
from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled

from vidcon_portal.accounts.models import ApiToken, User

LASTS = timedelta(hours=12)
USE_IS_NOTED_EVERY = timedelta(minutes=5)


def issue_token(user: User, *, at: datetime) -> tuple[str, ApiToken]:
    """A new token, which is told only now; the user's expired ones are deleted."""
    ApiToken.objects.filter(user=user, expires_at__lte=at).delete()
    text = secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=user,
        hash=token_hash(text),
        password_mark=user.get_session_auth_hash(),
        created_at=at,
        expires_at=at + LASTS,
    )
    return text, token


def user_of_token(text: str, *, at: datetime) -> User | None:
    """Whose token this is; None when it is unknown, expired, older than the password, or the user is inactive."""
    token = ApiToken.objects.select_related("user").filter(hash=token_hash(text), expires_at__gt=at).first()
    if token is None or not token.user.is_active:
        return None
    if not secrets.compare_digest(token.password_mark, token.user.get_session_auth_hash()):
        return None
    if token.last_used_at is None or at - token.last_used_at > USE_IS_NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
    return token.user


def needs_code(user: User) -> bool:
    """Whether the password alone does not let him in."""
    return bool(is_mfa_enabled(user))


def code_is_right(user: User, code: str) -> bool:
    """Whether this is the user's TOTP code, not used before, or one of his recovery codes; a used code is spent."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    for authenticator in Authenticator.objects.filter(user=user, type__in=kinds).order_by("-type"):
        if authenticator.wrap().validate_code(code.strip()):
            return True
    return False


def token_hash(text: str) -> str:
    """Tokens are long and random, so a plain digest is enough."""
    return hashlib.sha256(text.encode()).hexdigest()
