"""The recap as a table that can be exported."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import IO, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bookings.models import Session
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.services.pdfs import render_data
from vidcon_portal.documents.wording import official_language

from ..choices import ExportForm
from ..periods import period_from
from ..workbooks import as_file, stream_csv
from .forms import RecapFilterForm
from .papers import recap_paper
from .queries import RecapFilter, sessions_of, totals_of
from .reading import stream_lines
from .sheets import csv_rows, headings, recap_workbook

FILTERS = ("opd", "petugas", "aplikasi")


def recap_wanted(asked: Mapping[str, str], office: Office) -> tuple[RecapFilter, RecapFilterForm]:
    """What an address asks for; what cannot be read counts as not said."""
    period = period_from(asked, today=timezone.now().astimezone(office.tz).date())
    form = RecapFilterForm(asked, office=office, period=period)
    wanted = RecapFilter(office, period, form.chosen("opd"), form.chosen("petugas"), form.platform)
    return wanted, form


def open_recap(by: Actor, asked: Mapping[str, str]) -> "RecapTable | None":
    assert by.office is not None
    wanted, _form = recap_wanted(asked, by.office)
    kept = {name: value for name in FILTERS if (value := asked.get(name))}
    return RecapTable(wanted, {**wanted.period.asked, **kept})


@dataclass(frozen=True)
class RecapTable:
    wanted: RecapFilter
    asked: dict[str, str]

    @property
    def title(self) -> str:
        return _("Rekap %(period)s") % {"period": self.wanted.period.label}

    @property
    def stem(self) -> str:
        return f"rekap-{self.wanted.office.code}-{self.wanted.period.slug}"

    @property
    def back(self) -> str:
        return f"{reverse('reports:recap')}?{urlencode(self.asked)}"

    @cached_property
    def _sessions(self) -> QuerySet[Session]:
        return sessions_of(self.wanted)

    def count(self) -> int:
        return self._sessions.count()

    def write(self, form: ExportForm, counting: Callable[[Iterable[Any]], Iterable[Any]]) -> IO[bytes]:
        lines = counting(stream_lines(self._sessions, self.wanted.office))
        if form == ExportForm.CSV:
            return as_file(stream_csv([heading.label for heading in headings()], csv_rows(lines)))
        if form == ExportForm.XLSX:
            return recap_workbook(self.wanted, lines, totals_of(self.wanted))
        with official_language():
            data = recap_paper(self.wanted, lines, totals_of(self.wanted))
        return as_file([render_data(data, office=self.wanted.office)])
