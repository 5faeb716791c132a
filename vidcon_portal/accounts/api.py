"""Signing in, the caller's hats, offices and agencies."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from allauth.core.internal import ratelimit
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency, Office, User
from vidcon_portal.accounts.queries import hat_key, hats
from vidcon_portal.accounts.services.tokens import code_is_right, issue_token, needs_code
from vidcon_portal.api_auth import actor_of, user_of
from vidcon_portal.problems import Problem

router = Router(tags=["Akun dan kantor"])

TRIES = {"api-token": "10/5m/key,60/5m/ip"}
"""Wrong passwords or codes: of one person from one address, and from one address."""

RETRY_AFTER = 300


class SignIn(Schema):
    username: str = Field(max_length=150)
    password: str = Field(max_length=1000)
    otp: str = Field("", max_length=20, description="Kode aplikasi autentikator atau kode cadangan.")


class Token(Schema):
    token: str
    expires_at: datetime


class OfficeOut(Schema):
    id: int
    code: str
    name: str
    short_name: str
    timezone: str


class AgencyOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    office: str


class HatOut(Schema):
    key: str = Field(description="Isi untuk kepala X-Acting-As.")
    title: str
    role: str
    office: str
    agency: str | None
    on_behalf_of: str | None


class PersonOut(Schema):
    username: str
    name: str
    email: str


class Me(Schema):
    user: PersonOut
    acting_as: str | None
    appointments: list[HatOut]


@router.post("/token", auth=None, response=Token, summary="Masuk dan terima token 12 jam")
def create_token(request: HttpRequest, payload: SignIn) -> Any:
    tried = _count_try(request, payload.username)
    user = authenticate(request, username=payload.username, password=payload.password)
    if not isinstance(user, User):
        raise _refused(_("Nama pengguna atau kata sandi salah."))
    if needs_code(user):
        if not payload.otp:
            raise _refused(_("Akun ini memakai kode aplikasi autentikator. Isi otp."), otp_required=True)
        if not code_is_right(user, payload.otp):
            raise _refused(_("Kode salah atau sudah dipakai."), otp_required=True)
    tried.rollback()
    text, token = issue_token(user, at=timezone.now())
    return {"token": text, "expires_at": timezone.localtime(token.expires_at)}


@router.get("/me", response=Me, summary="Saya dan peran saya")
def read_me(request: HttpRequest) -> Any:
    user = user_of(request)
    return {
        "user": {"username": user.username, "name": user.name, "email": user.email},
        "acting_as": hat_key(actor_of(request)) or None,
        "appointments": [_hat(each) for each in hats(user, at=timezone.now())],
    }


@router.get("/offices", response=list[OfficeOut], summary="Kantor")
def list_offices(request: HttpRequest) -> Any:
    return Office.objects.filter(is_active=True)


@router.get("/agencies", response=list[AgencyOut], summary="Perangkat daerah yang dilayani sebuah kantor")
def list_agencies(request: HttpRequest, office: str = "") -> Any:
    found = chosen_office(request, office)
    return [
        {"id": each.pk, "code": each.code, "name": each.name, "kind": each.kind, "office": found.code}
        for each in Agency.objects.filter(office=found, is_active=True)
    ]


def chosen_office(request: HttpRequest, code: str) -> Office:
    """The office with the code, else the caller's own."""
    own = actor_of(request).office
    if not code and own is not None:
        return own
    found = Office.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise Http404
    return found


def _hat(actor: Actor) -> dict[str, Any]:
    position = actor.position
    assert position is not None
    assert actor.office is not None
    return {
        "key": hat_key(actor),
        "title": actor.title,
        "role": position.role,
        "office": actor.office.code,
        "agency": position.agency.name if position.agency else None,
        "on_behalf_of": actor.on_behalf_of.title if actor.on_behalf_of else None,
    }


def _count_try(request: HttpRequest, username: str) -> ratelimit.RateLimitUsage:
    """Count this try; a right one is taken back. Refuses while there were too many."""
    key = f"{ratelimit.get_ip(request)}:{username.lower()}"
    usage = ratelimit.consume(request, app="vidcon_portal", action="api-token", config=TRIES, key=key)
    if usage is None:
        raise Problem(
            "too-many-requests",
            HTTPStatus.TOO_MANY_REQUESTS,
            _("Terlalu banyak percobaan. Coba lagi lima menit lagi."),
            retry_after=RETRY_AFTER,
        )
    return usage


def _refused(sentence: str, **more: Any) -> Problem:
    return Problem("unauthorized", HTTPStatus.UNAUTHORIZED, sentence, **more)
