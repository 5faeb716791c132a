"""API v1: joins the routers of all wings; answers every refusal as a problem."""

import json
from dataclasses import asdict
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja import NinjaAPI, Swagger
from ninja.errors import HttpError
from ninja.parser import Parser

from bookings.api import routers as bookings_routers
from bookings.errors import Clash, DomainError, Incomplete
from bookings.scheduling.api import router as scheduling_router
from reports.api import router as reports_router
from vidcon_portal.accounts.api import router as accounts_router
from vidcon_portal.api_auth import BrowserAuth, TokenAuth
from vidcon_portal.documents.api import routers as documents_routers
from vidcon_portal.documents.errors import DocumentError
from vidcon_portal.problems import answer_in_problems, problem, register_problems, unknown_address
from vidcon_portal.procedures.api import router as procedures_router

DESCRIPTION = """\
Layanan, wewenang, dan formulir yang sama dengan halaman portal.

Minta token di `POST /token`, lalu kirim `Authorization: Bearer …`. Kepala `X-Acting-As` memilih peran (`GET /me`);
`Idempotency-Key` membuat POST aman diulang. Penolakan berbentuk `application/problem+json` (RFC 9457): `type`
membedakan `already-handled` dari `clash` dan `changed` (semuanya 409), `not-now` 409, `not-yours` 403, `incomplete` 422 dengan
`fields`, `not-found` 404, `unauthorized` 401, `too-many-requests` 429.

Berkas besar dapat dikirim bertahap lewat `/uploads` (tus 1.0.0), lalu dijadikan berkas dengan `POST /uploads/{id}/file`.
"""


class StrictParser(Parser):
    """JSON that PostgreSQL can keep: no NUL, no half characters, no NaN."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = json.loads(request.body, parse_constant=_no_constant)
        text = json.dumps(body, ensure_ascii=False)
        text.encode()  # a lone surrogate raises here
        if "\\u0000" in text:
            raise HttpError(400, "NUL")
        return body

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        if any("\x00" in value for name in data for value in (name, *data.getlist(name))):
            raise HttpError(400, "NUL")
        return super().parse_querydict(data, list_fields, request)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _for_docs(view: Any) -> Any:
    """Behind sign-in; the page's own pictures are inline."""
    return login_required(csp_update({"img-src": [SELF, "data:"]})(view))


def _refusal(request: HttpRequest, error: Any) -> HttpResponse:
    more: dict[str, Any] = {}
    if isinstance(error, Incomplete):
        more["fields"] = error.fields
    if isinstance(error, Clash):
        more["alternatives"] = error.alternatives
        if error.followers:
            more["followers"] = [asdict(each) for each in error.followers]
    return problem(error.type, error.status, error.sentence, **more)


def _file_refusal(request: HttpRequest, error: Any) -> HttpResponse:
    return problem("incomplete", 422, error.sentence, fields={"file": [error.sentence]})


api = NinjaAPI(
    title="Portal Vidcon",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs=Swagger(settings={"persistAuthorization": True, "docExpansion": "list"}),
    docs_decorator=_for_docs,
    auth=[TokenAuth(), BrowserAuth()],
    parser=StrictParser(),
)
for router in (
    accounts_router,
    procedures_router,
    *bookings_routers,
    scheduling_router,
    *documents_routers,
    reports_router,
):
    api.add_router("", router)
register_problems(api)
api.add_exception_handler(DomainError, _refusal)
api.add_exception_handler(DocumentError, _file_refusal)

urlpatterns = [
    path("", (answer_in_problems(api.urls[0]), api.urls[1], api.urls[2])),
    re_path(r"^(?P<rest>[\s\S]*)\Z", unknown_address),
]
