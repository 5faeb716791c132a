"""Handing the meeting over to the one who answers the agency (Tarakan row 6)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from bookings.models import Booking, Session, StepRun
from bookings.workflow.forms import ActionForm, NoteForm
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.ui.parts import Fact

from ..forms import HttpsField
from ..models import Meeting
from ..services.meetings import MeetingData, hand_over_meetings, write_meeting
from .provision import SECRET_PARTS, pending_sessions


class HandOverForm(NoteForm):
    """A note; and for each session whose meeting the provider has not made yet, the way in, typed by hand."""

    def build(self) -> None:
        for session in self.unmade:
            lead = _("Sesi %(number)s: ") % {"number": session.number} if self.has_several else ""
            prefix = f"s{session.number}_"
            self.fields[f"{prefix}meeting_id"] = forms.CharField(
                label=f"{lead}{_('ID rapat')}", max_length=80, required=False
            )
            self.fields[f"{prefix}passcode"] = forms.CharField(
                label=f"{lead}{_('Kata sandi')}",
                max_length=80,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            self.fields[f"{prefix}join_url"] = HttpsField(
                label=f"{lead}{_('Tautan')}",
                max_length=500,
                required=False,
                help_text=_(
                    "Penyedia belum membuat ruang rapatnya. Tunggu sampai jadi, atau buat sendiri dan isi di sini."
                ),
            )

    @cached_property
    def unmade(self) -> list[Session]:
        """Sessions still to come that nobody could join with what was provided."""
        meetings = {meeting.session_id: meeting for meeting in standing_meetings(self.booking)}
        return [
            session
            for session in pending_sessions(self.booking)
            if session.pk in meetings and not meetings[session.pk].lets_in
        ]

    @property
    def has_several(self) -> bool:
        return len(pending_sessions(self.booking)) > 1

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for session in self.unmade:
            prefix = f"s{session.number}_"
            typed = cleaned.get(f"{prefix}meeting_id") or cleaned.get(f"{prefix}join_url")
            if f"{prefix}join_url" in cleaned and not typed:
                self.add_error(
                    f"{prefix}join_url",
                    _("Ruang rapat belum jadi di penyedia. Tunggu sampai jadi, atau isi ID rapat atau tautannya."),
                )
        return cleaned

    def typed_for(self, session: Session, meeting: Meeting) -> MeetingData:
        """The meeting made by hand, on the account that was chosen for it."""
        prefix = f"s{session.number}_"
        return MeetingData(
            platform=meeting.platform,
            account=meeting.account,
            meeting_id=self.cleaned_data.get(f"{prefix}meeting_id") or "",
            passcode=self.cleaned_data.get(f"{prefix}passcode") or "",
            join_url=self.cleaned_data.get(f"{prefix}join_url") or "",
            note=meeting.note,
        )

    def trail(self) -> dict[str, Any]:
        """Without what opens the meeting."""
        return {name: value for name, value in super().trail().items() if not name.endswith(SECRET_PARTS)}


class HandOver(StepKind):
    """The maker reports ID, passcode and link to the one who answers the agency: never before there is a way in."""

    kind = Kind.HAND_OVER
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.HAND_OVER: HandOverForm}
    template = "verification/panels/hand_over.html"

    def perform(self, deed: Deed) -> Outcome:
        assert isinstance(deed.form, HandOverForm)
        meetings = {meeting.session_id: meeting for meeting in standing_meetings(deed.booking)}
        for session in deed.form.unmade:
            data = deed.form.typed_for(session, meetings[session.pk])
            write_meeting(session, data, by=deed.by, at=deed.at)
        hand_over_meetings(deed.booking, at=deed.at)
        return Outcome(Follow(deed.action), trail=deed.form.trail())

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        return {
            "meetings": [
                Fact(
                    _("Sesi %(number)s") % {"number": meeting.session.number},
                    f"{meeting.platform} {meeting.meeting_id}".strip()
                    if meeting.lets_in
                    else f"{meeting.platform}: {meeting.provider_line}",
                )
                for meeting in standing_meetings(booking)
            ]
        }


def standing_meetings(booking: Booking) -> list[Meeting]:
    meetings = Meeting.objects.filter(session__booking=booking, withdrawn_at__isnull=True)
    return list(meetings.select_related("session", "account").order_by("session__number"))
