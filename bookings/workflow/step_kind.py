"""What every kind of step answers. A kind owns its forms, its guard, its panel, what it writes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from bookings.models import Booking, StepRun
from vidcon_portal.documents.models import Document
from vidcon_portal.procedures.choices import ActionSpec, Kind

from .forms import ActionForm
from .outcome import Deed, Follow, Outcome


class StepKind:
    """Base of all kinds. ``forms`` maps each action to its form class."""

    kind: ClassVar[Kind]
    forms: ClassVar[Mapping[str, type[ActionForm]]]
    template: ClassVar[str] = ""
    """The template of the panel that stands above the form; empty: the form alone."""
    needs_pin: ClassVar[frozenset[str]] = frozenset()
    """Actions that are a signature: the page and the API ask for the signing PIN."""
    signs: ClassVar[frozenset[str]] = frozenset()
    """Signatures that put a paper into the world: given as the office chose, by PIN, by certificate, or on a file."""
    deciding: ClassVar[frozenset[str]] = frozenset()
    """Actions that decide for the applicant: blocked by open flags, never on one's own agency's case."""

    rests: ClassVar[bool] = False
    """Whether ``opened`` may let the row's clock rest until the hour of planned work, by a timer."""

    @property
    def actions(self) -> tuple[ActionSpec, ...]:
        return self.kind.actions

    def spec(self, action: str) -> ActionSpec | None:
        return next((spec for spec in self.actions if spec.name == action), None)

    def offers(self, booking: Booking, run: StepRun, action: str, at: datetime) -> str | None:
        """Why the action makes no sense in this state of the case, or None; who asks is no matter."""
        return None

    def suggests(self, booking: Booking, run: StepRun) -> str:
        """The action that the state of the case asks for, if not the first one: the page shows its form first."""
        return ""

    def paper_to_sign(self, booking: Booking) -> Document:
        """The draft that an action of ``signs`` is about. Raises ``DomainError`` when there is none."""
        raise NotImplementedError

    def perform(self, deed: Deed) -> Outcome:
        """Write what belongs to the kind and say what follows. Raises ``DomainError``; writes nothing then."""
        return Outcome(Follow(deed.action), trail=deed.form.trail())  # type: ignore[attr-defined]

    def opened(self, booking: Booking, run: StepRun, *, at: datetime, options: tuple[Any, ...] = ()) -> None:
        """Prepare the kind's own rows when a step of it opens."""

    def hour(self, booking: Booking) -> str:
        """When the work that the step waits for is planned, as a sentence for both sides; empty where it has no hour."""
        return ""

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        """Context of ``template``: what the holder must see before deciding."""
        return {}
