"""The report of an import: one line for every row, so that nothing is lost silently."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet program takes a cell that begins so for a formula, wherever the text came from."""


class Outcome(models.TextChoices):
    """What becomes of a row."""

    NEW = "new", gettext_lazy("Baru")
    CHANGED = "changed", gettext_lazy("Berubah")
    SAME = "same", gettext_lazy("Sudah ada")
    REFUSED = "refused", gettext_lazy("Tidak dipahami")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: what it is about, what becomes of it, and why."""

    row: int
    outcome: Outcome
    subject: str
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Every row of a sheet, in its order. ``notices`` are about the file as a whole."""

    lines: tuple[Line, ...]
    notices: tuple[str, ...] = ()
    counts: Counter[Outcome] = field(default_factory=Counter)

    @classmethod
    def of(cls, lines: Iterable[Line], notices: Sequence[str] = ()) -> "Report":
        kept = tuple(sorted(lines, key=lambda line: line.row))
        return cls(kept, tuple(notices), Counter(line.outcome for line in kept))

    @property
    def adds(self) -> int:
        """How many rows an import would write."""
        return self.counts[Outcome.NEW] + self.counts[Outcome.CHANGED]

    @property
    def summary(self) -> str:
        return ", ".join(f"{outcome.label}: {self.counts[outcome]}" for outcome in Outcome if self.counts[outcome])


def report_csv(report: Report) -> str:
    """The report for a spreadsheet program; no cell of it can be taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_("Baris"), _("Hasil"), _("Isi"), _("Catatan")])
    for notice in report.notices:
        writer.writerow(["", "", "", harmless(notice)])
    for line in report.lines:
        writer.writerow(
            [line.row, line.outcome.label, harmless(line.subject), "\n".join(harmless(each) for each in line.remarks)]
        )
    return "\ufeff" + out.getvalue()


def harmless(text: str) -> str:
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
