"""``submit`` and ``complete``: what the applicant's side enters."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import FlagKind, FlagResult, Hold, SessionStatus
from bookings.errors import Clash, Incomplete, NotLegal
from bookings.forms.booking import BookingForm
from bookings.forms.sessions import SessionsField, SessionTime
from bookings.letters import is_shared, keep_file, lock_letters, name_letter
from bookings.models import Booking, IncomingLetter, Session, StepRun
from bookings.models.session import sessions_of
from bookings.numbering import new_tracking_code, next_ticket, tracking_hash
from bookings.requests import fill_booking, main_letter, values_of, write_letter, write_sessions
from bookings.rules import flag_rules
from bookings.scheduling.availability import find_alternatives
from bookings.scheduling.quotas import has_quota_left, quota_sentence
from bookings.scheduling.services import HoldResult, hold_booking
from bookings.services.files import claim_files
from bookings.workflow.forms import ActionForm, plain
from bookings.workflow.moves.times import change_times
from bookings.workflow.outcome import Deed, Follow, Outcome, Resume
from bookings.workflow.step_kind import StepKind
from bookings.workflow.timers import set_lapse_timer
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Action, Kind

FREE_TO_CHANGE = frozenset(
    {
        "contact_name",
        "contact_phone",
        "description",
        "letter_date",
        "letter_file",
        "letter_number",
        "letter_owed",
        "other_zone",
        "srikandi_number",
    }
)
"""What was approved is frozen: a change of anything else is decided again."""


@dataclass
class RememberedCode:
    """The kode lacak of the submission inside the block; empty when nothing was submitted."""

    code: str = ""


_remembered: ContextVar[RememberedCode | None] = ContextVar("tracking_code", default=None)


@contextmanager
def remember_tracking_code() -> Iterator[RememberedCode]:
    """The database keeps only the code's hash, so whoever submits catches it here to show it once."""
    remembered = RememberedCode()
    token = _remembered.set(remembered)
    try:
        yield remembered
    finally:
        _remembered.reset(token)


class SubmitForm(ActionForm):
    """What to do when the time is taken: by default the request is accepted and waits."""

    on_clash = forms.ChoiceField(
        label=gettext_lazy("Bila jadwal terpakai"),
        required=False,
        choices=(
            ("hold", gettext_lazy("Tetap ajukan dan masuk daftar tunggu")),
            ("reject", gettext_lazy("Jangan ajukan")),
        ),
    )

    request: BookingForm
    """The draft, checked strictly; what it says of the letter is entered when the times are held."""


class Submit(StepKind):
    """Pins the SOP in force, flags what is late, holds what is free, enters the letter, gives the ticket.

    The numbers come last: their registers stay locked until the end, and everybody who submits waits for them.
    """

    kind = Kind.SUBMIT
    forms = {Action.SUBMIT: SubmitForm}

    def prepare_submission(self, booking: Booking, form: ActionForm, *, by: Actor, at: datetime) -> None:
        """Check the draft strictly and fill the booking's columns; the engine saves them."""
        procedure = booking.service.procedure_on(at.astimezone(booking.office.tz).date())
        if procedure is None:
            raise NotLegal(_("Layanan ini belum punya SOP yang berlaku. Hubungi dinas."))
        if booking.mode not in booking.service.modes:
            raise Incomplete(_("Ragam layanan ini tidak disediakan."), {"mode": [_("Pilih ragam lain.")]})
        request = BookingForm(
            booking.draft_data,
            office=booking.office,
            procedure=procedure,
            mode=booking.mode,
            at=at,
            may_owe_letter=bool(booking.draft_data.get("letter_owed")),
        )
        if not request.is_valid():
            raise Incomplete(
                _("Permohonan belum lengkap."),
                {name: [str(item) for item in errors] for name, errors in request.errors.items()},
            )
        booking.procedure = procedure
        booking.submitted_at = booking.received_at = at
        fill_booking(booking, request)
        claim_files(booking, request.cleaned_data.items(), by=by, at=at)
        write_sessions(booking, request.cleaned_data["sessions"])
        booking.draft_data = {}
        assert isinstance(form, SubmitForm)
        form.request = request

    def perform(self, deed: Deed) -> Outcome:
        booking, form = deed.booking, deed.form
        assert isinstance(form, SubmitForm)
        sessions = sessions_of(booking)
        flag_rules(booking, at=deed.at, submitted_at=deed.at, sessions=sessions)
        is_tried = deed.graph.has_kind(Kind.TRIAL, mode=booking.mode)
        result = hold_booking(booking, at=deed.at, is_new=True, with_wished_trial=is_tried)
        if deed.data.get("on_clash") == "reject" and result.hold in (Hold.PARTIAL, Hold.WAITING):
            if result.hold == Hold.WAITING and not has_quota_left(booking):
                raise Clash(quota_sentence(booking))
            raise Clash(
                _("Jadwal yang diminta sudah terpakai. Pilih salah satu pengganti."),
                [replace(each, session_ids=()) for each in find_alternatives(booking, at=deed.at)],  # no session stays
            )
        set_lapse_timer(booking, is_first=True)
        letter = write_letter(booking, form.request, by=deed.by, at=deed.at)
        code = new_tracking_code()
        booking.tracking_hash = tracking_hash(code)
        if (remembered := _remembered.get()) is not None:
            remembered.code = code
        booking.ticket = next_ticket(booking.office, at=deed.at)
        return Outcome(Follow(deed.action), trail=_summary(booking, sessions, letter, result))


