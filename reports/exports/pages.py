"""Exports as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge
from vidcon_portal.ui.wording import say_clock, say_date, say_file_size

from ..choices import ExportForm, ExportState
from ..models import Export

BADGES = {
    ExportState.QUEUED: State.WAITING,
    ExportState.MAKING: State.WAITING,
    ExportState.READY: State.DONE,
    ExportState.FAILED: State.REFUSED,
    ExportState.CANCELLED: State.REFUSED,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """``sentence`` says how it stands; ``percent`` is None while it has not begun."""

    sentence: str
    is_open: bool
    is_ready: bool
    percent: int | None = None
    size: str = ""
    kept_until: str = ""


@dataclass(frozen=True, slots=True)
class ExportRow:
    url: str
    title: str
    form: str
    lines: str
    kept_until: str
    badge: Badge


LONG_WAIT = timedelta(minutes=5)
"""Whoever waits longer learns that nobody may be working."""


def progress_of(export: Export, *, at: datetime) -> Progress:
    state = ExportState(export.state)
    if state == ExportState.MAKING:
        percent = 100 * export.done // export.total if export.total else 0
        words = {"done": number_format(export.done), "total": number_format(export.total), "percent": percent}
        if export.done < export.total:
            sentence = _("%(done)s dari %(total)s baris tertulis, %(percent)d%%.") % words
        elif export.form == ExportForm.PDF:
            sentence = _("Semua baris terbaca, halamannya sedang ditata.")
        else:
            sentence = _("Semua baris tertulis, berkasnya sedang disimpan.")
        return Progress(sentence, is_open=True, is_ready=False, percent=percent)
    if state == ExportState.QUEUED:
        sentence = _("Menunggu giliran.")
        if at - export.asked_at > LONG_WAIT:
            sentence = _(
                "Menunggu giliran sejak pukul %(clock)s. Beri tahu admin: pekerja berkas mungkin belum menyala."
            ) % {"clock": say_clock(export.asked_at)}
        return Progress(sentence, is_open=True, is_ready=False)
    if state == ExportState.READY:
        return Progress(
            _("Siap diunduh: %(total)s baris.") % {"total": number_format(export.done)},
            is_open=False,
            is_ready=True,
            size=say_file_size(export.size),
            kept_until=_kept_until(export),
        )
    sentence = export.failure or _("Penyiapan berkas ini dibatalkan.")
    return Progress(sentence, is_open=False, is_ready=False)


def export_rows(exports: Iterable[Export]) -> list[ExportRow]:
    return [
        ExportRow(
            each.get_absolute_url(),
            each.title,
            str(ExportForm(each.form).label),
            number_format(each.total),
            _kept_until(each) if each.state == ExportState.READY else "",
            Badge(BADGES[ExportState(each.state)], str(ExportState(each.state).label)),
        )
        for each in exports
    ]


def _kept_until(export: Export) -> str:
    return say_date(timezone.localtime(export.expires_at))
