"""What every gateway is given, and what its HTTP answers mean."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Protocol

import httpx
from django.utils.translation import gettext as _

from vidcon_portal.outside import leads_inside

from ..errors import NotDelivered
from ..models import Gateway

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LONGEST_WAIT = timedelta(hours=1)
BAD_TOKEN = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message: ``number`` is E.164 without the plus sign; ``link`` is an absolute address or empty."""

    number: str
    subject: str
    body: str
    link: str

    @property
    def text(self) -> str:
        return "\n\n".join(part for part in (f"*{self.subject}*", self.body, self.link) if part)


class WhatsAppGateway(Protocol):
    """Hands one message to a provider and returns the provider's own number for it; raises NotDelivered."""

    def send(self, gateway: Gateway, message: Outgoing) -> str: ...


def post(
    url: str,
    *,
    headers: Mapping[str, str],
    form: Mapping[str, str] | None = None,
    json: Mapping[str, Any] | None = None,
    busy_codes: Collection[int] = (),
) -> dict[str, Any]:
    """POST and return the JSON object of the answer; every way in which this may fail is a NotDelivered.

    Redirects are not followed: they would carry the token elsewhere. ``busy_codes`` are the provider's own numbers for
    "too many", whatever the HTTP code says. Nothing is sent into the server's own network.
    """
    if leads_inside(url):
        raise NotDelivered(_("Alamat gerbang berada di jaringan dalam server. Perbaiki alamatnya."), final=True)
    try:
        response = httpx.post(url, headers=dict(headers), data=form, json=json, timeout=TIMEOUT)
    except httpx.TimeoutException as error:
        raise NotDelivered(_("Gerbang tidak menjawab dalam 10 detik."), unreachable=True) from error
    except httpx.HTTPError as error:
        said = _("Gerbang tidak dapat dihubungi (%(error)s).") % {"error": type(error).__name__}
        raise NotDelivered(said, unreachable=True) from error
    answer = _read(response)
    if code_in(answer) in busy_codes:
        raise NotDelivered(refusal_of(response.status_code, reason_in(answer)))
    refuse_by_status(response, reason_in(answer))
    return answer


def refuse_by_status(response: httpx.Response, reason: str) -> None:
    """Too many and server faults may be tried again; a bad token and a bad message may not."""
    code = response.status_code
    if code < HTTPStatus.MULTIPLE_CHOICES:
        return
    if code in BAD_TOKEN:
        raise bad_token(reason)
    said = refusal_of(code, reason)
    if code == HTTPStatus.TOO_MANY_REQUESTS:
        raise NotDelivered(said, wait=retry_after(response.headers.get("Retry-After", "")))
    raise NotDelivered(said, final=code < HTTPStatus.INTERNAL_SERVER_ERROR and code != HTTPStatus.REQUEST_TIMEOUT)


def refused(reason: str, *, final: bool = False) -> NotDelivered:
    """The gateway answered, and did not take the message."""
    return NotDelivered(_("Gerbang tidak mengirim: %(reason)s") % {"reason": reason or "status: false"}, final=final)


def refusal_of(code: int, reason: str) -> str:
    """What the admin reads: whose fault it is, then the provider's own words."""
    if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        said = _("Gerbang sedang terganggu (%(code)s). %(reason)s")
    elif code == HTTPStatus.TOO_MANY_REQUESTS:
        said = _("Gerbang meminta menunggu (%(code)s). %(reason)s")
    else:
        said = _("Gerbang menolak pesan ini (%(code)s). %(reason)s")
    return (said % {"code": code, "reason": reason}).strip()


def bad_token(reason: str) -> NotDelivered:
    return NotDelivered(
        _("Token gerbang ditolak. Perbarui token, lalu kirim ulang. %(reason)s") % {"reason": reason}, final=True
    )


def retry_after(header: str) -> timedelta | None:
    """Seconds of a Retry-After header, at most an hour; the date form is ignored, our own pauses then hold."""
    return min(timedelta(seconds=int(header)), LONGEST_WAIT) if header.strip().isdecimal() else None


def reason_in(answer: Mapping[str, Any]) -> str:
    """The provider's own words, shortened."""
    found: Any = answer.get("reason") or answer.get("message") or answer.get("error") or ""
    if isinstance(found, Mapping):
        found = found.get("message") or ""
    return " ".join(str(found).split())[:200]


def code_in(answer: Mapping[str, Any]) -> int | None:
    error = answer.get("error")
    code = error.get("code") if isinstance(error, Mapping) else None
    return code if isinstance(code, int) else None


def _read(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    if response.is_success:
        raise NotDelivered(_("Jawaban gerbang tidak dapat dibaca."))
    return {}
