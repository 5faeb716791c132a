"""Lines of the open recap: built from what may be shown, not by leaving out of what may not."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Min

from bookings.choices import Secrecy
from bookings.models import Session
from vidcon_portal.accounts.choices import AgencyKind
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.choices import Mode

from ..periods import Period
from ..recap.queries import NO_PLATFORM, RecapFilter, sessions_of

HIDDEN, OTHERS = "Dirahasiakan", "Pemohon lain"


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One session. No title (it may name somebody), no ticket, no place, no officer, no leader."""

    tanggal: str
    jam_mulai: str
    menit: int
    perangkat_daerah: str
    ragam: str
    aplikasi: str
    peserta: int | None
    terlaksana: bool

    @property
    def cells(self) -> list[Any]:
        return list(asdict(self).values())


COLUMNS = tuple(OpenLine.__dataclass_fields__)


def open_lines(office: Office, period: Period) -> Iterator[OpenLine]:
    """In the order of time; one statement, read in chunks."""
    sessions = sessions_of(RecapFilter(office, period)).select_related("booking__agency", "execution")
    for session in sessions.iterator(chunk_size=500):
        yield _line(session, office)


def open_months(office: Office, last: Period, *, most: int) -> list[Period]:
    """The months that are over, back to the office's first event, the newest first; one statement."""
    first = Session.objects.filter(booking__office=office).aggregate(first=Min("starts_at"))["first"]
    months: list[Period] = []
    while first is not None and len(months) < most and last.span(office.tz).end > first:
        months.append(last)
        last = last.before
    return months


def _line(session: Session, office: Office) -> OpenLine:
    booking, execution = session.booking, getattr(session, "execution", None)
    begins = (execution.started_at if execution else None) or session.starts_at
    ends = (execution.finished_at if execution else None) or session.ends_at
    local = begins.astimezone(office.tz)
    if booking.secrecy != Secrecy.ORDINARY:
        return OpenLine(f"{local:%Y-%m-%d}", "", 0, HIDDEN, HIDDEN, "", None, session.status != "not_held")
    peak = execution.participants_peak if execution else None
    planned = booking.participants_onsite + booking.participants_online
    platform = session.platform  # type: ignore[attr-defined]  # annotated
    return OpenLine(
        tanggal=f"{local:%Y-%m-%d}",
        jam_mulai=f"{local:%H:00}",
        menit=max(0, int((ends - begins).total_seconds() // 60)),
        perangkat_daerah=OTHERS if booking.agency.kind == AgencyKind.OTHER else booking.agency.name,
        ragam=str(Mode(booking.mode).label),
        aplikasi="" if platform == NO_PLATFORM else platform,
        peserta=peak if peak is not None else planned or None,
        terlaksana=session.status != "not_held",
    )
