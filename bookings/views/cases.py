"""The request's page, and the small deeds around it: reading, writing to each other, letters."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from bookings.choices import LetterRelation
from bookings.errors import DomainError, Incomplete
from bookings.forms.cases import LetterForm, MessageForm, NoteForm
from bookings.models import Booking
from bookings.models.event import events_of
from bookings.models.progress import row_runs_of
from bookings.models.session import sessions_of
from bookings.pages.audience import audience_of, is_kept_inside
from bookings.pages.badges import state_badge
from bookings.pages.case import (
    disposition_lines,
    facts_of,
    flag_lines,
    header_of,
    is_running,
    letter_lines,
    paper_lines,
    print_links,
    side_links,
    waiting_paper,
)
from bookings.pages.clock import deadline_left, overall_time_left, row_time_left
from bookings.pages.path import Progress, progress_of
from bookings.pages.sessions import session_lines
from bookings.pages.trail import conversation_of, origin_of, trail_of
from bookings.pages.turn import turn_of
from bookings.pages.work import work_of
from bookings.permissions import is_applicant, is_office_actor, may_export_case, may_record, may_write
from bookings.queries.conversation import conversation_for
from bookings.queries.letters import also_asked, attachments_of, letters_of
from bookings.reading import needs_reading
from bookings.scheduling.staffing import staffing_of
from bookings.scheduling.waiting import waiting_place
from bookings.sending import posted_from_above
from bookings.services.cases import enter_letter, mark_conversation_read, mark_read, post_message
from bookings.uploads import add_refusals, store_uploads
from bookings.workflow.legality import Situation, runs_of, situation_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.once import one_page
from vidcon_portal.procedures.calendar import WorkCalendar
from vidcon_portal.procedures.queries import calendar_for
from vidcon_portal.ui.parts import TimeLeft

from .found import actor_of, now, refuse, visible_booking

FILE_FIELDS = {"letter_file": "file"}
"""Under which name a service refuses a file, and how our forms call it."""


@login_required
@require_safe
def show_case(request: HttpRequest, ticket: str) -> HttpResponse:
    """The whole case on one page.

    Reading it is not a write: the page's script posts ``read_case`` once it is shown, and every other POST of a
    holder marks it too. Without JavaScript only the latter happens; then a disposition counts as unread (it may be
    recalled) until its recipient acts, which is the safer side.
    """
    booking = visible_booking(actor_of(request), ticket)
    return case_page(request, booking)


def case_page(
    request: HttpRequest,
    booking: Booking,
    *,
    status: int = 200,
    letter_form: LetterForm | None = None,
    message_form: MessageForm | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    """The page, with the small forms as they came back when something was missing."""
    actor, at = actor_of(request), now()
    inside = is_office_actor(actor, booking)
    with timezone.override(booking.office.tz), one_page():
        here = situation_of(booking, at, runs=runs_of(booking))
        sessions = sessions_of(booking, with_meetings=True)
        work = work_of(here, actor)
        calendar = calendar_for(booking.office)
        progress, clock, service = _progress(here, calendar)
        kind = here.run.kind if here.run is not None else None
        badge = state_badge(booking, kind=kind, running=is_running(sessions), inside=inside)
        letters = letters_of(booking)
        events = events_of(booking)
        trail = trail_of(events, inside=inside)
        said, writes = conversation_for(booking, actor), may_write(actor, booking)
        owed = any(link.letter.is_owed for link in letters if link.relation == LetterRelation.MAIN)
        papers = paper_lines(booking, actor, inside=inside, at=at)
        context: dict[str, Any] = {
            "booking": booking,
            "is_fresh": request.method != "POST",
            "inside": inside,
            "header": header_of(booking, badge, inside=inside, sessions=sessions),
            "progress": progress,
            "origin": "" if here.runs else origin_of(events, inside=inside),
            "turn": turn_of(
                here,
                actor,
                mine=work.mine,
                inside=inside,
                position=progress.position if progress else 0,
                total=progress.total if progress else 0,
                clock=clock,
                service=service,
                label=work.primary.label if work.primary is not None else "",
                paper=waiting_paper(papers),
            ),
            "work": work,
            "facts": facts_of(booking, inside=inside),
            "flags": flag_lines(
                here.flags,
                inside=inside,
                decides=any(part.action == "dispense" for part in work.pressing),
                decider=str(here.graph.dispensation_role.label) if here.graph is not None else "",
            ),
            "dispositions": disposition_lines(booking, actor),
            "sessions": session_lines(booking, sessions, actor, inside=inside),
            "audience": audience_of(booking, sessions, actor),
            "kept_inside": not inside and is_kept_inside(booking, sessions),
            "papers": papers,
            "needs_htmx": any(paper.is_waiting for paper in papers) or (work.primary and work.primary.has_helper),
            "prints": print_links(booking, actor),
            "writes": side_links(booking, actor) if inside else [],
            "may_export": may_export_case(actor, booking),
            "letters": letter_lines(letters, inside=inside, also=also_asked(booking, letters, actor)),
            "attachments": attachments_of(booking) if booking.has_attachments else [],  # type: ignore[attr-defined] # annotated
            "waiting": waiting_place(booking, at=at),
            "owed": owed,
            "staffing": staffing_of(booking) if inside else None,
            "letter_form": letter_form or _letter_form(booking, actor, owed=owed),
            "messages_shown": conversation_of(said, internal=False),
            "message_form": (message_form or MessageForm()) if writes else None,
            "notes_shown": conversation_of(said, internal=True),
            "note_form": (note_form or NoteForm()) if writes and inside else None,
            "trail": trail[:8],
            "older": trail[8:],
            "to_mark": needs_reading(booking, actor, here.pending),
            "may_ask_again": is_applicant(actor, booking),
        }
        return render(request, "bookings/case.html", context, status=status)


@login_required
@posted_from_above
def read_case(request: HttpRequest, ticket: str) -> HttpResponse:
    """The page has been shown: dispositions, the step and the conversation count as read."""
    actor, at = actor_of(request), now()
    booking = visible_booking(actor, ticket)
    mark_read(booking, by=actor, at=at)
    mark_conversation_read(booking, by=actor, at=at)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(status=204)
    return redirect(booking.get_absolute_url())


@login_required
@posted_from_above
def write_message(request: HttpRequest, ticket: str) -> HttpResponse:
    """A word to the other side."""
    actor, at = actor_of(request), now()
    booking = visible_booking(actor, ticket)
    if not may_write(actor, booking):
        sentence = _("Percakapan ini hanya untuk pemohon dan petugas dinas.")
        return refuse(request, sentence, back=booking.get_absolute_url())
    # An agency's note is no note: it has no such form, and what it writes is a message.
    internal = "is_internal" in request.POST and is_office_actor(actor, booking)
    form_class = NoteForm if internal else MessageForm
    data, refused = store_uploads(
        form_class().fields, request.POST, request.FILES, by=actor, office=booking.office, at=at
    )
    form = form_class(data)
    valid = form.is_valid()
    add_refusals(form, refused)
    refused_form: dict[str, Any] = {"note_form" if internal else "message_form": form}
    if not valid or refused:
        return case_page(request, booking, status=422, **refused_form)
    try:
        post_message(
            booking,
            form.cleaned_data["body"],
            by=actor,
            at=at,
            is_internal=internal,
            file=form.cleaned_data.get("file"),
        )
        mark_read(booking, by=actor, at=at)
    except Incomplete as error:
        _take_errors(form, error)
        return case_page(request, booking, status=422, **refused_form)
    except DomainError as error:
        return refuse(request, error.sentence, back=booking.get_absolute_url())
    messages.success(request, _("Catatan internal disimpan.") if internal else _("Pesan terkirim."))
    return redirect(f"{booking.get_absolute_url()}#{'catatan' if internal else 'percakapan'}")


@login_required
@posted_from_above
def add_letter(request: HttpRequest, ticket: str) -> HttpResponse:
    """Catat surat susulan, ralat, perubahan, or pembatalan."""
    actor, at = actor_of(request), now()
    booking = visible_booking(actor, ticket)
    owed = booking.letter_links.filter(relation=LetterRelation.MAIN, letter__is_owed=True).exists()
    empty = _letter_form(booking, actor, owed=owed)
    if empty is None:
        return refuse(request, _("Surat dicatat oleh pemohon atau tata usaha."), back=booking.get_absolute_url())
    data, refused = store_uploads(empty.fields, request.POST, request.FILES, by=actor, office=booking.office, at=at)
    form = LetterForm(data, owed=owed, clerk=may_record(actor, booking))
    valid = form.is_valid()
    add_refusals(form, refused)
    if not valid or refused:
        return case_page(request, booking, status=422, letter_form=form)
    values = form.cleaned_data
    try:
        enter_letter(
            booking,
            number=values["number"],
            dated_on=values["dated_on"],
            relation=values["relation"],
            by=actor,
            at=at,
            subject=values["subject"],
            file=values["file"],
            **({"channel": values["channel"]} if values.get("channel") else {}),
        )
    except Incomplete as error:
        _take_errors(form, error)
        return case_page(request, booking, status=422, letter_form=form)
    except DomainError as error:
        return refuse(request, error.sentence, back=booking.get_absolute_url())
    messages.success(request, _("Surat %(number)s dicatat.") % {"number": values["number"]})
    return redirect(f"{booking.get_absolute_url()}#surat")


def _letter_form(booking: Booking, actor: Actor, *, owed: bool) -> LetterForm | None:
    clerk = may_record(actor, booking)
    return LetterForm(owed=owed, clerk=clerk) if clerk or is_applicant(actor, booking) else None


def _take_errors(form: LetterForm | MessageForm, error: Incomplete) -> None:
    if not error.fields:
        form.add_error(None, error.sentence)
    for name, sentences in error.fields.items():
        for sentence in sentences:
            field = FILE_FIELDS.get(name, name)
            form.add_error(field if field in form.fields else None, sentence)


def _progress(here: Situation, calendar: WorkCalendar) -> tuple[Progress | None, TimeLeft | None, TimeLeft | None]:
    """The path, the clock of the step, the clock of the whole service."""
    booking, at = here.booking, here.at
    if here.graph is None or not here.runs:  # a draft, or taken over from before the portal
        return None, None, None
    row_runs = row_runs_of(booking)
    overall_runs = list(booking.overall_runs.all()) if here.graph.overall is not None else []
    progress = progress_of(
        booking, here.graph, here.runs, row_runs, overall_runs, here.sessions, at=at, calendar=calendar
    )
    if here.run is None:
        return progress, None, None
    service = overall_time_left(overall_runs[-1] if overall_runs else None, here.graph, at=at, calendar=calendar)
    return progress, _clock(here, row_runs, at, calendar), service


def _clock(here: Situation, row_runs: list[Any], at: datetime, calendar: WorkCalendar) -> TimeLeft | None:
    assert here.run is not None
    assert here.graph is not None
    if here.run.deadline_at is not None:
        return deadline_left(here.run.deadline_at, at, tz=here.booking.office.tz)
    row = next((row for row in here.graph.rows if row.pk == here.run.row_id), None)
    open_run = next((run for run in row_runs if run.closed_at is None and row and run.row_id == row.pk), None)
    return row_time_left(here.booking, open_run, row, at=at, calendar=calendar) if row is not None else None
