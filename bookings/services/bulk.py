"""One signature for several routine letters: each goes through the engine's door by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bookings.errors import DomainError, Incomplete
from bookings.models import Booking, StepRun
from bookings.workflow.engine import advance
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Action

PIN = "pin"


@dataclass(frozen=True, slots=True)
class Forwarded:
    """What became of one letter, in a sentence."""

    booking: Booking
    is_done: bool
    sentence: str


def forward_many(runs: Sequence[StepRun], *, by: Actor, data: Mapping[str, Any], at: datetime) -> list[Forwarded]:
    """Dispose each letter with the same addressee and words; a refused one holds up no other.

    Raises ``Incomplete`` while nothing is done yet and the PIN is wrong: it counts as one try, whatever was chosen.
    Later no further letter is tried after a refused PIN.
    """
    results: list[Forwarded] = []
    refused_pin = ""
    for run in runs:
        if refused_pin:
            results.append(Forwarded(run.booking, is_done=False, sentence=refused_pin))
            continue
        try:
            advance(run.booking, Action.FORWARD, by=by, data=data, step_run=run.pk, at=at)
        except Incomplete as error:
            if PIN in error.fields:
                if not any(each.is_done for each in results):
                    raise
                refused_pin = error.sentence
            results.append(Forwarded(run.booking, is_done=False, sentence=_in_words(error)))
        except DomainError as error:
            results.append(Forwarded(run.booking, is_done=False, sentence=error.sentence))
        else:
            results.append(
                Forwarded(run.booking, is_done=True, sentence=_("Diteruskan kepada %(to)s.") % {"to": data["to"]})
            )
    return results


def _in_words(error: Incomplete) -> str:
    return " ".join(dict.fromkeys(each for sentences in error.fields.values() for each in sentences)) or error.sentence
