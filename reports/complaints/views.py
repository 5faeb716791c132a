"""The public door for complaints, following one by ticket and code, and the desk where they are answered."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from bookings.errors import DomainError, Incomplete
from bookings.numbering import tracking_hash
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office

from ..models import Complaint
from ..pages import report_tabs
from ..periods import Period, period_from
from ..permissions import may_answer_complaint, may_record_complaint, reads_complaints
from .forms import AnswerForm, ComplaintForm, FollowForm, NoteForm, RecordComplaintForm, SortForm
from .guards import count_guess, guessed_too_often, is_too_many, new_stamp, stamp_refusal
from .pages import (
    attachments_of,
    badge_of,
    complaint_rows,
    due_badge,
    inside_facts,
    inside_lines,
    public_facts,
    public_lines,
    summary_of,
    summary_tiles,
)
from .services import answer_complaint, file_complaint, note_complaint, reply_to_complaint, sort_complaint

PAGE_SIZE = 25
RECEIPT = "complaint_receipt"


# --- For everybody ----------------------------------------------------------------------------------------------------


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest, office: str) -> HttpResponse:
    """The form, the deadlines, and how last month's complaints were answered."""
    found = get_object_or_404(Office, code=office, is_active=True)
    form = ComplaintForm(
        request.POST if request.method == "POST" else None, request.FILES or None, initial={"stamp": new_stamp()}
    )
    status = 200
    if form.is_bound and form.is_valid():
        status = _refuse_robots(request, found, form)
        if status == 200:
            complaint, code = file_complaint(found, form.cleaned_data, at=timezone.now())
            request.session[RECEIPT] = [complaint.ticket, code]
            return redirect("reports:complaint_receipt", office=found.code)
        form.data = {**request.POST.dict(), "stamp": new_stamp()}  # what was typed, under a new stamp
    elif form.is_bound:
        status = 422
        form.data = {**request.POST.dict(), "stamp": new_stamp()}  # what was typed, under a new stamp
    today = timezone.now().astimezone(found.tz).date()
    period = Period.month(today).before
    lines = summary_of(found, period)
    context = {"office": found, "form": form, "lines": lines, "tiles": summary_tiles(lines), "period": period}
    return render(request, "reports/complaints/complain.html", context, status=status)


