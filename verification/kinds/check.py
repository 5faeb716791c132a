"""Is the request complete, and can it be served: the two checks (Kalbar row 3, Singkawang rows 6 and 7)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Decision
from bookings.models import Booking, StepRun
from bookings.rules import missing_information
from bookings.scheduling.availability import label_of
from bookings.scheduling.services import drop_options, release_booking
from bookings.scheduling.spans import Span
from bookings.workflow.forms import ActionForm, StoredFileField
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Action, ClashAnswer, Kind, MandatoryField
from vidcon_portal.ui.parts import Fact, Finding
from vidcon_portal.ui.widgets import ChipRadioSelect

from ..choices import Answer, Side
from ..forms import WorkForm, node_of
from ..models import Check
from ..papers import answer_beside_the_case
from ..queries import alternatives_for, answers_of, need_lines, office_needs

NOTE = {"rows": 3}


# --- check_data -------------------------------------------------------------------------------------------------------


class PassForm(WorkForm):
    """One tick per mandatory item; refused while an item is missing."""

    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=2000, widget=forms.Textarea(attrs=NOTE)
    )

    def add_fields(self) -> None:
        missing = {field for field, _words in missing_information(self.booking)}
        for item in mandatory_items(self.booking):
            if item.value not in missing:
                self.fields[f"ok_{item.value}"] = forms.BooleanField(
                    label=_("%(item)s sudah diperiksa") % {"item": item.label}
                )
        self.order_fields([name for name in self.fields if name != "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if missing := missing_information(self.booking):
            raise forms.ValidationError(
                _("Permohonan belum memuat: %(items)s. Gunakan “Kembalikan untuk dilengkapi”.")
                % {"items": ", ".join(words for _field, words in missing)}
            )
        return cleaned


class CheckData(StepKind):
    """Does the request carry what the SOP demands of it."""

    kind = Kind.CHECK_DATA
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.PASS: PassForm}
    template = "verification/panels/check_data.html"

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        missing = dict(missing_information(booking))
        return {
            "findings": [
                Finding(
                    _("%(item)s: belum ada") % {"item": item.label}
                    if item.value in missing
                    else f"{item.label}: {stated(booking, item)}",
                    met=item.value not in missing,
                )
                for item in mandatory_items(booking)
            ],
            "is_complete": not missing,
        }


def mandatory_items(booking: Booking) -> list[MandatoryField]:
    wanted = set(booking.procedure.mandatory_information) if booking.procedure else set()
    return [item for item in MandatoryField if item.value in wanted]


def stated(booking: Booking, item: MandatoryField) -> str:
    """What the request says about a mandatory item, in words."""
    match item:
        case MandatoryField.EVENT_TIME:
            return "; ".join(
                label_of(Span(session.starts_at, session.ends_at), booking.office) for session in booking.sessions.all()
            )
        case MandatoryField.CONNECTION_TEST_TIME:
            at = booking.connection_test_at
            return timezone.localtime(at, booking.office.tz).strftime("%d-%m-%Y %H.%M %Z") if at else ""
        case MandatoryField.PLACE_AND_LAYOUT:
            return ", ".join(filter(None, [booking.place, booking.layout]))
        case MandatoryField.APPLICATION:
            return booking.application
        case MandatoryField.EQUIPMENT:
            return ", ".join(
                filter(
                    None,
                    [booking.equipment_note, booking.own_equipment, *(need.label for need in office_needs(booking))],
                )
            )


# --- check_resources --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """One criterion asked for one side."""

    code: str
    text: str
    side: Side
    evidence: bool

    @property
    def key(self) -> str:
        return f"{self.code}_{self.side.value}"


def questions_of(booking: Booking) -> Iterator[Question]:
    """The SOP's criteria in printed order, once per side that each names."""
    for criterion in booking.procedure.criteria if booking.procedure else ():
        for side in criterion["sides"]:
            yield Question(criterion["code"], criterion["text"], Side(side), bool(criterion.get("evidence")))


class CriteriaForm(WorkForm):
    """Per criterion and side: ``c_…`` answer, ``n_…`` note, and ``e_…`` evidence where the SOP asks for it."""

    def add_fields(self) -> None:
        for number, question in enumerate(questions_of(self.booking), start=1):
            label = f"{number}. {question.text} ({question.side.label})"
            self.fields[f"c_{question.key}"] = forms.ChoiceField(
                label=label,
                choices=Answer.choices,
                widget=ChipRadioSelect(split=True),
                error_messages={"required": _("Pilih ya, sebagian, atau tidak untuk kriteria ini.")},
            )
            self.fields[f"n_{question.key}"] = forms.CharField(
                label=_("Keterangan kriteria %(number)d") % {"number": number}, required=False, max_length=1000
            )
            if question.evidence:
                self.fields[f"e_{question.key}"] = StoredFileField(
                    label=_("Bukti kriteria %(number)d") % {"number": number}, required=False
                )
        own = [name for name in self.fields if name[:2] not in ("c_", "n_", "e_")]
        self.order_fields([name for name in self.fields if name not in own] + own)

    def defaults(self) -> Mapping[str, Any]:
        """The answers of the visit before: a recheck looks at what changed."""
        found: dict[str, Any] = {}
        if self.is_bound:
            return found
        for check in answers_of(self.booking):
            found[f"c_{check.criterion}_{check.side}"] = check.answer
            found[f"n_{check.criterion}_{check.side}"] = check.note
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for question in questions_of(self.booking):
            answer = cleaned.get(f"c_{question.key}")
            explained = cleaned.get(f"n_{question.key}") or cleaned.get(f"e_{question.key}")
            if answer in (Answer.PARTLY, Answer.NO) and not explained:
                sentence = (
                    _("Tulis keterangan atau lampirkan bukti, karena jawabannya bukan ya.")
                    if question.evidence
                    else _("Tulis keterangan, karena jawabannya bukan ya.")
                )
                self.add_error(f"n_{question.key}", sentence)
        return cleaned


