"""Private files and papers for who may see them; verification for everybody."""

import hashlib
from typing import cast
from uuid import UUID

from allauth.core.internal import ratelimit
from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from vidcon_portal.accounts.models import Office, User
from vidcon_portal.documents.delivery import hand_out, hand_out_paper
from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.forms import CodeForm, CompareForm
from vidcon_portal.documents.pages import findings_of
from vidcon_portal.documents.permissions import may_see_document, may_see_file
from vidcon_portal.documents.queries import file_to_send, paper_to_send, verdict_by_file, verdict_by_token
from vidcon_portal.documents.services.public_papers import public_pdf
from vidcon_portal.documents.tokens import read_token, spell_token
from vidcon_portal.procedures.preset_rows import read_procedure
from vidcon_portal.procedures.queries import published_version

LIMITS = {"verify-codes": "120/5m/ip", "verify-files": "30/5m/ip"}
"""More than people look up; files cost more than codes. The staff of an office share one address."""


PUBLISHED = {"sop": "sop", "standar-pelayanan": "standard", "maklumat": "pledge"}


@require_safe
@login_required
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """An uploaded file, shown in the browser."""
    stored = file_to_send(pk)
    if stored is None or not may_see_file(cast(User, request.user), stored, at=timezone.now()):
        raise Http404
    return hand_out(request, stored)


@require_safe
@login_required
def picture(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The first page of an uploaded file as a picture, for who may see the file."""
    stored = file_to_send(pk)
    if (
        stored is None
        or stored.picture is None
        or not may_see_file(cast(User, request.user), stored, at=timezone.now())
    ):
        raise Http404
    return hand_out(request, stored.picture)


@require_safe
@login_required
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[arg-type]  # typed for views without arguments
def pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A paper as PDF, for who may see it."""
    document = paper_to_send(pk)
    if document is None or not may_see_document(cast(User, request.user), document, at=timezone.now()):
        raise Http404
    try:
        return hand_out_paper(request, document)
    except RenderError as error:
        response = render(request, "documents/not_ready.html", {"sentence": error.sentence}, status=503)
        response["Retry-After"] = "30"
        return response


@require_safe
def published(request: HttpRequest, office: str, what: str, service: str = "") -> HttpResponse:
    """What an office must publish: ``sop``, ``standar-pelayanan`` or ``maklumat`` of the version in force, as PDF."""
    if _asks_too_much(request):
        return render(request, "429.html", status=429)
    found = get_object_or_404(Office, code=office, is_active=True)
    version = published_version(found, service)
    preset = read_procedure(version)[0] if version is not None else None
    if version is None or preset is None:
        raise Http404
    response = HttpResponse(public_pdf(PUBLISHED[what], found, version, preset), content_type="application/pdf")
    name = f"{what}-{office}-{version.service.code}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=False, filename=name) or "inline"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Type a code, or give the PDF: which paper is it, and what are its signatures worth?"""
    if _asks_too_much(request):
        return render(request, "429.html", status=429)
    code = CodeForm(request.GET) if request.GET.get("code") else CodeForm()
    if code.is_bound and code.is_valid():
        return redirect("documents:verify_token", token=code.cleaned_data["code"])
    compare = CompareForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and compare.is_valid():
        content = compare.cleaned_data["file"].read()
        verdict = verdict_by_file(hashlib.sha256(content).hexdigest())
        if verdict is not None:
            return _result(request, verdict.token, compared=True, same=True, content=content)
        context = {"code": CodeForm(), "compare": CompareForm(), "unknown_file": True, "found": findings_of(content)}
        return render(request, "documents/verify.html", context)
    return render(request, "documents/verify.html", {"code": code, "compare": compare}, status=_status(code, compare))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_token(request: HttpRequest, token: str) -> HttpResponse:
    """What a code stands for; a PDF given here is compared with the paper of that code."""
    if _asks_too_much(request):
        return render(request, "429.html", status=429)
    if request.method != "POST":
        return _result(request, read_token(token))
    compare = CompareForm(request.POST, request.FILES)
    if not compare.is_valid():
        return _result(request, read_token(token), compare=compare)
    content = compare.cleaned_data["file"].read()
    verdict = verdict_by_token(read_token(token))
    same = verdict is not None and verdict.file_sha256 == hashlib.sha256(content).hexdigest()
    return _result(request, read_token(token), compared=True, same=same, content=content)


def _asks_too_much(request: HttpRequest) -> bool:
    action = "verify-files" if request.method == "POST" else "verify-codes"
    return ratelimit.consume(request, app="vidcon_portal", action=action, config=LIMITS, limit_get=True) is None


def _result(
    request: HttpRequest,
    token: str,
    *,
    compared: bool = False,
    same: bool = False,
    content: bytes = b"",
    compare: CompareForm | None = None,
) -> HttpResponse:
    verdict = verdict_by_token(token)
    context = {
        "verdict": verdict,
        "code": spell_token(token),
        "compare": compare or CompareForm(),
        "compared": compared,
        "same": same,
        "found": findings_of(content) if content else None,
    }
    status = 404 if verdict is None else 422 if compare is not None else 200
    return render(request, "documents/verify_token.html", context, status=status)


def _status(*forms: CodeForm | CompareForm) -> int:
    return 422 if any(form.is_bound and not form.is_valid() for form in forms) else 200
