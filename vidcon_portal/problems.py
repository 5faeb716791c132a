"""Refusals of the API as RFC 9457 problems: a machine's ``type`` and a sentence in Indonesian, never a page."""

import logging
from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from vidcon_portal.accounts.errors import AccountsError

logger = logging.getLogger(__name__)

TITLES: Mapping[str, str | Promise] = {
    "already-handled": gettext_lazy("Sudah ditangani"),
    "clash": gettext_lazy("Jadwal terpakai"),
    "changed": gettext_lazy("Keadaannya berubah"),
    "not-now": gettext_lazy("Belum atau tidak lagi dapat dilakukan"),
    "not-yours": gettext_lazy("Bukan wewenang Anda"),
    "incomplete": gettext_lazy("Isian belum lengkap atau salah"),
    "not-found": gettext_lazy("Tidak ditemukan"),
    "unauthorized": gettext_lazy("Belum masuk"),
    "too-many-requests": gettext_lazy("Terlalu banyak percobaan"),
    "bad-request": gettext_lazy("Permintaan tidak terbaca"),
    "method-not-allowed": gettext_lazy("Metode tidak tersedia"),
    "not-ready": gettext_lazy("Belum siap"),
    "server-error": gettext_lazy("Gangguan pada portal"),
}
"""Every ``type`` that the API may answer."""

FALLBACK = {
    HTTPStatus.BAD_REQUEST: "bad-request",
    HTTPStatus.UNAUTHORIZED: "unauthorized",
    HTTPStatus.FORBIDDEN: "not-yours",
    HTTPStatus.NOT_FOUND: "not-found",
    HTTPStatus.METHOD_NOT_ALLOWED: "method-not-allowed",
    HTTPStatus.UNPROCESSABLE_ENTITY: "incomplete",
    HTTPStatus.TOO_MANY_REQUESTS: "too-many-requests",
}


class Problem(Exception):
    """A refusal of the API itself, with what the answer carries beside the sentence."""

    def __init__(self, type_: str, status: int, sentence: str, **more: Any) -> None:
        super().__init__(sentence)
        self.type, self.status, self.sentence, self.more = type_, status, str(sentence), more


def incomplete(field: str, sentence: str) -> Problem:
    """One field is wrong."""
    return Problem("incomplete", HTTPStatus.UNPROCESSABLE_ENTITY, sentence, fields={field: [sentence]})


def problem(type_: str, status: int, sentence: str, **more: Any) -> HttpResponse:
    """The answer: ``type``, ``title``, ``status``, ``detail`` and what else belongs to the type."""
    body = {"type": type_, "title": str(TITLES[type_]), "status": int(status), "detail": sentence, **more}
    response = JsonResponse(body, status=status, encoder=DjangoJSONEncoder, content_type="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    response["Cache-Control"] = "no-store"
    return response


def register_problems(api: NinjaAPI) -> None:
    """Answer every error of the ground floor as a problem."""
    answers: tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...] = (
        (Problem, _from_problem),
        (AuthenticationError, _unauthorized),
        (HttpError, _from_http_error),
        (ValidationError, _from_validation),
        (AccountsError, _from_accounts),
        (OverflowError, _out_of_range),
        (BadRequest, _unreadable),
        (SuspiciousOperation, _unreadable),
        (RequestDataTooBig, _too_big),
        (Http404, _not_found),
        (Exception, _server_error),
    )
    for error, answer in answers:
        api.add_exception_handler(error, answer)


def answer_in_problems(patterns: Iterable[Any]) -> list[URLPattern]:
    """The same addresses, whose refused methods and unreadable paths are problems too."""
    return [
        URLPattern(pattern.pattern, _guarded(pattern.callback), pattern.default_args, pattern.name)
        for pattern in patterns
    ]


def unknown_address(request: HttpRequest, **_kwargs: str) -> HttpResponse:
    """Whatever no operation answers."""
    return problem("not-found", HTTPStatus.NOT_FOUND, _("Alamat ini tidak ada. Lihat /api/v1/docs."))


unknown_address.csrf_exempt = True  # type: ignore[attr-defined]


