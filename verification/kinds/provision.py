"""Making the meeting (Tarakan row 5, Gorontalo row 6)."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from bookings.choices import ResourceKind
from bookings.models import Booking, Resource, Session, StepRun
from bookings.models.session import sessions_of
from bookings.scheduling.answers import join_words
from bookings.scheduling.availability import label_of
from bookings.scheduling.spans import Span
from bookings.workflow.forms import ActionForm
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Action, Kind, Mode
from vidcon_portal.ui.parts import Fact

from ..choices import MeetingState, Platform
from ..forms import HttpsField, WorkForm
from ..models import Meeting, MeetingAccount
from ..papers import answer_if_confirming
from ..queries import event_allocations
from ..services.meetings import MeetingData, write_meeting

PARTS = ("platform", "account", "meeting_id", "passcode", "join_url", "note")
SECRET_PARTS = ("passcode", "join_url")


class ProvideForm(WorkForm):
    """One meeting for every session; ``s2_…`` fields hold what is different in session 2, and so on."""

    takes_default = frozenset({"platform", "account", "join_url"})

    def add_fields(self) -> None:
        sessions = self.coming
        self._add_meeting("", sessions[0] if sessions else None, "")
        for session in sessions[1:]:
            self._add_meeting(f"s{session.number}_", session, _("Sesi %(number)s: ") % {"number": session.number})
        if self.connected:
            self.fields["automatic"] = forms.BooleanField(
                label=_("Buat otomatis di penyedia"),
                required=False,
                initial=self._is_asked_for,
                help_text=_(
                    "Untuk akun yang tersambung: %(names)s. ID, kata sandi dan tautan di bawah lalu diisi portal."
                )
                % {"names": join_words([each.resource.name for each in self.connected.values()])},
            )
            self.order_fields(["automatic"])

    @cached_property
    def connected(self) -> Mapping[int, MeetingAccount]:
        """The office's meeting accounts that a provider serves, by the resource's id."""
        found = MeetingAccount.objects.filter(
            platform__office=self.booking.office, platform__is_active=True, resource__is_active=True
        )
        return {
            each.resource_id: each for each in found.select_related("resource", "platform").order_by("resource__name")
        }

    @cached_property
    def coming(self) -> list[Session]:
        return pending_sessions(self.booking)

    @cached_property
    def written(self) -> Mapping[int, Meeting]:
        """What stands now, by session."""
        meetings = Meeting.objects.filter(session__in=self.coming, withdrawn_at=None)
        return {meeting.session_id: meeting for meeting in meetings}

    def kept_of(self, session: Session | None, meeting_id: str) -> Meeting | None:
        """The meeting typed by hand whose link and passcode stay where none are typed: they are never shown again."""
        meeting = self.written.get(session.pk) if session is not None else None
        is_same = meeting is not None and meeting.state == MeetingState.MANUAL and meeting.meeting_id == meeting_id
        return meeting if is_same else None

    @property
    def _is_asked_for(self) -> bool:
        """Whether a connected provider makes what the agency asked for; who asked for another gets no Zoom unasked."""
        wanted = self.booking.application.lower()
        names = {str(Platform(each.platform.provider).label).split()[0].lower() for each in self.connected.values()}
        return not wanted or any(name in wanted for name in names)

    def is_automatic(self, account: Resource | None) -> bool:
        return bool(self.cleaned_data.get("automatic")) and account is not None and account.pk in self.connected

    def _add_meeting(self, prefix: str, session: Session | None, lead: str) -> None:
        copies = _("Kosongkan bila sama dengan sesi pertama.") if prefix else ""
        before = self.written.get(session.pk) if session is not None else None
        stays = (
            _("Kosongkan untuk memakai yang tersimpan.")
            if self.kept_of(session, before.meeting_id if before else "")
            else ""
        )
        self.fields[f"{prefix}platform"] = forms.CharField(
            label=f"{lead}{_('Aplikasi')}", max_length=60, required=not prefix, help_text=copies
        )
        self.fields[f"{prefix}account"] = forms.ModelChoiceField(
            label=f"{lead}{_('Akun rapat')}",
            queryset=Resource.objects.filter(
                office=self.booking.office, kind=ResourceKind.ACCOUNT, is_active=True
            ).order_by("name"),
            required=False,
            empty_label=_("Tanpa akun dinas"),
        )
        self.fields[f"{prefix}meeting_id"] = forms.CharField(
            label=f"{lead}{_('ID rapat')}", max_length=80, required=False
        )
        self.fields[f"{prefix}passcode"] = forms.CharField(
            label=f"{lead}{_('Kata sandi')}",
            max_length=80,
            required=False,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            help_text=stays,
        )
        self.fields[f"{prefix}join_url"] = HttpsField(
            label=f"{lead}{_('Tautan')}", max_length=500, required=False, help_text=stays
        )
        self.fields[f"{prefix}note"] = forms.CharField(label=f"{lead}{_('Catatan')}", max_length=300, required=False)

    def defaults(self) -> Mapping[str, Any]:
        booking, found = self.booking, dict[str, Any]()
        sessions = self.coming
        accounts = {
            row.session_id: row.resource_id
            for row in event_allocations(booking)
            if row.resource.kind == ResourceKind.ACCOUNT
        }
        for session in sessions:
            prefix = "" if session == sessions[0] else f"s{session.number}_"
            meeting = self.written.get(session.pk)
            for part in ("platform", "meeting_id", "note"):  # secrets are typed anew, never shown in a form
                found[f"{prefix}{part}"] = getattr(meeting, part) if meeting is not None else ""
            found[f"{prefix}account"] = accounts.get(session.pk) or (meeting.account_id if meeting else None)
        found["platform"] = found.get("platform") or booking.application or "Zoom Meeting"
        if booking.mode == Mode.JOIN:
            found["join_url"] = booking.meeting_link
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        by_hand = not self.is_automatic(cleaned.get("account"))
        typed = cleaned.get("meeting_id") or cleaned.get("join_url")
        kept = self.kept_of(next(iter(self.coming), None), "")
        if by_hand and "join_url" in cleaned and not typed and not (kept is not None and kept.join_url):
            self.add_error("join_url", _("Isi ID rapat atau tautannya."))
        return cleaned

    def meeting_for(self, session: Session, *, is_first: bool) -> MeetingData:
        """The meeting of a session: its own values, else those of the first."""
        given: dict[str, Any] = {}
        for part in PARTS:
            own = None if is_first else self.cleaned_data.get(f"s{session.number}_{part}")
            given[part] = own or self.cleaned_data.get(part)
        if not is_first and self.cleaned_data.get(f"s{session.number}_account") is None and self._has_own(session):
            given["account"] = None
        if self.is_automatic(given["account"]):
            return MeetingData(
                platform=self._platform_at(given["account"], given["platform"]),
                account=given["account"],
                note=given["note"] or "",
                automatic=True,
            )
        if given["meeting_id"] or not given["join_url"]:  # a new link alone takes no old passcode along
            kept = self.kept_of(session, given["meeting_id"] or "")
            if kept is not None:
                given["passcode"] = given["passcode"] or kept.passcode
                given["join_url"] = given["join_url"] or kept.join_url
        return MeetingData(
            platform=given["platform"],
            account=given["account"],
            meeting_id=given["meeting_id"] or "",
            passcode=given["passcode"] or "",
            join_url=given["join_url"] or "",
            note=given["note"] or "",
        )

    def _platform_at(self, account: Resource, typed: str) -> str:
        """What is made at a provider is called by its name, whatever the request asked for."""
        name = str(Platform(self.connected[account.pk].platform.provider).label)
        return typed if name.lower() in typed.lower() else name

    def _has_own(self, session: Session) -> bool:
        """Whether the session has a meeting of its own, not only a copy of the first one."""
        prefix = f"s{session.number}_"
        return bool(self.cleaned_data.get(f"{prefix}meeting_id") or self.cleaned_data.get(f"{prefix}join_url"))

    def trail(self) -> dict[str, Any]:
        """Without what opens the meeting."""
        return {name: value for name, value in super().trail().items() if not name.endswith(SECRET_PARTS)}


class Provision(StepKind):
    """Writes the meeting of every session that is still to come."""

    kind = Kind.PROVISION
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.PROVIDE: ProvideForm}
    template = "verification/panels/provision.html"

    def perform(self, deed: Deed) -> Outcome:
        trail = write_meetings(deed)
        answer_if_confirming(deed)
        return Outcome(Follow(deed.action), trail=trail)

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        rows = event_allocations(booking)
        return {
            "sessions": [
                Fact(
                    label_of(Span(session.starts_at, session.ends_at), booking.office),
                    ", ".join(
                        row.resource.name
                        for row in rows
                        if row.session_id == session.pk and row.resource.kind == ResourceKind.ACCOUNT
                    )
                    or _("tanpa akun dinas"),
                )
                for session in pending_sessions(booking)
            ],
            "own_link": booking.meeting_link,
        }


def write_meetings(deed: Deed) -> dict[str, Any]:
    """The meeting of every session still to come, as the form says; returns what the trail keeps of it."""
    assert isinstance(deed.form, ProvideForm)
    for number, session in enumerate(deed.form.coming):
        data = deed.form.meeting_for(session, is_first=number == 0)
        write_meeting(session, data, by=deed.by, at=deed.at)
    return deed.form.trail()


def pending_sessions(booking: Booking) -> list[Session]:
    return [session for session in sessions_of(booking) if session.is_pending]
