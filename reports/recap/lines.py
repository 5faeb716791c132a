"""One line of the recap, as plain typed data: the page, the paper, the workbook and the open data print the same."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RecapLine:
    """One session. Moments are local to the office; ``ends_at`` is None where only "s.d. selesai" is known.

    ``is_secret`` lines have lost title, agency, leader and place already.
    """

    ticket: str
    starts_at: datetime
    ends_at: datetime | None
    title: str
    agency: str
    leader: str = ""
    place: str = ""
    platform: str = ""
    account: str = ""
    participants: int | None = None
    officers: tuple[str, ...] = ()
    attendance: str = ""
    mode: str = ""
    obstacles: str = ""
    remark: str = ""
    is_held: bool = True
    is_in_time: bool | None = None
    is_secret: bool = False

    @property
    def url(self) -> str:
        return f"/permohonan/{self.ticket}/"

    @property
    def application(self) -> str:
        """``Zoom / Akun Zoom 001``."""
        return " / ".join(filter(None, [self.platform, self.account]))

    @property
    def people(self) -> str:
        return ", ".join(self.officers)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sessions fall under a name, and how long they lasted."""

    label: str
    sessions: int
    minutes: int


@dataclass(frozen=True, slots=True)
class RecapTotals:
    """Figures of the whole period. ``asked`` and ``refused`` are None where a filter makes them meaningless."""

    held: int
    not_held: int
    leaders: int
    minutes: int
    participants: int
    timed: int
    in_time: int
    asked: int | None = None
    refused: int | None = None
    by_agency: tuple[Tally, ...] = ()
    by_platform: tuple[Tally, ...] = ()
    by_attendance: tuple[Tally, ...] = ()

    @property
    def in_time_percent(self) -> int | None:
        """Share of sessions whose case kept every standard time; None while none was measured. Half up."""
        return (200 * self.in_time + self.timed) // (2 * self.timed) if self.timed else None