def _guarded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view, assigned=(), updated=())
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "\x00" in request.path:
            return unknown_address(request)
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return unknown_address(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = response.get("Allow", "")
            response = problem(
                "method-not-allowed",
                HTTPStatus.METHOD_NOT_ALLOWED,
                _("Alamat ini hanya menerima %(methods)s.") % {"methods": allowed},
            )
            response["Allow"] = allowed
        return response

    guarded.csrf_exempt = getattr(view, "csrf_exempt", False)  # type: ignore[attr-defined]
    return guarded


def _from_problem(request: HttpRequest, error: Problem) -> HttpResponse:
    more = dict(error.more)
    wait = more.pop("retry_after", None)
    response = problem(error.type, error.status, error.sentence, **more)
    if wait is not None:
        response["Retry-After"] = str(wait)
    return response


def _unauthorized(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(
        "unauthorized",
        HTTPStatus.UNAUTHORIZED,
        _("Token tidak ada, tidak dikenal, atau sudah berakhir. Minta yang baru di POST /api/v1/token."),
    )


def _from_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    sentences = {
        HTTPStatus.BAD_REQUEST: _("Isi permintaan tidak terbaca sebagai JSON."),
        HTTPStatus.FORBIDDEN: _("Permintaan dari peramban ini tidak menyertakan tanda pengaman (CSRF)."),
    }
    status = HTTPStatus(error.status_code)
    return problem(FALLBACK.get(status, "server-error"), status, sentences.get(status, _("Permintaan ditolak.")))


def _from_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields: dict[str, list[str]] = {}
    for each in error.errors:
        place = [str(part) for part in each.get("loc", ())]
        name = ".".join(place[2:] if place[:1] == ["body"] and len(place) > 2 else place[1:]) or "body"
        fields.setdefault(name, []).append(_shape_sentence(each))
    return problem("incomplete", HTTPStatus.UNPROCESSABLE_ENTITY, _("Beberapa isian perlu diperbaiki."), fields=fields)


def _shape_sentence(error: Mapping[str, Any]) -> str:
    kind, context = str(error.get("type", "")), error.get("ctx") or {}
    if kind == "missing":
        return _("Wajib diisi.")
    if kind in ("greater_than_equal", "less_than_equal"):
        return _("Di luar batas: %(limit)s.") % {"limit": context.get("ge", context.get("le", ""))}
    if kind in ("string_too_long", "string_too_short"):
        return _("Panjangnya tidak sesuai.")
    if kind in ("enum", "literal_error"):
        return _("Pilih salah satu: %(values)s.") % {"values": context.get("expected", "")}
    if kind.startswith(("datetime", "timezone", "date")):
        return _("Isi tanggal dan jam ISO 8601, contoh 2026-11-26T09:00:00+08:00.")
    if kind.startswith("uuid"):
        return _("Isi id berkas (UUID).")
    return _("Isiannya tidak terbaca.")


def _from_accounts(request: HttpRequest, error: AccountsError) -> HttpResponse:
    return problem("not-yours", HTTPStatus.FORBIDDEN, error.sentence)


def _out_of_range(request: HttpRequest, error: Exception) -> HttpResponse:
    sentence = _("Tanggal atau angkanya di luar jangkauan.")
    return problem("incomplete", HTTPStatus.UNPROCESSABLE_ENTITY, sentence, fields={})


def _unreadable(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem("bad-request", HTTPStatus.BAD_REQUEST, _("Isi permintaan tidak terbaca."))


def _too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem("bad-request", HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Isi permintaan terlalu besar."))


def _not_found(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem("not-found", HTTPStatus.NOT_FOUND, _("Tidak ditemukan, atau tidak untuk Anda."))


def _server_error(request: HttpRequest, error: Exception) -> HttpResponse:
    logger.error("API %s %s failed", request.method, request.path, exc_info=error)
    return problem(
        "server-error", HTTPStatus.INTERNAL_SERVER_ERROR, _("Terjadi gangguan pada portal. Coba lagi sebentar lagi.")
    )
