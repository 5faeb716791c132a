"""The draft of a request: its page, what its small buttons do to it, what is free, its submission and receipt."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.errors import Clash, DomainError, Incomplete, NotLegal
from bookings.forms.booking import BookingForm, draft_value
from bookings.forms.layout import draft_helper, parts_of
from bookings.forms.series import Pattern, SeriesForm, days_off, repeat, with_series
from bookings.forms.sessions import MOST, SessionTime
from bookings.models import Booking
from bookings.pages.draft import lead_days, steps_of, unanswered
from bookings.pages.free import LENGTHS, Check, check_of, choices_from, times_for, times_from
from bookings.pages.trail import trial_lack
from bookings.prints import agency_letterhead, draft_letter
from bookings.services.drafts import change_mode, delete_draft, form_of_draft, submit_draft, update_draft
from bookings.uploads import add_refusals, store_uploads
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.delivery import as_private
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.wording import official_language
from vidcon_portal.procedures.calendar import CalendarError
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.durations import format_date
from vidcon_portal.procedures.queries import calendar_for
from vidcon_portal.ui.parts import Fact
from vidcon_portal.ui.wording import say_duration

from .found import actor_of, now, refuse, visible_booking

CODES = "tracking_codes"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft's form. Every button saves first; only "Ajukan permohonan" asks for completeness."""
    try:
        return _edit(request, _own_draft(request, pk))
    except (Http404, NotLegal):
        if (receipt := _receipt_of(request, pk)) is None:
            raise
        return receipt


def _edit(request: HttpRequest, booking: Booking) -> HttpResponse:
    actor, at = actor_of(request), now()
    with timezone.override(booking.office.tz):
        if request.method != "POST":
            form = form_of_draft(booking, by=actor, at=at)
            return _draft_page(request, booking, form, extra=request.GET.get("sesi", ""))
        probe = form_of_draft(booking, by=actor, at=at)
        data, refused = store_uploads(probe.fields, request.POST, request.FILES, by=actor, office=booking.office, at=at)
        _blank_dropped_session(data)
        booking = update_draft(booking, data, by=actor, at=at)
        if refused:
            form = form_of_draft(booking, by=actor, at=at, data=data, lenient=True)
            form.is_valid()
            add_refusals(form, refused)
            return _draft_page(request, booking, form, status=422)
        if "submit" in request.POST:
            return _submit(request, booking, data)
        try:
            if "letter" in request.POST:
                return _letter(request, booking)
            anchor = _rework(request, booking)
        except Incomplete as error:
            form = form_of_draft(booking, by=actor, at=at, data=data, lenient=True)
            form.is_valid()
            for name, sentences in (error.fields or {"sessions": [error.sentence]}).items():
                for sentence in sentences:
                    form.add_error(name if name in form.fields else None, sentence)
            return _draft_page(request, booking, form, status=422)
        return redirect(f"{booking.get_absolute_url()}{anchor}")


@login_required
@require_POST
def check_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """For htmx: keep what was typed so far and say what is free; the file stays as it was kept."""
    actor, at = actor_of(request), now()
    try:
        booking = _own_draft(request, pk)
    except Http404:
        if _submitted_by(actor, pk) is None:
            raise
        return HttpResponse(status=204)
    data = request.POST.copy()
    if booking.draft_data.get("letter_file"):
        data["letter_file"] = booking.draft_data["letter_file"]
    with timezone.override(booking.office.tz):
        try:
            booking = update_draft(booking, data, by=actor, at=at)
        except NotLegal:  # submitted a moment ago: the page is on its way to the receipt
            return HttpResponse(status=204)
        check = _check(booking, actor, at, minutes=request.POST.get("find", ""))
        context = {**_panel(booking, check), "booking": booking, "saved_at": timezone.localtime(at)}
        return render(request, "bookings/parts/availability_panel.html", context)


