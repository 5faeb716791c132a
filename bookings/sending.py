"""How a form arrives: from a page whose reader had to sign in meanwhile; out of a phone's queue, where it is carried
out once however often it is sent and answered in JSON."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bookings.errors import DomainError, Incomplete
from vidcon_portal.accounts.models import User
from vidcon_portal.idempotency import HEADER, Keep, answer_once
from vidcon_portal.problems import Problem

LATEST_ENTRY = timedelta(hours=24)
"""How long what was written down without a connection may wait; an older entry is one for the ordinary form."""


def posted_from_above(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A form of the page whose address lies one level above. Who had to sign in to send it comes back by GET: to that
    page, where what he typed stands again."""

    @wraps(view)
    def only_post(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return redirect(f"{request.path.rstrip('/').rpartition('/')[0]}/")
        return require_POST(view)(request, *args, **kwargs)

    return only_post


def tapped_at(request: HttpRequest, *, at: datetime) -> datetime | None:
    """When a queued entry was tapped, by the phone's clock set right by the portal's; None for an ordinary form.

    Never later than ``at``. Raises Incomplete for what is too old.
    """
    text = request.POST.get("tapped_at", "")
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Incomplete(_("Waktu catatan tidak terbaca. Catat lewat formulir di halaman permohonan."))
    if moment < at - LATEST_ENTRY:
        raise Incomplete(_("Catatan ini lebih dari 24 jam yang lalu. Catat lewat formulir di halaman permohonan."))
    return min(moment, at)


def carry_out_once(
    request: HttpRequest,
    effect: Callable[[Callable[[], None]], object],
    *,
    user: User,
    at: datetime,
    done: str,
    back: str,
    again: Callable[[str, str], HttpResponse] | None = None,
) -> HttpResponse:
    """Carry out ``effect``, which calls what it receives inside its own transaction; then lead ``back``.

    With an ``Idempotency-Key`` the answer is JSON, and a second sending is answered as the first was. A refusal is its
    sentence, on the page (``again`` draws it with what was typed, from the refusal and its details) or in the JSON; it is not kept, so the same entry may
    be sent again.
    """
    queued = HEADER in request.headers
    try:
        if queued:

            def carry_out(keep: Keep) -> tuple[int, dict[str, Any]]:
                body = {"done": done}
                effect(lambda: keep(HTTPStatus.OK, body))
                return HTTPStatus.OK, body

            return answer_once(request, carry_out, user=user, at=at, content=_content_of(request))
        effect(lambda: None)
    except (DomainError, Problem) as error:
        sentences = [error.sentence]
        if isinstance(error, Incomplete) and error.fields:
            sentences = [sentence for found in error.fields.values() for sentence in found]
        if queued:
            return JsonResponse({"refusal": " ".join(sentences)}, status=error.status)
        if again is not None:
            return again(error.sentence, " ".join(sentences))
        messages.error(request, " ".join(sentences))
        return redirect(back)
    messages.success(request, f"{done}.")
    return redirect(back)


def _content_of(request: HttpRequest) -> bytes:
    """What makes a repeated sending the same one: every field and every byte of a photograph."""
    digest = hashlib.sha256()
    for name, values in sorted(request.POST.lists()):
        if name != "csrfmiddlewaretoken":  # it may be another after signing in again
            digest.update(repr((name, values)).encode())
    for name, uploads in sorted(request.FILES.lists()):
        for upload in uploads:
            digest.update(repr((name, upload.name)).encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.digest()
