"""What the reader may do now: the form of his step, its other endings, the moves around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.forms.booking import BookingForm
from bookings.forms.layout import completion_helper
from bookings.forms.sessions import SessionsField
from bookings.permissions import may_record
from bookings.workflow.acceptance import form_for
from bookings.workflow.forms import SECRETS, StoredFileField
from bookings.workflow.kinds import kind_of
from bookings.workflow.legality import Possibility, Situation, possibilities_in, record_refusal
from bookings.workflow.moves import MOVES
from bookings.workflow.moves.handing import recallable_disposition
from bookings.workflow.moves.meetings import lacks_meeting
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.ui.wording import say_clock

MOST_INLINE_FIELDS = 3
PRESSING_MOVES = ("dispense", "confirm_leader")
"""Moves that are tasks of their own: shown open, not behind a button."""
CALLS: Mapping[str, Promise] = {
    "displace": gettext_lazy("Kegiatan pimpinan ini belum mendapat semua yang diperlukan."),
    "set_meeting": gettext_lazy("Ruang rapat daringnya belum diisi."),
}
"""Moves with a page of their own that somebody should not have to look for, and why."""
UNDOING_MOVE = "recall"
"""Offered with one tap on top of the page, as long as it is possible."""
GRAVE_MOVES = frozenset({"cancel", "cancel_sessions", "reject", "displace"})


@dataclass(frozen=True, slots=True)
class ActionPart:
    """One form: its fields, what is folded of them, and apart what the signer types: it stands in the sheet that signs."""

    action: str
    label: str
    url: str
    form: forms.Form
    step_run: int | str
    fields: tuple[Any, ...] = ()
    folded: tuple[Any, ...] = ()
    fold_label: str = ""
    fold_is_open: bool = False
    secrets: tuple[Any, ...] = ()
    sheet: str = ""
    has_helper: bool = False
    has_files: bool = False
    has_photos: bool = False
    grave: bool = False
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Ending:
    """Another ending of the same step: a button of the same form, or the way to its own page.

    ``asks`` when it wants more than the form has; what was typed so far is carried over.
    """

    label: str
    url: str
    asks: bool
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A universal move: ``part`` when its form is short enough to stand in a sheet."""

    label: str
    url: str
    grave: bool
    part: ActionPart | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """The reader's own disposition, which nobody has read yet: what it was, and the one tap that takes it back."""

    sentence: str
    url: str
    step_run: int | str


@dataclass(frozen=True, slots=True)
class Work:
    mine: bool = False
    primary: ActionPart | None = None
    endings: tuple[Ending, ...] = ()
    pressing: tuple[ActionPart, ...] = ()
    calls: tuple[MoveLine, ...] = ()
    moves: tuple[MoveLine, ...] = ()
    records: tuple[MoveLine, ...] = ()
    panel: SafeString | str = ""
    undo: Undo | None = None

    @property
    def is_open(self) -> bool:
        """Whether the page opens with something to do."""
        return self.primary is not None or bool(self.pressing)


def work_of(here: Situation, actor: Actor) -> Work:
    """Everything the actor may do on this case, ready to print."""
    found = possibilities_in(here, actor)
    steps = _suggested_first(here, [each for each in found if not each.is_move and each.allowed])
    moves = [each for each in found if each.is_move and each.allowed]
    calls = [each for each in moves if each.action in CALLS and (each.action != "set_meeting" or lacks_meeting(here))]
    primary = part_of(here, actor, steps[0].action, str(steps[0].label)) if steps else None
    endings = tuple(_ending(here, actor, each, primary) for each in steps[1:]) if primary is not None else ()
    return Work(
        mine=bool(steps),
        primary=primary,
        endings=endings,
        pressing=tuple(
            part_of(here, actor, each.action, str(each.label)) for each in moves if each.action in PRESSING_MOVES
        ),
        calls=tuple(
            MoveLine(str(each.label), action_url(here, each.action), grave=False, why=str(CALLS[each.action]))
            for each in calls
        ),
        moves=tuple(
            _move(here, actor, each)
            for each in moves
            if each not in calls and each.action not in {*PRESSING_MOVES, UNDOING_MOVE}
        ),
        records=() if steps else tuple(_records(here, actor)),
        panel=panel_of(here) if steps else "",
        undo=_undo(here) if any(each.action == UNDOING_MOVE for each in moves) else None,
    )


def _suggested_first(here: Situation, steps: list[Possibility]) -> list[Possibility]:
    if here.run is None or len(steps) < 2:
        return steps
    wanted = kind_of(here.run.kind).suggests(here.booking, here.run)
    return sorted(steps, key=lambda each: each.action != wanted) if wanted else steps


