"""The messages that somebody received, and the outbox of an office."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.notifications import permissions, queries, services
from vidcon_portal.notifications.choices import DeliveryState
from vidcon_portal.notifications.forms import MessageTextForm, PreferenceForm
from vidcon_portal.notifications.links import delivery_pk
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.notifications.pages import filter_tabs, outbox_lines, preview_of, text_lines
from vidcon_portal.notifications.wording import message_kinds

PAGE = 30


@login_required
@require_safe
def list_messages(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    page = Paginator(queries.inbox(user), PAGE).get_page(request.GET.get("page"))
    lines = [(delivery, delivery.said_in(get_language())) for delivery in page]
    return render(
        request, "notifications/list.html", {"page": page, "lines": lines, "unread": queries.unread_count(user)}
    )


@login_required
@require_safe
def open_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Mark as read and go to the page that the message is about. Repeating it changes nothing."""
    user: Any = request.user
    delivery = get_object_or_404(queries.inbox(user), uuid=uuid)
    services.mark_read(user, at=timezone.now(), uuids=[delivery.uuid])
    return redirect(delivery.url or "notifications:list")


@login_required
@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    count = services.mark_read(user, at=timezone.now())
    said = ngettext("%(n)d pemberitahuan ditandai dibaca.", "%(n)d pemberitahuan ditandai dibaca.", count)
    messages.success(request, said % {"n": count})
    return redirect("notifications:list")


@require_safe
def follow_short_link(request: HttpRequest, code: str) -> HttpResponse:
    """From a chat message to its page; a stranger signs in first, a forged code is not there."""
    pk = delivery_pk(code)
    delivery = get_object_or_404(Delivery, pk=pk) if pk is not None else None
    if delivery is None:
        raise Http404
    user: Any = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.path)
    return redirect(services.open_short(delivery, user=user, at=timezone.now()) or "notifications:list")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_preference(request: HttpRequest) -> HttpResponse:
    """How one wants to be told: channels, quiet hours, digest, topics."""
    user: Any = request.user
    form = PreferenceForm(queries.preference_of(user), request.POST or None)
    if form.is_valid():
        services.save_preference(user, **form.cleaned_data)
        messages.success(request, _("Pilihan pemberitahuan tersimpan."))
        return redirect("notifications:preference")
    status = 422 if form.is_bound else 200
    return render(request, "notifications/preference.html", {"form": form}, status=status)


@login_required
@require_safe
def show_outbox(request: HttpRequest) -> HttpResponse:
    """Mail and ready WhatsApp texts of the office whose hat one wears."""
    actor = _outbox_actor(request)
    wanted = request.GET.get("keadaan", "")
    state = DeliveryState(wanted) if wanted in DeliveryState.values else None
    page = Paginator(queries.outbox(actor.office, state=state), PAGE).get_page(request.GET.get("page"))
    failed = queries.failed_count(actor.office) if actor.office else 0
    may_work = permissions.may_work_outbox(actor)
    context = {
        "page": page,
        "query": f"keadaan={state}" if state else "",
        "tabs": filter_tabs(chosen=state or "", failed=failed),
        "failed": failed,
        "may_work": may_work,
        "may_write": permissions.may_write_texts(actor),
        "lines": outbox_lines(page.object_list, may_work=may_work),
    }
    return render(request, "notifications/outbox.html", context)


@login_required
@require_POST
def retry_all(request: HttpRequest) -> HttpResponse:
    """After a repair: every failed message of the office goes out again."""
    actor = _outbox_actor(request)
    if not permissions.may_work_outbox(actor) or actor.office is None:
        raise Http404
    count = services.retry_failed(actor.office, at=timezone.now())
    messages.success(
        request, ngettext("%(n)d pesan dikirim ulang.", "%(n)d pesan dikirim ulang.", count) % {"n": count}
    )
    return redirect("notifications:outbox")


@login_required
@require_POST
def retry_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    delivery = _own_outgoing(request, uuid)
    if services.retry(delivery, at=timezone.now()):
        messages.success(request, _("Pesan kepada %(name)s dikirim ulang.") % {"name": delivery.recipient})
    return redirect("notifications:outbox")


@login_required
@require_POST
def mark_handed_over(request: HttpRequest, uuid: UUID) -> HttpResponse:
    delivery = _own_outgoing(request, uuid)
    if services.mark_handed_over(delivery, at=timezone.now()):
        messages.success(request, _("Dicatat: pesan kepada %(name)s sudah dikirim.") % {"name": delivery.recipient})
    return redirect("notifications:outbox")


@login_required
@require_safe
def list_texts(request: HttpRequest) -> HttpResponse:
    """What the office's messages say, and which of them are its own words."""
    office = _text_office(request)
    return render(request, "notifications/texts.html", {"lines": text_lines(queries.texts_of(office))})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_text(request: HttpRequest, kind: str) -> HttpResponse:
    """Write, look at, or give up the office's own words for one kind of message."""
    office = _text_office(request)
    known = message_kinds().get(kind)
    if known is None:
        raise Http404
    own = queries.texts_of(office).get(kind)
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if "reset" in request.POST:
        services.reset_text(office, kind, by=actor)
        messages.success(request, _("Naskah kembali ke bawaan portal."))
        return redirect("notifications:text", kind=kind)
    written = {"subject": own.subject if own else known.subject, "body": own.body if own else known.body}
    form = MessageTextForm(known, request.POST or None, initial=written)
    if form.is_valid() and "preview" not in request.POST:
        services.save_text(office, kind, by=actor, **form.cleaned_data)
        messages.success(request, _("Naskah tersimpan dan dipakai mulai sekarang."))
        return redirect("notifications:texts")
    refused = form.is_bound and bool(form.errors)
    context = {
        "form": form,
        "kind": known,
        "is_own": own is not None,
        "preview": None if refused else preview_of(known, form.cleaned_data if form.is_bound else written),
    }
    return render(request, "notifications/text.html", context, status=422 if refused else 200)


def _text_office(request: HttpRequest) -> Office:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not permissions.may_write_texts(actor) or actor.office is None:
        raise Http404
    return actor.office


def _outbox_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not permissions.may_see_outbox(actor, demo=settings.DEMO):
        raise Http404
    return actor


def _own_outgoing(request: HttpRequest, uuid: UUID) -> Delivery:
    actor = _outbox_actor(request)
    if not permissions.may_work_outbox(actor):
        raise Http404
    return get_object_or_404(queries.outbox(actor.office), uuid=uuid)
