"""New requests: the first questions, the draft's page, what is free, the receipt."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.errors import Clash, DomainError, Incomplete
from bookings.forms.booking import BookingForm, draft_value
from bookings.forms.cases import StartForm
from bookings.forms.layout import draft_helper
from bookings.forms.sessions import is_near
from bookings.models import Booking
from bookings.pages.draft import Check, check_of, choices_from, lead_days, times_from
from bookings.permissions import may_ask
from bookings.services.drafts import (
    copy_as_draft,
    create_draft,
    delete_draft,
    form_of_draft,
    own_agency,
    submit_draft,
    update_draft,
)
from bookings.uploads import add_refusals, store_uploads
from vidcon_portal.ui.parts import Fact

from .found import actor_of, now, refuse, visible_booking

CODES = "tracking_codes"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_request(request: HttpRequest) -> HttpResponse:
    """Which service, in which mode, for whom; then the draft."""
    actor, at = actor_of(request), now()
    office = actor.office
    if office is None or not may_ask(actor):
        return refuse(request, _("Permohonan diajukan perangkat daerah, atau tata usaha atas namanya."))
    own = own_agency(actor)
    today = at.astimezone(office.tz).date()
    form = StartForm(request.POST if request.method == "POST" else None, office=office, own=own, today=today)
    if request.method == "POST" and form.is_valid():
        agency = own or form.cleaned_data["agency"]
        data: dict[str, Any] = {
            "contact_name": actor.name if own else "",
            "contact_phone": actor.user.phone if own and actor.user else "",
        }
        wanted = times_from(f"{request.POST.get('mulai', '')}/{request.POST.get('selesai', '')}")
        try:
            booking = create_draft(
                form.cleaned_data["service"],
                mode=form.cleaned_data["mode"],
                by=actor,
                at=at,
                data={name: value for name, value in data.items() if value},
                agency=agency,
            )
            if wanted:
                update_draft(booking, {**booking.draft_data, "sessions": draft_value(wanted)}, by=actor, at=at)
        except DomainError as error:
            return refuse(request, error.sentence)
        return redirect(booking.get_absolute_url())
    context = {
        "form": form,
        "start": _moment(request.GET.get("mulai", request.POST.get("mulai", "")), office.tz),
        "end": _moment(request.GET.get("selesai", request.POST.get("selesai", "")), office.tz),
        "has_services": bool(form.services),
        "office": office,
    }
    return render(request, "bookings/start.html", context, status=422 if form.is_bound else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft's form. Every button saves first; only "Ajukan permohonan" asks for completeness."""
    actor, at = actor_of(request), now()
    booking = _own_draft(request, pk)
    with timezone.override(booking.office.tz):
        if request.method != "POST":
            form = form_of_draft(booking, by=actor, at=at)
            return _draft_page(request, booking, form, extra=request.GET.get("sesi", ""))
        probe = form_of_draft(booking, by=actor, at=at)
        data, refused = store_uploads(probe.fields, request.POST, request.FILES, by=actor, office=booking.office, at=at)
        if (taken := times_from(request.POST.get("take", ""))) and "take" in request.POST:
            plain = {**_kept(booking, data, actor, at), "sessions": draft_value(taken)}
            update_draft(booking, plain, by=actor, at=at)
            messages.success(request, _("Jadwal diganti. Isian lain tersimpan."))
            return redirect(f"{booking.get_absolute_url()}#ketersediaan")
        booking = update_draft(booking, data, by=actor, at=at)
        if refused:
            form = form_of_draft(booking, by=actor, at=at, data=data, lenient=True)
            form.is_valid()
            add_refusals(form, refused)
            return _draft_page(request, booking, form, status=422)
        if "submit" in request.POST:
            return _submit(request, booking, data)
        if "add_session" in request.POST:
            count = len(booking.draft_data.get("sessions") or []) + 1
            return redirect(f"{booking.get_absolute_url()}?sesi={count}#waktu")
        if "check" in request.POST:
            return redirect(f"{booking.get_absolute_url()}#ketersediaan")
        messages.success(request, _("Draf tersimpan. Anda dapat melanjutkannya kapan saja, dari perangkat mana pun."))
        return redirect(booking.get_absolute_url())


@login_required
@require_POST
def check_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """For htmx: keep what was typed so far and say what is free; the file stays as it was kept."""
    actor, at = actor_of(request), now()
    booking = _own_draft(request, pk)
    data = request.POST.copy()
    if booking.draft_data.get("letter_file"):
        data["letter_file"] = booking.draft_data["letter_file"]
    with timezone.override(booking.office.tz):
        booking = update_draft(booking, data, by=actor, at=at)
        context = {"availability": _check(booking, actor, at), "booking": booking, "saved_at": timezone.localtime(at)}
        return render(request, "bookings/parts/availability_panel.html", context)