def part_of(
    here: Situation,
    actor: Actor,
    action: str,
    label: str,
    *,
    form: forms.Form | None = None,
    initial: dict[str, Any] | None = None,
    signed: bool = True,
    url: str = "",
) -> ActionPart:
    """The form of one action; ids carry the action's name, since several forms share a page."""
    form = form if form is not None else form_for(here, action, by=actor, initial=initial, signed=signed)
    form.auto_id = f"{action}_%s"
    is_request = False
    if isinstance(form, BookingForm):
        is_request = True
        form.helper = completion_helper(form)  # type: ignore[attr-defined]
    hidden = getattr(form, "folded", ())
    names = [name for name in form.fields if name not in SECRETS and name not in hidden]
    return ActionPart(
        action=action,
        label=label,
        url=url or action_url(here, action),
        form=form,
        step_run=here.run.pk if here.run is not None else "",
        fields=() if is_request else tuple(form[name] for name in names),
        folded=tuple(form[name] for name in hidden if name in form.fields),
        fold_label=str(getattr(form, "fold_label", "")),
        fold_is_open=form.is_bound and any(name in form.errors for name in hidden),
        secrets=tuple(form[name] for name in form.fields if name in SECRETS),
        sheet=f"sign-{action}",
        has_helper=is_request,
        has_files=form.is_multipart(),
        has_photos=any(getattr(field.widget, "only_photos", False) for field in form.fields.values()),
        grave=action in GRAVE_MOVES,
        summary=here.booking.title,
    )


def panel_of(here: Situation) -> SafeString | str:
    """What the kind wants its holder to see before deciding, drawn by its own template."""
    kind = kind_of(here.run.kind) if here.run is not None else None
    if kind is None or not kind.template or here.run is None:
        return ""
    context = {"booking": here.booking, "run": here.run, **kind.panel(here.booking, here.run)}
    return render_to_string(kind.template, context)


def move_panel(here: Situation, actor: Actor, action: str, form: Any) -> SafeString | str:
    """What a move shows before it is decided, drawn by its own template; ``form`` may be told what was shown."""
    move = MOVES[action]
    if not move.template:
        return ""
    return render_to_string(move.template, {"booking": here.booking, **move.panel(here, actor, form)})


def action_url(here: Situation, action: str) -> str:
    return reverse("bookings:act", args=[here.booking.ticket, action])


def carried_over(form: forms.Form, data: Any) -> dict[str, Any]:
    """What was typed into a form, as the initial values of another that asks for more; never a secret."""
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if name not in SECRETS and not field.widget.value_omitted_from_data(data, {}, name)
    }


def _ending(here: Situation, actor: Actor, which: Possibility, primary: ActionPart) -> Ending:
    form = form_for(here, which.action, by=actor)
    shown = primary.form.fields
    asks = which.needs_pin or any(
        name not in shown or (field.required and not shown[name].required) for name, field in form.fields.items()
    )
    return Ending(str(which.label), action_url(here, which.action), asks)


def _move(here: Situation, actor: Actor, which: Possibility) -> MoveLine:
    url, grave = action_url(here, which.action), which.action in GRAVE_MOVES
    if MOVES[which.action].on_its_own_page:
        return MoveLine(str(which.label), url, grave)
    part = part_of(here, actor, which.action, str(which.label))
    heavy = (SessionsField, StoredFileField)
    short = len(part.form.fields) <= MOST_INLINE_FIELDS and not any(
        isinstance(field, heavy) for field in part.form.fields.values()
    )
    return MoveLine(str(which.label), url, grave, part if short else None)


def _undo(here: Situation) -> Undo | None:
    handed = recallable_disposition(here)
    if handed is None:
        return None
    at = timezone.localtime(handed.disposition.given_at)
    return Undo(
        _("Disposisi terkirim kepada %(to)s pukul %(clock)s, belum dibaca.")
        % {"to": handed.responsible, "clock": say_clock(at)},
        action_url(here, UNDOING_MOVE),
        here.run.pk if here.run is not None else "",
    )


def _records(here: Situation, actor: Actor) -> list[MoveLine]:
    """For TU: what may be written down that was decided on paper."""
    if here.run is None or here.node is None or not may_record(actor, here.booking) or not here.node.is_office_step:
        return []
    at: datetime = here.at
    return [
        MoveLine(
            _("Catat: %(deed)s") % {"deed": spec.label},
            reverse("bookings:record", args=[here.booking.ticket, spec.name]),
            grave=False,
        )
        for spec in kind_of(here.run.kind).actions
        if spec.closes and record_refusal(actor, here, spec.name, at) is None
    ]