@login_required
@require_POST
def drop_draft(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        delete_draft(_own_draft(request, pk), by=actor_of(request))
    except (Http404, NotLegal):
        if (receipt := _receipt_of(request, pk)) is None:
            raise
        return receipt
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


def _own_draft(request: HttpRequest, pk: int) -> Booking:
    """The reader's own draft, or 404; ``_receipt_of`` knows one that was submitted meanwhile."""
    found = Booking.objects.visible_to(actor_of(request)).filter(pk=pk, status="draft")
    booking = found.select_related("office", "agency", "service", "applicant").first()
    if booking is None:
        raise Http404
    return booking


def _submitted_by(actor: Actor, pk: int) -> Booking | None:
    """What became of a draft that the actor has submitted already, as by a second tap."""
    booking = Booking.objects.visible_to(actor).submitted().filter(pk=pk).first()
    if booking is None or actor.user is None or actor.user.pk not in (booking.applicant_id, booking.entered_by_id):
        return None
    return booking


def _receipt_of(request: HttpRequest, pk: int) -> HttpResponse | None:
    """To the receipt of a draft that its author has submitted already; None if there is none."""
    booking = _submitted_by(actor_of(request), pk)
    if booking is None:
        return None
    messages.info(request, _("Permohonan ini sudah diajukan. Nomornya %(ticket)s.") % {"ticket": booking.ticket})
    response = redirect("bookings:receipt", ticket=booking.ticket)
    response.status_code = 303
    return response


def _blank_dropped_session(data: QueryDict) -> None:
    """The row whose "Hapus sesi" was pressed is as good as never typed."""
    for part in ("date", "start", "end", "open", "place"):
        data.pop(f"sessions-{data.get('drop_session', '')}-{part}", None)


def _rework(request: HttpRequest, booking: Booking) -> str:
    """What the pressed button does to the draft that was just saved; the anchor of the page to show then.

    Raises ``Incomplete`` with what to do first.
    """
    actor, at, post = actor_of(request), now(), request.POST
    if "take" in post and (taken := times_from(post["take"])):
        update_draft(booking, {**booking.draft_data, "sessions": draft_value(taken)}, by=actor, at=at)
        messages.success(request, _("Jadwal diganti. Isian lain tersimpan."))
        return "#ketersediaan"
    if "take_room" in post:
        update_draft(booking, {**booking.draft_data, "room": post["take_room"]}, by=actor, at=at)
        return "#ketersediaan"
    if "find" in post:
        return f"?cari={_minutes(post['find'])}#ketersediaan"
    if "check" in post:
        return "#ketersediaan"
    if "change_mode" in post:
        change_mode(booking, post.get("mode", ""), by=actor, at=at)
        return ""
    if "repeat" in post:
        _repeat(request, booking)
        return "#waktu"
    if "add_session" in post:
        return f"?sesi={len(booking.draft_data.get('sessions') or []) + 1}#waktu"
    if "drop_session" in post:
        return "#waktu"
    messages.success(request, _("Draf tersimpan. Anda dapat melanjutkannya kapan saja, dari perangkat mana pun."))
    return ""


def _letter(request: HttpRequest, booking: Booking) -> HttpResponse:
    """The agency's letter from what was just saved, as a file to be signed and uploaded. Raises ``Incomplete``."""
    form = form_of_draft(booking, by=actor_of(request), at=now(), data=dict(booking.draft_data), lenient=True)
    form.is_valid()
    with official_language():
        pdf = render_data(draft_letter(booking, form), office=booking.office, letterhead=agency_letterhead(booking))
    return as_private(HttpResponse(pdf, content_type="application/pdf"), "surat-permohonan.pdf", saved=True)


def _repeat(request: HttpRequest, booking: Booking) -> None:
    """Write a series out, from the first session; says what was written and which days are off."""
    actor, at = actor_of(request), now()
    asked = SeriesForm(request.POST)
    if not asked.is_valid():
        raise Incomplete(_("Isi jumlah sesi 2 sampai %(most)d, lalu ulangi.") % {"most": MOST})
    form = form_of_draft(booking, by=actor, at=at, data=dict(booking.draft_data), lenient=True)
    form.is_valid()
    times: list[SessionTime] = form.cleaned_data.get("sessions") or []
    if not times:
        raise Incomplete(_("Isi tanggal dan jam sesi pertama dahulu, lalu ulangi."))
    try:
        days = calendar_for(booking.office)
    except CalendarError as error:
        raise Incomplete(str(error)) from error
    pattern = Pattern(asked.cleaned_data["repeat_pattern"])
    found = with_series(times, repeat(times[0], pattern, asked.cleaned_data["repeat_count"], days))
    update_draft(booking, {**booking.draft_data, "sessions": draft_value(found)}, by=actor, at=at)
    messages.success(request, _("%(count)d sesi ditulis. Periksa satu per satu.") % {"count": len(found)})
    if off := days_off(found, days):
        dates = ", ".join(format_date(day) for day in off)
        messages.warning(request, _("Hari libur kantor: %(dates)s. Sesinya tetap diminta.") % {"dates": dates})


def _submit(request: HttpRequest, booking: Booking, data: Any) -> HttpResponse:
    actor, at = actor_of(request), now()
    form = form_of_draft(booking, by=actor, at=at, data=data)
    if not form.is_valid():
        return _draft_page(request, booking, form, status=422)
    try:
        event, code = submit_draft(booking, by=actor, at=at, on_clash=request.POST.get("on_clash", "hold"))
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
        if (receipt := _receipt_of(request, booking.pk)) is not None:
            return receipt
        form.add_error(None, error.sentence)
        return _draft_page(request, booking, form, status=409)
    if lack := trial_lack(event):
        messages.warning(request, lack)
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
    helper = form.helper = draft_helper(form)  # type: ignore[attr-defined]
    form.fields["sessions"].widget.may_drop = True
    if extra.isascii() and extra.isdigit() and len(extra) < 4:
        form.fields["sessions"].widget.count = min(int(extra), MOST)
    helper.form_error_title = _("Tersimpan sebagai draf. Sebelum diajukan, perbaiki yang berikut:")
    strict = form_of_draft(booking, by=actor, at=at, data=dict(booking.draft_data))
    strict.is_valid()
    context = {
        "booking": booking,
        "form": form,
        "steps": steps_of(parts_of(form, helper), [*strict.errors, *unanswered(strict)]),
        "has_demands": bool(form.demanded),
        "lead": lead_days(form.procedure, booking.office, at=at),
        **_panel(booking, check or _check(booking, actor, at, minutes=request.GET.get("cari", ""))),
        "applicant": [
            Fact(_("Perangkat daerah"), booking.agency.name),
            Fact(_("Layanan"), booking.service.name),
            Fact(_("Yang diperlukan"), booking.get_mode_display()),
        ],
        "modes": [(mode.value, mode.label) for mode in Mode if mode in booking.service.modes],
        "patterns": Pattern.choices,
        "most_sessions": MOST,
        "drop_url": reverse("bookings:drop_draft", args=[booking.pk]),
        "has_procedure": form.procedure is not None,
    }
    return render(request, "bookings/draft.html", context, status=status)


def _panel(booking: Booking, check: Check) -> dict[str, Any]:
    return {
        "availability": check,
        "check_url": reverse("bookings:check_draft", args=[booking.pk]),
        "lengths": [(minutes, say_duration(minutes * 60)) for minutes in LENGTHS],
    }


def _check(booking: Booking, actor: Any, at: Any, *, minutes: str = "") -> Check:
    form = form_of_draft(booking, by=actor, at=at, data=dict(booking.draft_data), lenient=True)
    form.is_valid()
    if minutes and not form.cleaned_data.get("sessions"):
        return times_for(booking, form, at=at, minutes=_minutes(minutes))
    return check_of(booking, form, at=at)


def _minutes(text: str) -> int:
    """One of the lengths that the page offers."""
    return next((minutes for minutes in LENGTHS if str(minutes) == text), LENGTHS[1])
