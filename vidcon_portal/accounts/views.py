"""One's own account: profile, look, PIN, hats, acting officials, delegations."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from allauth.core import ratelimit
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from requests import RequestException

from vidcon_portal.accounts import forms, permissions, pins, queries, services
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.cookies import remember_language, remember_theme
from vidcon_portal.accounts.errors import AccountsError, NotYourHat
from vidcon_portal.accounts.middleware import remember_hat
from vidcon_portal.accounts.models import ApiToken, Appointment, Delegation, Office, Position, User
from vidcon_portal.accounts.pages import acting_lines, delegation_lines, hat_lines, profile_facts, session_lines
from vidcon_portal.accounts.services import sessions

logger = logging.getLogger(__name__)


@login_not_required
def start_sso(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _through_sso(openid_connect.login, request, provider_id)


@login_not_required
def finish_sso(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _through_sso(openid_connect.callback, request, provider_id)


@login_required
@require_safe
def show_account(request: HttpRequest) -> HttpResponse:
    return _render(request)


@login_required
@require_POST
def switch_hat(request: HttpRequest) -> HttpResponse:
    """Wear another hat, explicitly, until the session ends."""
    key = request.POST.get("hat", "")
    try:
        actor = queries.actor_for(_user(request), key, at=timezone.now())
    except NotYourHat as refusal:
        messages.error(request, refusal.sentence)
        return redirect("accounts:account")
    remember_hat(request, key, actor)
    messages.success(request, _("Sekarang Anda bertugas sebagai %(title)s.") % {"title": actor.title})
    return _back(request)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_profile(request: HttpRequest) -> HttpResponse:
    form = forms.ProfileForm(_user(request), request.POST or None, prefix="profile")
    if not form.is_valid():
        return _again(request, profile_form=form)
    services.update_profile(_user(request), **form.cleaned_data)
    return _saved(request, _("Profil tersimpan."), "profil")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_email(request: HttpRequest) -> HttpResponse:
    form = forms.EmailForm(_user(request), request.POST or None, prefix="email")
    if not _may_try_password(request, form) or not form.is_valid():
        return _again(request, email_form=form)
    try:
        services.change_email(_user(request), form.cleaned_data["email"])
    except AccountsError as refusal:
        form.add_error("email", refusal.sentence)
        return _again(request, email_form=form)
    return _saved(request, _("Pos-el tersimpan."), "pos-el")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_display(request: HttpRequest) -> HttpResponse:
    form = forms.DisplayForm(_user(request), request.POST or None, prefix="display")
    if not form.is_valid():
        return _again(request, display_form=form)
    user = services.choose_theme(_user(request), form.cleaned_data["theme"])
    services.choose_language(user, form.cleaned_data["language"])
    with override(user.language):
        response = _saved(request, _("Tampilan tersimpan."), "tampilan")
    remember_theme(response, user.theme)
    remember_language(response, user.language)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_pin(request: HttpRequest) -> HttpResponse:
    form = forms.PinForm(_user(request), request.POST or None, prefix="pin")
    if not _may_try_password(request, form) or not form.is_valid():
        return _again(request, pin_form=form)
    pins.set_pin(_user(request), form.cleaned_data["new_pin"], by=Actor(user=_user(request)))
    return _saved(request, _("PIN tersimpan."), "pin")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_delegation(request: HttpRequest) -> HttpResponse:
    form = _delegation_form(request, queries.hats(_user(request), at=timezone.now()), request.POST or None)
    if not form.is_valid():
        return _again(request, delegation_form=form)
    data = form.cleaned_data
    try:
        hat = _hat_of(request, data["position"])
        delegation = services.delegate(**data, by=hat)
    except AccountsError as refusal:
        form.add_error(None, refusal.sentence)
        return _again(request, delegation_form=form)
    return _saved(
        request, _("Pelimpahan kepada %(name)s tersimpan.") % {"name": delegation.delegate.user}, "pelimpahan"
    )


@login_required
@require_POST
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    user, at = _user(request), timezone.now()
    worn = queries.hats(user, at=at)
    found = [row for row in queries.delegations_around(user, worn=worn, at=at) if row.pk == pk]
    if not found:
        raise Http404
    return _end(request, _("Pelimpahan dicabut."), lambda at: _end_one_delegation(request, found[0], at))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save_acting(request: HttpRequest) -> HttpResponse:
    """An office admin names a Plt. or Plh., who takes the inbox from the first day."""
    form = _acting_form(request, request.POST or None)
    if form is None:
        raise Http404
    if not form.is_valid():
        return _again(request, acting_form=form)
    data = form.cleaned_data
    person = data.pop("person").user
    try:
        term = services.appoint_acting(data.pop("position"), person, **data, by=request.actor)  # type: ignore[attr-defined]
    except AccountsError as refusal:
        form.add_error(None, refusal.sentence)
        return _again(request, acting_form=form)
    words = {"name": term.user, "title": term.printed_title}
    return _saved(request, _("%(name)s ditunjuk sebagai %(title)s.") % words, "pengganti")


@login_required
@require_POST
def end_acting(request: HttpRequest, pk: int) -> HttpResponse:
    """ "Saya sudah kembali"."""
    user, at = _user(request), timezone.now()
    worn = queries.hats(user, at=at)
    found = [row for row in queries.acting_around(user, worn=worn, at=at, kept=_kept_office(request)) if row.pk == pk]
    if not found:
        raise Http404
    return _end(
        request, _("Tugas kembali kepada pejabat definitif."), lambda at: _end_one_acting(request, found[0], at)
    )


@login_required
@require_safe
def show_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in now."""
    lines = session_lines(_user(request), request.session.session_key, at=timezone.now())
    context = {"lines": lines, "has_others": any(line.end_url for line in lines)}
    response = render(request, "accounts/sessions.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(UserSession, pk=pk, user=_user(request))
    if row.session_key == request.session.session_key:
        return redirect("account_logout")
    sessions.end_session(row)
    messages.success(request, _("Sesi itu dikeluarkan."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def end_token(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(ApiToken, pk=pk, user=_user(request)).delete()
    messages.success(request, _("Token dicabut."))
    return redirect("accounts:sessions")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    ended = sessions.end_others(_user(request), but=request.session.session_key)
    messages.success(
        request, ngettext("%(n)d sesi lain dikeluarkan.", "%(n)d sesi lain dikeluarkan.", ended) % {"n": ended}
    )
    return redirect("accounts:sessions")


def _end_one_delegation(request: HttpRequest, delegation: Delegation, at: Any) -> None:
    services.end_delegation(delegation, by=_hat_of(request, delegation.position), at=at)


def _end_one_acting(request: HttpRequest, appointment: Appointment, at: Any) -> None:
    services.end_acting(appointment, by=_hat_of(request, appointment.position), at=at)


def _end(request: HttpRequest, sentence: str, deed: Any) -> HttpResponse:
    try:
        deed(timezone.now())
    except AccountsError as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, sentence)
    return redirect("accounts:account")


def _through_sso(view: Callable[..., HttpResponse], request: HttpRequest, provider_id: str) -> HttpResponse:
    """A provider that is down or answers with something else is a sentence, not a broken page."""
    try:
        return view(request, provider_id)
    except (RequestException, KeyError, ValueError) as error:
        logger.warning("The OpenID Connect provider failed: %s", type(error).__name__)
        return render(request, "socialaccount/authentication_error.html", status=503)


def _user(request: HttpRequest) -> User:
    user = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def _hat_of(request: HttpRequest, position: Position) -> Actor:
    """The user's own hat on that position, whichever he wears now; else the worn one."""
    worn = queries.hats(_user(request), at=timezone.now())
    own = [actor for actor in worn if actor.position == position and actor.on_behalf_of is None]
    return own[0] if own else request.actor  # type: ignore[attr-defined]


def _delegation_form(request: HttpRequest, hats: Sequence[Actor], data: Any = None) -> forms.DelegationForm:
    user = _user(request)
    own = [actor.position for actor in hats if actor.position and not actor.on_behalf_of]
    today = timezone.localdate()
    return forms.DelegationForm(
        user,
        data,
        prefix="delegation",
        initial={"starts_on": today, "position": own[0].pk if len(own) == 1 else None},
        positions=Position.objects.filter(pk__in=[position.pk for position in own]),
        delegates=queries.possible_delegates(own, without=user, on=today),
        between=queries.positions_between(own),
    )


def _acting_form(request: HttpRequest, data: Any = None) -> forms.ActingForm | None:
    """None for whoever wears no admin's hat."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    office = _kept_office(request)
    if office is None or actor.position is None:
        return None
    today = timezone.localdate()
    return forms.ActingForm(
        _user(request),
        data,
        prefix="acting",
        initial={"starts_on": today, "kind": AppointmentKind.DAILY_ACTING.value},
        positions=Position.objects.filter(office=office, is_active=True).order_by("order", "pk"),
        people=queries.possible_delegates([actor.position], without=_user(request), on=today),
    )


def _kept_office(request: HttpRequest) -> Office | None:
    """The office whose people the worn hat keeps."""
    return permissions.kept_office(request.actor)  # type: ignore[attr-defined]


def _may_try_password(request: HttpRequest, form: Form) -> bool:
    """Count tries of the password as allauth counts them when it asks again."""
    if request.method != "POST" or ratelimit.consume(request, action="reauthenticate", user=request.user):
        return True
    form.full_clean()
    form.errors.pop("password", None)
    form.add_error("password", _("Terlalu banyak percobaan. Tunggu beberapa menit, lalu coba lagi."))
    return False


def _again(request: HttpRequest, **bound: Form) -> HttpResponse:
    """The page with the refused form as it was typed; opened without a form it leads to the page itself."""
    if request.method != "POST":
        return redirect("accounts:account")
    return _render(request, status=422, **bound)


def _saved(request: HttpRequest, sentence: str, anchor: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(f"{redirect('accounts:account').url}#{anchor}")


def _back(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return HttpResponseRedirect(wanted)
    return redirect("accounts:account")


def _render(request: HttpRequest, status: int = 200, **bound: Form) -> HttpResponse:
    user = _user(request)
    at = timezone.now()
    actor: Actor = request.actor  # type: ignore[attr-defined]
    hats = queries.hats(user, at=at)
    acting = queries.acting_around(user, worn=hats, at=at, kept=_kept_office(request))
    delegations = queries.delegations_around(user, worn=hats, at=at)
    context: dict[str, Any] = {
        "facts": profile_facts(user),
        "hats": hat_lines(user, hats, actor, acting, at),
        "acting": acting_lines(hats, actor, acting),
        "delegations": delegation_lines(hats, actor, delegations),
        "has_pin": bool(user.pin_hash),
        "has_sso": bool(settings.OIDC_APPS),
        "profile_form": forms.ProfileForm(user, prefix="profile"),
        "email_form": forms.EmailForm(user, prefix="email"),
        "display_form": forms.DisplayForm(user, prefix="display"),
        "pin_form": forms.PinForm(user, prefix="pin"),
        "delegation_form": _delegation_form(request, hats),
        "acting_form": _acting_form(request),
    }
    context |= bound
    context["refused_form"] = next(iter(bound.values()), None)
    return render(request, "accounts/account.html", context, status=status)
