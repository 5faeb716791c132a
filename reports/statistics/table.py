"""The cases behind a figure as a table that can be exported."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from bookings.choices import Decision, Status
from bookings.models import Booking
from bookings.querysets import BookingQuerySet
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.procedures.choices import Mode

from ..choices import ExportForm
from ..periods import period_from
from ..workbooks import Heading, SheetPlan, as_file, stream_csv, write_workbook
from .measures import MEASURES, Scope
from .pages import title_of

CHUNK = 500
COLUMNS = (
    "ticket",
    "title",
    "agency__name",
    "mode",
    "first_session_start",
    "last_session_end",
    "place",
    "application",
    "submitted_at",
    "closed_at",
    "status",
    "decision",
)


def open_cases(by: Actor, asked: Mapping[str, str]) -> "CasesTable | None":
    assert by.office is not None
    measure = asked.get("ukuran", "")
    if measure not in MEASURES:
        return None
    period = period_from(asked, today=timezone.now().astimezone(by.office.tz).date())
    return CasesTable(by, Scope(by.office, period), measure, asked.get("isi", ""))


@dataclass(frozen=True, slots=True)
class CasesTable:
    """Only cases that the actor may see; the others are counted on the page and stay out of the file."""

    by: Actor
    scope: Scope
    measure: str
    word: str

    @property
    def asked(self) -> dict[str, str]:
        return {**self.scope.period.asked, "ukuran": self.measure, **({"isi": self.word} if self.word else {})}

    @property
    def title(self) -> str:
        return f"{title_of(self.measure, self.word)}, {self.scope.period.label}"

    @property
    def stem(self) -> str:
        return f"permohonan-{self.scope.office.code}-{slugify(self.measure)}-{self.scope.period.slug}"

    @property
    def back(self) -> str:
        return f"{reverse('reports:statistics_cases')}?{urlencode(self.asked)}"

    def behind(self) -> QuerySet[Booking]:
        """Every case of the figure, whoever may see it."""
        return MEASURES[self.measure][1](self.scope, self.word)

    def visible(self) -> BookingQuerySet:
        found = Booking.objects.visible_to(self.by).filter(pk__in=self.behind().values("pk"))
        return found.order_by("-first_session_start", "-pk")

    def count(self) -> int:
        return self.visible().count()

    def write(self, form: ExportForm, counting: Callable[[Iterable[Any]], Iterable[Any]]) -> IO[bytes]:
        rows = self._cells(counting(self.visible().values_list(*COLUMNS).iterator(chunk_size=CHUNK)))
        if form == ExportForm.CSV:
            return as_file(stream_csv([heading.label for heading in _headings()], rows))
        plan = SheetPlan(_("Permohonan"), _headings(), rows, [self.title, self.scope.office.name])
        return write_workbook([plan], title=self.title, author=self.scope.office.name)

    def _cells(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        tz = self.scope.office.tz
        for number, row in enumerate(rows, start=1):
            ticket, title, agency, mode, starts, ends, place, application, submitted, closed, status, decision = row
            first, last = starts and starts.astimezone(tz), ends and ends.astimezone(tz)
            yield (
                number,
                ticket,
                title,
                agency,
                str(Mode(mode).label),
                first and first.date(),
                first and first.time().replace(second=0, microsecond=0),
                last and last.date(),
                last and last.time().replace(second=0, microsecond=0),
                place,
                application,
                submitted and submitted.astimezone(tz).date(),
                closed and closed.astimezone(tz).date(),
                str(Status(status).label),
                str(Decision(decision).label) if decision else "",
            )


def _headings() -> list[Heading]:
    return [
        Heading(_("No."), 6),
        Heading(_("Nomor permohonan"), 20),
        Heading(_("Nama kegiatan"), 42),
        Heading(_("OPD pemohon"), 30),
        Heading(_("Yang dilayani"), 22),
        Heading(_("Mulai tanggal"), 14),
        Heading(_("Mulai pukul"), 8),
        Heading(_("Sampai tanggal"), 14),
        Heading(_("Sampai pukul"), 8),
        Heading(_("Tempat"), 26),
        Heading(_("Aplikasi"), 14),
        Heading(_("Diajukan"), 12),
        Heading(_("Ditutup"), 12),
        Heading(_("Status"), 16),
        Heading(_("Keputusan"), 22),
    ]