def _summary(booking: Booking, sessions: list[Session], letter: IncomingLetter, result: HoldResult) -> dict[str, Any]:
    lacking = list(dict.fromkeys(need.label for need in result.trial_short))
    return {
        "title": booking.title,
        "mode": booking.mode,
        "hold": booking.hold,
        "letter": letter.number,
        "sessions": [{"starts_at": plain(each.starts_at), "ends_at": plain(each.ends_at)} for each in sessions],
        **({"trial_without": lacking} if lacking else {}),
    }


class CompleteForm(BookingForm):
    """The request again, as it stands; the API may send only what it changes."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        booking: Booking,
        run: StepRun | None,
        by: Actor,
        at: datetime,
        action: str = "",
        initial: dict[str, Any] | None = None,
    ) -> None:
        now = values_of(booking)
        planned = list(booking.sessions.filter(status=SessionStatus.PLANNED).order_by("number"))
        now["sessions"] = [SessionTime(each.starts_at, each.ends_at, each.open_ended) for each in planned]
        if data is not None and not hasattr(data, "getlist"):
            data = {**now, **data}
        super().__init__(
            data,
            files,
            office=booking.office,
            procedure=booking.procedure,
            mode=booking.mode,
            at=at,
            booking=booking,
            may_owe_letter=bool(now.get("letter_owed")),
            initial={**now, **(initial or {})},
        )
        self.run, self.by, self.action = run, by, action
        sessions = self.fields["sessions"]
        assert isinstance(sessions, SessionsField)
        sessions.prepare(tz=booking.office.tz, at=at, count=len(planned))

    def trail(self) -> dict[str, Any]:
        return {"changed": sorted(self.changed_data)}


TRIAL_IS_AGREED = (Kind.COORDINATE, Kind.TRIAL)
"""From the first of these on, the hour of the trial is what was agreed, whatever was wished."""


class Complete(StepKind):
    """The applicant completes what was asked for; the case resumes where it was returned."""

    kind = Kind.COMPLETE
    forms = {Action.RESUBMIT: CompleteForm}  # type: ignore[dict-item]

    def perform(self, deed: Deed) -> Outcome:
        booking, form = deed.booking, deed.form
        assert isinstance(form, CompleteForm)
        assert deed.run is not None
        before = values_of(booking)
        fill_booking(booking, form)
        booking.save()
        moved = _times_changed(booking, form.cleaned_data["sessions"])
        if moved:
            change_times(deed, form.cleaned_data["sessions"], strict=False)
        is_tried = deed.graph.has_kind(Kind.TRIAL, mode=booking.mode)
        is_wish = is_tried and not booking.step_runs.filter(kind__in=TRIAL_IS_AGREED).exists()
        if is_wish or not moved:
            hold_booking(booking, at=deed.at, with_wished_trial=is_wish)
        _update_letter(booking, form, by=deed.by, at=deed.at)
        booking.flags.filter(kind=FlagKind.MISSED_DEADLINE, result=FlagResult.OPEN).update(
            result=FlagResult.WITHDRAWN, closed_at=deed.at, note=_("Dilengkapi pemohon.")
        )
        after = values_of(booking)
        changed = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
        reached = booking.step_runs.filter(step_id=deed.graph.recheck.pk).exists()
        anew = reached and (moved or (booking.decision and not FREE_TO_CHANGE.issuperset(changed)))
        return Outcome(Resume(to_recheck=bool(deed.run.resume_to_recheck or anew)), trail={"changed": changed})


def _times_changed(booking: Booking, times: list[SessionTime]) -> bool:
    planned = booking.sessions.filter(status=SessionStatus.PLANNED).order_by("number")
    return [(each.starts_at, each.ends_at) for each in planned] != [(each.starts_at, each.ends_at) for each in times]


def _update_letter(booking: Booking, form: BookingForm, *, by: Actor, at: datetime) -> None:
    lock_letters(booking.agency)
    letter = main_letter(booking)
    if letter is None:
        return
    data, shown = form.cleaned_data, letter.file_id
    letter = name_letter(
        booking,
        letter,
        number=data.get("letter_number") or letter.number,
        dated_on=data.get("letter_date") or letter.dated_on,
        by=by,
        at=at,
    )
    file = data.get("letter_file")
    if file is not None and file.pk != shown:
        keep_file(letter, file, booking=booking)
    if not (letter.srikandi_number and is_shared(letter, booking)):
        letter.srikandi_number = data.get("srikandi_number") or letter.srikandi_number
    letter.is_owed = bool(data.get("letter_owed")) and not (letter.number and letter.dated_on)
    letter.save()