@never_cache
@require_safe
def show_receipt(request: HttpRequest, office: str) -> HttpResponse:
    """Ticket and code, once; afterwards the form again."""
    found = get_object_or_404(Office, code=office, is_active=True)
    ticket, code = request.session.pop(RECEIPT, ("", ""))
    complaint = Complaint.objects.filter(ticket=ticket, office=found).first()
    if complaint is None:
        return redirect("reports:complain", office=found.code)
    with timezone.override(found.tz):
        context = {"office": found, "ticket": ticket, "code": code, "facts": public_facts(complaint)}
        return render(request, "reports/complaints/receipt.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, office: str) -> HttpResponse:
    """Answers by ticket and code; with ``text`` the complainant adds something. The code travels in a POST only."""
    found = get_object_or_404(Office, code=office, is_active=True)
    form = FollowForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"office": found, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/complaints/follow.html", context, status=422 if form.is_bound else 200)
    ticket = form.cleaned_data["ticket"]
    if guessed_too_often(request, ticket):
        form.add_error(None, _("Terlalu banyak percobaan. Coba lagi dalam 15 menit."))
        return render(request, "reports/complaints/follow.html", context, status=429)
    complaint = Complaint.objects.filter(office=found, ticket=ticket).select_related("office").first()
    kept = complaint.tracking_hash if complaint is not None else ""
    if not constant_time_compare(tracking_hash(form.cleaned_data["code"]), kept) or complaint is None:
        count_guess(request, ticket)
        form.add_error(None, _("Tidak ada pengaduan dengan nomor dan kode itu. Periksa lagi tanda terima Anda."))
        return render(request, "reports/complaints/follow.html", context, status=404)
    refusal = ""
    if "text" in request.POST:
        try:
            reply_to_complaint(complaint, text=request.POST["text"][:5000], at=timezone.now())
            messages.success(request, _("Keterangan Anda terkirim."))
        except DomainError as error:
            refusal = error.sentence
        complaint.refresh_from_db()
    with timezone.override(found.tz):
        context |= {
            "complaint": complaint,
            "code": form.cleaned_data["code"],
            "badge": badge_of(complaint),
            "facts": public_facts(complaint),
            "lines": public_lines(complaint),
            "refusal": refusal,
            "may_reply": complaint.status not in ("rejected", "forwarded"),
        }
        return render(request, "reports/complaints/followed.html", context, status=422 if refusal else 200)


def _refuse_robots(request: HttpRequest, office: Office, form: ComplaintForm) -> int:
    """Put the refusal into the form and return its status; 200 when all is well."""
    if form.cleaned_data["website"]:
        form.add_error(None, _("Kosongkan isian paling bawah, lalu kirim lagi."))
        return 422
    if is_too_many(request, office.code):
        form.add_error(
            None, _("Terlalu banyak pengaduan dari jaringan ini. Coba lagi satu jam lagi, atau telepon kami.")
        )
        return 429
    refusal = stamp_refusal(form.cleaned_data["stamp"])
    if refusal == "used":
        form.add_error(None, _("Pengaduan ini sudah terkirim. Ubah isinya bila Anda ingin mengirim yang lain."))
    elif refusal:
        form.add_error(None, _("Periksa sekali lagi isinya, lalu kirim."))
    return 422 if refusal else 200


# --- The desk ---------------------------------------------------------------------------------------------------------


@login_required
@require_safe
def list_complaints(request: HttpRequest) -> HttpResponse:
    """Those that this hat may see; the most urgent first. Query count does not grow."""
    actor, office = _desk(request)
    at = timezone.now()
    today = at.astimezone(office.tz).date()
    period = period_from({name: str(value) for name, value in request.GET.items()}, today=today)
    found = Complaint.objects.visible_to(actor)
    state = request.GET.get("status", "")
    found = found.filter(closed_at__isnull=False) if state == "selesai" else found.filter(closed_at__isnull=True)
    page = Paginator(found.order_by("answered_at", "due_at", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = summary_of(office, period)
    context = {
        "tabs": report_tabs(actor, request.path),
        "page": page,
        "rows": complaint_rows(page.object_list, at=at),
        "is_closed": state == "selesai",
        "query": f"status={state}" if state == "selesai" else "",
        "period": period,
        "has_next": period.last < today,
        "lines": lines,
        "tiles": summary_tiles(lines),
        "may_record": may_record_complaint(actor),
        "public_url": reverse("reports:complain", args=[office.code]),
    }
    return render(request, "reports/complaints/list.html", context)


@login_required
@require_safe
def show_complaint(request: HttpRequest, ticket: str) -> HttpResponse:
    actor, _office = _desk(request)
    return _page(request, actor, _visible(actor, ticket))


@login_required
@require_POST
def act_on_complaint(request: HttpRequest, ticket: str, deed: str) -> HttpResponse:
    """``answer``, ``finish``, ``reject``, ``forward``, ``note`` or ``sort``."""
    actor, _office = _desk(request)
    complaint, at = _visible(actor, ticket), timezone.now()
    text = request.POST.get("text", "")[:5000]
    try:
        if deed == "note":
            note_complaint(complaint, text=text, by=actor, at=at)
            messages.success(request, _("Catatan internal tersimpan."))
        elif deed == "sort":
            form = SortForm(request.POST, complaint=complaint)
            if not form.is_valid():
                return _page(request, actor, complaint, sort=form, status=422)
            sort_complaint(complaint, **form.cleaned_data, by=actor, at=at)
            messages.success(request, _("Pengaduan dipilah."))
            if not Complaint.objects.visible_to(actor).filter(pk=complaint.pk).exists():
                return redirect("reports:complaints")
        else:
            answer_complaint(complaint, deed, text=text, by=actor, at=at)
            messages.success(request, _("Tanggapan tersimpan. Pelapor membacanya dengan kode lacaknya."))
    except Incomplete as error:
        kind = "note" if deed == "note" else "answer"
        form_class = NoteForm if kind == "note" else AnswerForm
        refused = form_class({"text": text}, prefix=None)
        refused.is_valid()
        refused.add_error("text", error.sentence)
        return _page(request, actor, complaint, **{kind: refused}, status=422)
    except DomainError as error:
        messages.error(request, error.sentence)
    return redirect(complaint.get_absolute_url())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def record_complaint(request: HttpRequest) -> HttpResponse:
    """What came by telephone, letter or LAPOR!."""
    actor, office = _desk(request)
    if not may_record_complaint(actor):
        raise Http404
    form = RecordComplaintForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_bound and form.is_valid():
        complaint, code = file_complaint(office, form.cleaned_data, at=timezone.now(), recorded_by=actor)
        messages.success(
            request,
            _("Tercatat sebagai %(ticket)s, kode lacak %(code)s. Sampaikan keduanya kepada pelapor.")
            % {"ticket": complaint.ticket, "code": code},
        )
        return redirect("reports:complaints")
    context = {"form": form, "tabs": report_tabs(actor, reverse("reports:complaints"))}
    return render(request, "reports/complaints/record.html", context, status=422 if form.errors else 200)


def _page(
    request: HttpRequest,
    actor: Actor,
    complaint: Complaint,
    *,
    answer: Any = None,
    note: Any = None,
    sort: Any = None,
    status: int = 200,
) -> HttpResponse:
    may_answer = may_answer_complaint(actor, complaint) and not complaint.is_closed
    context = {
        "tabs": report_tabs(actor, reverse("reports:complaints")),
        "complaint": complaint,
        "badge": badge_of(complaint),
        "due": due_badge(complaint, at=timezone.now()),
        "facts": inside_facts(complaint, actor),
        "attachments": attachments_of(complaint),
        "lines": inside_lines(complaint.notes.all()),
        "may_answer": may_answer,
        "answer_form": answer or AnswerForm(auto_id="answer-%s"),
        "note_form": note or NoteForm(auto_id="note-%s"),
        "sort_form": sort or SortForm(complaint=complaint, auto_id="sort-%s"),
    }
    return render(request, "reports/complaints/complaint.html", context, status=status)


def _desk(request: HttpRequest) -> tuple[Actor, Office]:
    actor: Actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if not reads_complaints(actor) or actor.office is None:
        raise Http404
    return actor, actor.office


def _visible(actor: Actor, ticket: str) -> Complaint:
    found = Complaint.objects.visible_to(actor).select_related("office", "handler", "booking")
    return get_object_or_404(found, ticket=ticket)