@login_required
@require_POST
def drop_draft(request: HttpRequest, pk: int) -> HttpResponse:
    actor = actor_of(request)
    booking = _own_draft(request, pk)
    try:
        delete_draft(booking, by=actor)
    except DomainError as error:
        return refuse(request, error.sentence)
    messages.success(request, _("Draf dihapus."))
    return redirect("bookings:list")


@login_required
@require_GET
def show_receipt(request: HttpRequest, ticket: str) -> HttpResponse:
    """Ticket and, only now, the kode lacak: the database keeps nothing but its hash."""
    actor = actor_of(request)
    booking = visible_booking(actor, ticket)
    codes = request.session.get(CODES, {})
    code = codes.pop(ticket, "")
    request.session[CODES] = codes
    with timezone.override(booking.office.tz):
        return render(request, "bookings/receipt.html", {"booking": booking, "code": code})


@login_required
@require_POST
def ask_again(request: HttpRequest, ticket: str) -> HttpResponse:
    """ "Ajukan lagi seperti …": a new draft from a closed request of one's own."""
    actor = actor_of(request)
    booking = visible_booking(actor, ticket)
    if not booking.is_closed:
        raise Http404
    try:
        draft = copy_as_draft(booking, by=actor, at=now())
    except DomainError as error:
        return refuse(request, error.sentence, back=booking.get_absolute_url())
    messages.success(request, _("Isian disalin dari %(ticket)s. Lengkapi waktu dan suratnya.") % {"ticket": ticket})
    return redirect(draft.get_absolute_url())


def _own_draft(request: HttpRequest, pk: int) -> Booking:
    """The reader's own draft. One that was submitted meanwhile is no draft any more: 404, its ticket is in the list."""
    found = Booking.objects.visible_to(actor_of(request)).filter(pk=pk, status="draft")
    booking = found.select_related("office", "agency", "service", "applicant").first()
    if booking is None:
        raise Http404
    return booking


def _submit(request: HttpRequest, booking: Booking, data: Any) -> HttpResponse:
    actor, at = actor_of(request), now()
    form = form_of_draft(booking, by=actor, at=at, data=data)
    if not form.is_valid():
        return _draft_page(request, booking, form, status=422)
    try:
        _event, code = submit_draft(booking, by=actor, at=at, on_clash=request.POST.get("on_clash", "hold"))
    except Incomplete as error:
        for name, sentences in error.fields.items():
            for sentence in sentences:
                form.add_error(name if name in form.fields else None, sentence)
        if not error.fields:
            form.add_error(None, error.sentence)
        return _draft_page(request, booking, form, status=422)
    except Clash as error:
        form.add_error("sessions", error.sentence)
        check = Check(free=False, title=error.sentence, alternatives=choices_from(error.alternatives))
        return _draft_page(request, booking, form, status=409, check=check)
    except DomainError as error:
        form.add_error(None, error.sentence)
        return _draft_page(request, booking, form, status=409)
    request.session[CODES] = {**request.session.get(CODES, {}), booking.ticket: code}
    return redirect("bookings:receipt", ticket=booking.ticket)


def _draft_page(
    request: HttpRequest,
    booking: Booking,
    form: BookingForm,
    *,
    status: int = 200,
    extra: str = "",
    check: Check | None = None,
) -> HttpResponse:
    actor, at = actor_of(request), now()
    form.helper = draft_helper(form)  # type: ignore[attr-defined]
    if extra.isascii() and extra.isdigit() and len(extra) < 4:
        form.fields["sessions"].widget.count = min(int(extra), 30)
    context = {
        "booking": booking,
        "form": form,
        "lead": lead_days(form.procedure, booking.office, at=at),
        "availability": check or _check(booking, actor, at),
        "applicant": [
            Fact(_("Perangkat daerah"), booking.agency.name),
            Fact(_("Layanan"), booking.service.name),
            Fact(_("Yang diperlukan"), booking.get_mode_display()),
        ],
        "check_url": reverse("bookings:check_draft", args=[booking.pk]),
        "drop_url": reverse("bookings:drop_draft", args=[booking.pk]),
        "has_procedure": form.procedure is not None,
    }
    return render(request, "bookings/draft.html", context, status=status)


def _check(booking: Booking, actor: Any, at: Any) -> Check:
    form = form_of_draft(booking, by=actor, at=at, data=dict(booking.draft_data), lenient=True)
    form.is_valid()
    return check_of(booking, form, at=at)


def _kept(booking: Booking, data: Any, actor: Any, at: Any) -> dict[str, Any]:
    """What was typed, in the shape of a draft, so that one value can be replaced."""
    return dict(update_draft(booking, data, by=actor, at=at).draft_data)


def _moment(text: str, tz: Any) -> str:
    """A moment of the public calendar's link, with the office's offset; empty when it makes no sense."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if not is_near(found):
        return ""
    return (found if found.tzinfo else found.replace(tzinfo=tz)).isoformat()
