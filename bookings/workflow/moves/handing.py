"""Moves that hand the case around: return, skip, recall, reassign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Disposition, StepRun
from bookings.models.disposition import Handed, dispositions_of
from bookings.permissions import has_role, is_office_actor
from bookings.reach import superiors_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Position
from vidcon_portal.procedures.choices import Kind
from vidcon_portal.procedures.queries import calendar_for

from ..forms import NoteForm, ReasonForm
from ..outcome import Aside, Deed, Follow, Jump, Outcome, Stay
from .base import Move, not_live

if TYPE_CHECKING:
    from ..legality import Situation

RETURNABLE = frozenset(
    {
        Kind.REGISTER,
        Kind.DISPOSE,
        Kind.CHECK_DATA,
        Kind.CHECK_RESOURCES,
        Kind.COORDINATE,
        Kind.PROVISION,
        Kind.HAND_OVER,
        Kind.DRAFT_REPLY,
        Kind.APPROVE_REPLY,
        Kind.SEND_REPLY,
        Kind.PREPARE,
    }
)
"""From register to prepare (DESIGN §3.2)."""


class ReturnForm(ReasonForm):
    """What the applicant must complete: named items, and words."""

    missing = forms.MultipleChoiceField(
        label=gettext_lazy("Yang perlu dilengkapi"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=(
            ("letter", gettext_lazy("Surat permohonan")),
            ("event_time", gettext_lazy("Waktu pelaksanaan")),
            ("connection_test_time", gettext_lazy("Waktu uji koneksi")),
            ("place_and_layout", gettext_lazy("Tempat dan tata letak")),
            ("application", gettext_lazy("Aplikasi yang digunakan")),
            ("equipment", gettext_lazy("Perlengkapan")),
        ),
    )

    field_order = ("missing", "reason")


class Return(Move):
    """Side step ``complete``; resubmitting resumes at the returning step, agenda number kept."""

    name = "return"
    label = gettext_lazy("Kembalikan untuk dilengkapi")
    form = ReturnForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if here.run is None or here.run.is_side_step:
            return _("Permohonan ini sedang di tangan pemohon.")
        if here.run.kind not in RETURNABLE:
            return _("Pada langkah ini permohonan tidak dapat dikembalikan.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        from ..legality import not_holder

        return not_holder(actor, here)

    def perform(self, deed: Deed) -> Outcome:
        deadline = calendar_for(deed.booking.office).add_working_days(deed.at, deed.booking.office.completion_days)
        return Outcome(Aside(Kind.COMPLETE, deadline_at=deadline), trail=deed.form.trail())  # type: ignore[attr-defined]


class Skip(Move):
    """The holder leaves out an optional step, with a reason."""

    name = "skip"
    label = gettext_lazy("Lewati langkah ini")
    form = ReasonForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if here.node is None or not here.node.optional:
            return _("Langkah ini wajib dikerjakan.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        from ..legality import not_holder

        return not_holder(actor, here)

    def perform(self, deed: Deed) -> Outcome:
        assert deed.node is not None
        return Outcome(Follow(deed.node.kind.onward_action), trail=deed.form.trail())  # type: ignore[attr-defined]


def recallable_disposition(here: Situation) -> Handed | None:
    """The latest standing disposition, if its responsible recipient has neither read nor acted."""
    return here.once("recallable", lambda: _recallable_disposition(here))


def _recallable_disposition(here: Situation) -> Handed | None:
    if here.run is None or here.run.is_side_step:
        return None
    standing = [each for each in dispositions_of(here.booking) if each.disposition.recalled_at is None]
    if not standing:
        return None
    latest = standing[-1]
    previous = max((run for run in here.runs if run.closed_at is not None), key=closing, default=None)
    if previous is None or previous.pk != latest.disposition.step_run_id or latest.read_at is not None:
        return None
    return latest


def closing(run: StepRun) -> tuple[Any, int]:
    """The order in which steps closed."""
    return run.closed_at, run.pk


class Recall(Move):
    """The forwarder takes his disposition back while it is unread; his step opens again."""

    name = "recall"
    label = gettext_lazy("Tarik kembali disposisi")
    form = NoteForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if recallable_disposition(here) is None:
            return _("Disposisi terakhir sudah dibaca atau ditindaklanjuti.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        disposition = recallable_disposition(here)
        position = actor.position
        if disposition is None or position is None or position.pk != disposition.disposition.from_position_id:
            return _("Hanya pemberi disposisi yang dapat menariknya.")
        return None

    def perform(self, deed: Deed) -> Outcome:
        disposition = Disposition.objects.filter(booking=deed.booking, recalled_at__isnull=True).order_by(
            "-given_at", "-pk"
        )[0]
        disposition.recalled_at = deed.at
        disposition.save(update_fields=["recalled_at"])
        step = deed.graph.step(disposition.step_run.step_id)
        assert step is not None
        return Outcome(Jump(step), trail={**deed.form.trail(), "disposition": disposition.pk})  # type: ignore[attr-defined]


class ReassignForm(ReasonForm):
    """Another position of the office that plays a role of the step."""

    position = forms.ModelChoiceField(
        label=gettext_lazy("Alihkan kepada"), queryset=Position.objects.none(), empty_label=None
    )
    field_order = ("position", "reason")

    def build(self) -> None:
        roles = self.run.roles if self.run else []
        field = self.fields["position"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Position.objects.filter(
            office=self.booking.office, role__in=[*roles, Role.STAFF, Role.TECHNICAL_TEAM], is_active=True
        )
        if not self.is_bound:
            # A select asks twice: whether the first is empty, and for all; a list of its choices, how many there are.
            field.widget.choices = [(each.pk, field.label_from_instance(each)) for each in field.queryset]


class Reassign(Move):
    """The holder's superior or the office's admin gives the step to somebody else; the clock runs on."""

    name = "reassign"
    label = gettext_lazy("Alihkan tugas")
    form = ReassignForm

    def legal(self, here: Situation) -> str | None:
        if (sentence := not_live(here)) is not None:
            return sentence
        if here.run is None or here.node is None or not here.node.is_office_step:
            return _("Langkah ini bukan tugas kantor.")
        return None

    def not_for(self, actor: Actor, here: Situation) -> str | None:
        if not is_office_actor(actor, here.booking):
            return _("Hanya atasan pemegang tugas atau admin kantor yang mengalihkan.")
        if has_role(actor, here.booking, Role.OFFICE_ADMIN):
            return None
        superiors = superiors_of(here.pending, here.booking.office)
        if actor.position is not None and actor.position.pk in superiors:
            return None
        return _("Hanya atasan pemegang tugas atau admin kantor yang mengalihkan.")

    def perform(self, deed: Deed) -> Outcome:
        assert deed.run is not None
        assignment = deed.run.assignments.filter(confirmed_at__isnull=True).first()
        before: Any = str(assignment.position or assignment.get_role_display()) if assignment else ""
        if assignment is not None:
            assignment.position = deed.data["position"]
            assignment.read_at = None
            assignment.save(update_fields=["position", "read_at"])
        return Outcome(Stay(), trail={**deed.form.trail(), "from": before})  # type: ignore[attr-defined]
