"""``acknowledge``: the agency confirms that the letter or the information has arrived."""

from bookings.workflow.forms import NoteForm
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Action, Kind


class Acknowledge(StepKind):
    """Closes itself after the SOP's days (a timer as the system)."""

    kind = Kind.ACKNOWLEDGE
    forms = {Action.ACKNOWLEDGE: NoteForm}
