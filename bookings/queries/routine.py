"""Which dispositions are routine: nothing about the letter asks for a second look."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from bookings.choices import FlagResult, Hold, LetterRelation, Nature, Secrecy
from bookings.models import Booking, BookingLetter, Flag, StepRun
from bookings.workflow.graph import graph_of

UNDECIDED = (FlagResult.OPEN, FlagResult.NEW_DATE, FlagResult.REJECTED)
SETTLED = (Hold.NONE, Hold.HELD, Hold.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Letter:
    """An open disposition; ``why_not`` says why it should be decided by itself, empty where it is routine."""

    run: StepRun
    why_not: str = ""


def letters_to_dispose(steps: Iterable[int]) -> list[Letter]:
    """The open dispositions among these steps, the oldest first; one query.

    Those that go to another role than the first routine one are not routine beside it: one addressee serves all.
    """
    main = BookingLetter.objects.filter(booking=OuterRef("booking"), relation=LetterRelation.MAIN)
    flags = Flag.objects.filter(booking=OuterRef("booking"), result__in=UNDECIDED)
    runs = (
        StepRun.objects.filter(pk__in=list(steps), kind="dispose", closed_at__isnull=True, step__isnull=False)
        .annotate(
            is_flagged=Exists(flags),
            nature=Subquery(main.values("letter__nature")[:1]),
            owes_letter=Exists(main.filter(letter__is_owed=True)),
        )
        .select_related("booking__agency", "booking__office")
        .order_by("opened_at", "pk")
    )
    found: list[Letter] = []
    to_role = ""
    for run in runs:
        why_not = _why_not(run, run.booking)
        role = _to_role(run)
        if not why_not and not to_role:
            to_role = role
        if not why_not and role != to_role:
            why_not = _("tujuan disposisinya lain")
        found.append(Letter(run, why_not))
    return found


def _why_not(run: StepRun, booking: Booking) -> str:
    reasons = (
        (booking.leader_rank is not None, _("pimpinan hadir")),
        (booking.secrecy != Secrecy.ORDINARY, _("kegiatannya tidak terbuka")),
        (run.is_flagged, _("ada dispensasi yang belum diputuskan")),  # type: ignore[attr-defined] # annotated
        (booking.hold not in SETTLED, _("jadwalnya bentrok")),
        (run.owes_letter, _("suratnya belum diterima")),  # type: ignore[attr-defined] # annotated
        (run.nature not in (Nature.ORDINARY, "", None), _("suratnya tidak biasa")),  # type: ignore[attr-defined] # annotated
    )
    return next((words for holds, words in reasons if holds), "")


def _to_role(run: StepRun) -> str:
    assert run.booking.procedure_id is not None
    step = graph_of(run.booking.procedure_id).step(run.step_id)
    return str(step.options.get("to_role", "")) if step is not None else ""


def chosen_steps(ids: Iterable[int], *, bookings: Q) -> list[StepRun]:
    """The steps that somebody chose, also those that are closed by now: the engine says what became of them."""
    runs = StepRun.objects.filter(bookings, pk__in=list(ids), kind="dispose")
    return list(runs.select_related("booking__agency", "booking__office").order_by("opened_at", "pk"))
