"""The reply letter as rows of the SOP: draft, initials, signature and sending (Tarakan rows 7 to 9)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from bookings.choices import Decision
from bookings.models import Booking, StepRun
from bookings.pages.papers import edits_of
from bookings.workflow.forms import ActionForm, NoteForm
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.papers import Missing
from vidcon_portal.documents.services.signing import signing_of
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.ui.parts import Fact

from ..forms import WorkForm, join_lines, lines_of
from ..papers import (
    draft_reply,
    initial_reply,
    open_reply,
    reply_of,
    require_draft,
    return_reply,
    sign_and_send_reply,
)
from ..reply_words import NO, ReplyText, body_of, default_text, details_of

LINES = gettext_lazy("Satu butir per baris.")


def _lines(label: Any, *, rows: int = 3, help_text: Any = LINES) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class ProposeForm(WorkForm):
    """The words of the letter; a field that the API leaves out keeps the usual words.

    Which fields there are depends on the decision: a yes has conditions, a partial yes what is missing, a no its
    reason and a suggestion.
    """

    conditions = _lines(gettext_lazy("Ketentuan"))
    missing = _lines(
        gettext_lazy("Yang tidak kami sediakan"),
        help_text=gettext_lazy("Satu butir per baris; tulis “Proyektor | Dinas Kesehatan” bila ada penyedia lain."),
    )
    reason = _lines(gettext_lazy("Alasan"), help_text=gettext_lazy("Melanjutkan kalimat “… karena”."))
    information = _lines(
        gettext_lazy("Isi pemberitahuan"), help_text=gettext_lazy("Melanjutkan “… disampaikan bahwa”.")
    )
    suggestion = _lines(gettext_lazy("Saran"), help_text="")
    closing_notes = _lines(gettext_lazy("Catatan penutup"))
    copies = _lines(gettext_lazy("Tembusan"))

    takes_default = frozenset(
        {"conditions", "missing", "reason", "information", "suggestion", "closing_notes", "copies"}
    )

    def add_fields(self) -> None:
        decision = Decision(self.booking.decision)
        wanted = {"closing_notes", "copies"}
        if decision == Decision.FULL:
            wanted |= {"information", "suggestion"}
        elif decision == Decision.REFUSED:
            wanted |= {"reason", "suggestion"}
        else:
            wanted |= {"conditions"} | ({"missing"} if decision == Decision.PARTLY else set())
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        for name in ("reason", "information"):
            if name in self.fields:
                self.fields[name].required = True

    def defaults(self) -> Mapping[str, Any]:
        draft = open_reply(self.booking)
        text = (
            ReplyText.of(body_of(draft))
            if draft is not None
            else default_text(self.booking, Decision(self.booking.decision), at=self.at)
        )
        return {
            "conditions": join_lines(text.conditions),
            "missing": join_lines(" | ".join(filter(None, [each.item, each.provided_by])) for each in text.missing),
            "reason": text.reason,
            "information": text.information,
            "suggestion": text.suggestion,
            "closing_notes": join_lines(text.closing_notes),
            "copies": join_lines(text.copies),
        }

    def text(self) -> ReplyText:
        """The words as the letter takes them."""
        given = self.cleaned_data
        return ReplyText(
            conditions=lines_of(given.get("conditions", "")),
            closing_notes=lines_of(given.get("closing_notes", "")),
            missing=tuple(
                Missing(item.strip(), by.strip())
                for item, _bar, by in (line.partition("|") for line in lines_of(given.get("missing", "")))
            ),
            reason=given.get("reason", ""),
            suggestion=given.get("suggestion", ""),
            information=given.get("information", ""),
            copies=lines_of(given.get("copies", "")),
        )

    def reword(self) -> Document:
        """Write the draft anew with these words; what changed is kept for whoever initials and signs."""
        return draft_reply(self.booking, None, by=self.by, at=self.at, text=self.text())


def words_form(booking: Booking, *, by: Actor, at: datetime, data: Any = None) -> ProposeForm:
    """The same words for a letter that no SOP row asks for."""
    return ProposeForm(data, booking=booking, run=None, by=by, at=at)


class ReviseForm(ActionForm):
    note = forms.CharField(
        label=gettext_lazy("Yang perlu diperbaiki"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis apa yang perlu diperbaiki.")},
    )


class DraftReply(StepKind):
    """Words the letter, or words it anew after it was handed back."""

    kind = Kind.DRAFT_REPLY
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.PROPOSE: ProposeForm}
    template = "verification/panels/draft_reply.html"

    def perform(self, deed: Deed) -> Outcome:
        assert isinstance(deed.form, ProposeForm)
        document = draft_reply(deed.booking, deed.run, by=deed.by, at=deed.at, text=deed.form.text())
        return Outcome(Follow(deed.action), trail={"document": str(document.pk), "variant": document.variant})

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        draft = open_reply(booking)
        is_yes = booking.decision not in NO
        return {
            "decision": Decision(booking.decision).label,
            "facts": [Fact(each.label, each.value, code=each.code) for each in details_of(booking)] if is_yes else [],
            "return_note": draft.return_note if draft else "",
            "draft_url": draft.get_absolute_url() if draft else "",
        }


class _OnTheDraft(StepKind):
    """What initialling and signing share: the letter to read, and handing it back."""

    template = "verification/panels/reply.html"

    def perform(self, deed: Deed) -> Outcome:
        if deed.action == Action.REVISE:
            document = return_reply(deed.booking, by=deed.by, note=deed.data["note"], at=deed.at)
        elif deed.action == Action.INITIAL:
            document = initial_reply(deed.booking, by=deed.by, at=deed.at)
        else:
            document = sign_and_send_reply(
                deed.booking,
                by=deed.by,
                at=deed.at,
                signature=deed.signature,
            )
        trail = {**deed.form.trail(), "document": str(document.pk), "number": document.number}  # type: ignore[attr-defined]
        return Outcome(Follow(deed.action), trail=trail)

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        document = reply_of(booking)
        if document is None:
            return {"letter_url": "", "initials": []}
        comes_back = bool(self.signs) and signing_of(booking.office).choice.takes_file
        initials = document.initials.filter(withdrawn_at__isnull=True).select_related("user")
        return {
            "letter_url": document.get_absolute_url(),
            "subject": document.title,
            "variant": document.get_variant_display(),
            "initials": [Fact(each.title, each.user.name) for each in initials],
            "edits": edits_of(document),
            "comes_back": comes_back,
            "number": document.number if document.is_stamped else "",
            "number_url": reverse("bookings:paper", args=[booking.ticket, document.pk, "number"]),
        }


class ApproveReply(_OnTheDraft):
    kind = Kind.APPROVE_REPLY
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.INITIAL: NoteForm, Action.REVISE: ReviseForm}
    needs_pin: ClassVar[frozenset[str]] = frozenset({Action.INITIAL})


class SendReply(_OnTheDraft):
    """Signature, number and sending are one act (Tarakan row 9), in the way that the office signs its letters."""

    kind = Kind.SEND_REPLY
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.SIGN_AND_SEND: NoteForm, Action.REVISE: ReviseForm}
    needs_pin: ClassVar[frozenset[str]] = frozenset({Action.SIGN_AND_SEND})
    signs: ClassVar[frozenset[str]] = frozenset({Action.SIGN_AND_SEND})

    def paper_to_sign(self, booking: Booking) -> Document:
        return require_draft(booking)