class AcceptForm(CriteriaForm):
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=2000, widget=forms.Textarea(attrs=NOTE)
    )


class AcceptPartlyForm(CriteriaForm):
    """What is not provided, and words about it that the applicant reads."""

    struck = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Yang tidak disediakan"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("Apa yang dilayani dan apa yang tidak"),
        max_length=2000,
        widget=forms.Textarea(attrs=NOTE),
        error_messages={"required": gettext_lazy("Tulis apa yang tidak dapat disediakan; pemohon akan membacanya.")},
    )

    def add_fields(self) -> None:
        super().add_fields()
        self.fields["struck"].choices = [  # type: ignore[attr-defined]
            (need.index, f"{need.label} ({need.quantity})" if need.quantity > 1 else need.label)
            for need in office_needs(self.booking)
        ]

    def defaults(self) -> Mapping[str, Any]:
        missing = [line.index for line in need_lines(self.booking) if not line.is_held] if not self.is_bound else []
        return {**super().defaults(), "struck": missing}

    def trail(self) -> dict[str, Any]:
        return {**super().trail(), "struck_labels": self.struck_labels}

    @property
    def struck_labels(self) -> list[str]:
        struck = set(self.cleaned_data.get("struck") or ())
        return [need.label for need in office_needs(self.booking) if need.index in struck]


class RefuseForm(CriteriaForm):
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=2000,
        widget=forms.Textarea(attrs=NOTE),
        error_messages={"required": gettext_lazy("Isi alasannya; pemohon akan membacanya.")},
    )


class FullForm(RefuseForm):
    """The reason is optional where the SOP's arrow does not ask for it (Tarakan row 4)."""

    def add_fields(self) -> None:
        super().add_fields()
        self.fields["reason"].label = _("Keterangan untuk pemohon")
        self.fields["reason"].required = self.arrow_wants_note()


class CheckResources(StepKind):
    """Can the office serve it: the deciding step."""

    kind = Kind.CHECK_RESOURCES
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {
        Action.ACCEPT: AcceptForm,
        Action.ACCEPT_PARTLY: AcceptPartlyForm,
        Action.REFUSE: RefuseForm,
        Action.FULL: FullForm,
    }
    template = "verification/panels/check.html"
    deciding: ClassVar[frozenset[str]] = frozenset({Action.ACCEPT, Action.ACCEPT_PARTLY})

    decisions: ClassVar[Mapping[str, Decision]] = {
        Action.ACCEPT: Decision.SERVED,
        Action.ACCEPT_PARTLY: Decision.PARTLY,
        Action.REFUSE: Decision.REFUSED,
        Action.FULL: Decision.FULL,
    }

    def perform(self, deed: Deed) -> Outcome:
        decision = self.decisions[deed.action]
        note = deed.data.get("reason") or deed.data.get("note") or ""
        write_checks(deed)
        if decision in (Decision.REFUSED, Decision.FULL):
            drop_options(deed.booking, at=deed.at)
            release_booking(deed.booking, at=deed.at)
        struck = deed.form.struck_labels if isinstance(deed.form, AcceptPartlyForm) else []
        answer_beside_the_case(deed, decision, reason=note, struck=struck)
        return Outcome(
            Follow(deed.action),
            trail=deed.form.trail(),  # type: ignore[attr-defined]
            decision=decision,
            decision_note=note,
        )

    def suggests(self, booking: Booking, run: StepRun) -> str:
        is_full = _informs(booking, run) and any(not line.is_held for line in need_lines(booking))
        return Action.FULL if is_full else ""

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        at = timezone.now()
        lines = need_lines(booking)
        informs = _informs(booking, run)
        is_short, none = any(not line.is_held for line in lines), _("belum ada yang kosong")
        return {
            "needs": [Finding(f"{line.label}: {', '.join(line.units) or none}", met=line.is_held) for line in lines],
            "is_short": is_short,
            "suggestion": (_suggest_full() if informs else _suggest_offer()) if is_short else "",
            "alternatives": [Fact(each.differs, each.label) for each in alternatives_for(booking, at=at)]
            if is_short
            else [],
        }


def _informs(booking: Booking, run: StepRun) -> bool:
    """Whether the SOP answers a full schedule at once instead of offering another time (Tarakan row 4)."""
    node = node_of(booking, run)
    return node is not None and node.options.get("on_clash") == ClashAnswer.INFORM


def write_checks(deed: Deed) -> None:
    """One row per criterion and side; the engine has hung the evidence on the request."""
    assert deed.run is not None
    Check.objects.bulk_create(
        Check(
            booking=deed.booking,
            step_run=deed.run,
            criterion=question.code,
            text=question.text,
            side=question.side,
            answer=deed.data[f"c_{question.key}"],
            note=deed.data.get(f"n_{question.key}") or "",
            evidence=deed.data.get(f"e_{question.key}"),
        )
        for question in questions_of(deed.booking)
    )


def _suggest_full() -> str:
    return _("Jadwalnya penuh. Menurut SOP pemohon langsung diberi tahu: pilih “Beri tahu jadwal penuh”.")


def _suggest_offer() -> str:
    return _("Sebagian kebutuhan tidak kosong. Pilih “Tawarkan jadwal lain”, atau setujui sebagian.")
