"""The plain data that components show; views and queries build these, templates only print them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from vidcon_portal.ui.choices import Shape, State


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu; ``end`` pushes it (and what follows) to the right on wide screens."""

    url: str
    label: str
    count: int = 0
    current: bool = False
    end: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds a page: whose office, who is signed in, how many tasks wait; ``hats_url`` when he has several hats."""

    office_name: str = ""
    office_line: str = ""
    home_url: str = "/"
    person: str = ""
    hat: str = ""
    hats_url: str = ""
    inbox_url: str = ""
    inbox_count: int = 0
    footer_links: tuple[NavItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in words; ``icon`` defaults to the state's own."""

    state: State
    label: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """The one thing to press: a link when it has ``url``, the opener of a bottom sheet when it has ``sheet``."""

    label: str
    url: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """A clock: what is left, in words, beside the standard time.

    ``used`` is percent of the standard time, 0 to 100. ``seconds_left`` (working seconds, negative when overdue) and
    ``runs_for`` (seconds until the clock pauses) let the page tick; without them it stands still.
    """

    state: State
    used: int
    text: str
    standard: str = ""
    seconds_left: int | None = None
    runs_for: int | None = None

    @classmethod
    def running(
        cls, *, used: int, text: str, standard: str = "", seconds_left: int | None = None, runs_for: int | None = None
    ) -> TimeLeft:
        """Choose the state by how much is used: calm below 75 percent, pressing from there, overdue at 100."""
        state = State.OVERDUE if used >= 100 else State.WAITING if used >= 75 else State.CONFIRMED
        return cls(state, max(0, min(used, 100)), text, standard, seconds_left, runs_for)


@dataclass(frozen=True, slots=True)
class PathStep:
    """One row of the SOP on the path: done or overdue once closed, ``current`` while it is open."""

    number: int | str
    label: str
    lane: str = ""
    time: str = ""
    shape: Shape = Shape.PROCESS
    done: bool = False
    late: bool = False
    current: bool = False

    @property
    def state(self) -> str:
        """The look of the node; empty while it lies ahead or is current."""
        if self.current or not (self.done or self.late):
            return ""
        return State.OVERDUE if self.late else State.DONE

    @property
    def is_terminal(self) -> bool:
        return self.shape == Shape.TERMINAL

    @property
    def is_decision(self) -> bool:
        return self.shape == Shape.DECISION


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is and what to do; ``yours`` makes it the page's only dark block.

    ``service`` is the clock of the whole service, beside the step's own; ``of_sop`` where the title is the SOP's word.
    """

    line: str
    title: str
    text: str = ""
    yours: bool = False
    clock: TimeLeft | None = None
    action: Action | None = None
    service: TimeLeft | None = None
    of_sop: bool = False


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of the inbox: clock, activity, agency, when and where, the deed to do; ``why`` it came to this reader."""

    url: str
    title: str
    deed: str
    number: int | str = ""
    shape: Shape = Shape.PROCESS
    clock: TimeLeft | None = None
    agency: str = ""
    ticket: str = ""
    when: str = ""
    place: str = ""
    badges: tuple[Badge, ...] = ()
    why: str = ""

    @property
    def is_terminal(self) -> bool:
        return self.shape == Shape.TERMINAL

    @property
    def is_decision(self) -> bool:
        return self.shape == Shape.DECISION


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; ``code`` sets it in the type of credentials, ``url`` makes it a link."""

    label: str
    value: str
    url: str = ""
    code: bool = False
    badge: Badge | None = None


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One line of the trail: what (bold), by whom and why, when."""

    what: str
    at: datetime
    text: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file offered for download; the label states format and size."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message of the conversation; ``ours`` sets it right. ``read_at`` only where the moment is known."""

    text: str
    author: str
    at: datetime
    ours: bool = False
    read_at: datetime | None = None
    is_read: bool = False
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A line of a checklist; ``name``/``value`` are what the form posts."""

    label: str
    name: str
    value: str = "1"
    checked: bool = False
    note: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A line of the execution log."""

    at: datetime
    text: str
    what: str = ""
    state: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure with its comparison; ``url`` opens the cases behind it."""

    label: str
    figure: str
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One checked fact with its mark: met, or to be watched."""

    text: str
    met: bool = True
