"""Signups of an office."""

from django.core import signing
from django.db.models import F, QuerySet

from vidcon_portal.accounts.models import Agency, Office

from .choices import SignupState
from .models import Signup

SALT = "signups.email"


def signups_of(office: Office) -> QuerySet[Signup]:
    """Those that wait first, oldest on top; then the decided ones, newest on top."""
    rows = Signup.objects.filter(office=office).select_related("office", "decided_by")
    return rows.order_by(F("decided_at").desc(nulls_first=True), "asked_at", "pk")


def confirmation_token(signup: Signup) -> str:
    """Goes by mail only: who brings it back reads the mail of the address. Good for as long as the signup is kept."""
    return signing.dumps([signup.pk, signup.email], salt=SALT)


def signup_to_confirm(token: str) -> Signup | None:
    """None for a token that we did not write, and when the signup is forgotten."""
    try:
        pk, email = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Signup.objects.filter(pk=pk, email=email).first()


def waiting_count(office: Office) -> int:
    return Signup.objects.filter(office=office, state=SignupState.WAITING).count()


def agency_named(office: Office, name: str) -> Agency | None:
    """The office's agency of that name, however it is cased and spaced."""
    plain = " ".join(name.split())
    return Agency.objects.filter(office=office, is_active=True, name__iexact=plain).order_by("pk").first()
