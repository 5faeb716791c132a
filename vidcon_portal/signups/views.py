"""The public door for who wants an account, and the desk where the office decides."""

from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.errors import AccountsError
from vidcon_portal.accounts.models import Office

from .forms import ApprovalForm, RefusalForm, SignupForm
from .models import Signup
from .pages import facts_of, signup_lines, standing_of
from .permissions import may_decide_signups
from .queries import signup_to_confirm, signups_of
from .services import approve, ask_for_account, confirm_email, refuse

LIMITS = {"signup": "10/h/ip"}
"""More than a training of new staff behind one address needs at a time; a script gets no further."""

PAGE = 30


@never_cache
@sensitive_post_parameters("password", "repeated_password")
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form; the same answer whether or not the address has an account."""
    if request.user.is_authenticated:
        return redirect("accounts:account")
    form = SignupForm(request.POST or None, initial={"office": request.GET.get("kantor", "")})
    if form.is_valid():
        if form.is_by_robot or ratelimit.consume(request, app="vidcon_portal", action="signup", config=LIMITS) is None:
            return render(request, "429.html", status=429)
        data = form.cleaned_data
        wanted = {name: data[name] for name in ("agency_name", "title", "name", "email", "phone", "password")}
        try:
            signup = ask_for_account(data["office"], **wanted, language=get_language() or "id", at=timezone.now())
        except AccountsError as refusal:
            form.add_error(None, refusal.sentence)
        else:
            return redirect("signup_asked", signup.code)
    return render(request, "signups/ask.html", {"form": form}, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def show_asked(request: HttpRequest, code: UUID) -> HttpResponse:
    """How the signup stands; says nothing about the person."""
    signup = get_object_or_404(Signup.objects.select_related("office"), code=code)
    return render(request, "signups/asked.html", {"signup": signup, "standing": standing_of(signup)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The way back from the mail. A button, for programs that look at mail open links by themselves."""
    signup = signup_to_confirm(token)
    if signup is None:
        return render(request, "signups/confirm.html", {"signup": None}, status=404)
    if request.method == "POST":
        confirm_email(signup, at=timezone.now())
        messages.success(request, _("Pos-el dikonfirmasi."))
        return redirect("signup_asked", signup.code)
    return render(request, "signups/confirm.html", {"signup": signup})


@login_required
@require_safe
def list_signups(request: HttpRequest) -> HttpResponse:
    page = Paginator(signups_of(_office(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "signups/list.html", {"page": page, "lines": signup_lines(page.object_list)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Who asks, and the two answers."""
    signup = get_object_or_404(signups_of(_office(request)), pk=pk)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    asked = request.POST.get("answer", "")
    approval = ApprovalForm(signup, request.POST if asked == "approve" else None)
    refusal = RefusalForm(request.POST if asked == "refuse" else None)
    try:
        if approval.is_valid():
            user = approve(signup, **approval.cleaned_data, by=actor, at=timezone.now())
            messages.success(request, _("Akun %(name)s aktif dan sudah diberi tahu.") % {"name": user})
            return redirect("signups")
        if refusal.is_valid():
            refuse(signup, reason=refusal.cleaned_data["reason"], by=actor, at=timezone.now())
            messages.success(
                request, _("Pendaftaran %(name)s tidak disetujui. Alasannya dikirim.") % {"name": signup.name}
            )
            return redirect("signups")
    except AccountsError as error:
        messages.error(request, error.sentence)
        return redirect(signup)
    context: dict[str, Any] = {
        "signup": signup,
        "facts": facts_of(signup),
        "standing": standing_of(signup),
        "approval": approval,
        "refusal": refusal,
    }
    return render(request, "signups/decide.html", context, status=422 if approval.is_bound or refusal.is_bound else 200)


def _office(request: HttpRequest) -> Office:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.office is None or not may_decide_signups(actor, actor.office):
        raise Http404
    return actor.office
