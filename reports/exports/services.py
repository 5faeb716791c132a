"""Asking for a long file, making it in the worker, giving it up, and forgetting what was made."""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import IO, TypeVar
from uuid import UUID

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from bookings.errors import DomainError, NotLegal
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.errors import NotYourHat
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.queries import actor_for, hat_key
from vidcon_portal.notifications.choices import Topic
from vidcon_portal.notifications.services import notify
from vidcon_portal.notifications.wording import later

from ..choices import ExportForm, ExportKind, ExportState
from ..models import Export
from ..models.export import export_path
from .tables import Table, table_of

Line = TypeVar("Line")

AT_ONCE: Mapping[ExportForm, int] = {ExportForm.CSV: 5_000, ExportForm.XLSX: 2_000, ExportForm.PDF: 100}
"""Lines that a page answers by itself: a second of work, two of a PDF."""

MOST: Mapping[ExportForm, int] = {ExportForm.CSV: 1_000_000, ExportForm.XLSX: 1_000_000, ExportForm.PDF: 1_000}
"""Lines of one file: a sheet ends at 1,048,576; a paper of a thousand lines takes half a gigabyte to lay out."""

MOST_OPEN = 3
"""Files of one person that are under way at once."""

MOST_KEPT = 20
"""Files of one person that are kept; the oldest gives way."""

EVERY = 0.5
"""Seconds between two notes of how far the writing is."""

MAKE_TASK = "reports.make_export"


class _GivenUp(Exception):
    """Somebody cancelled it while it was being made."""


def refuse_too_long(form: ExportForm, total: int) -> None:
    """Raises ``NotLegal`` for more lines than a file of this form takes."""
    if total > MOST[form]:
        raise NotLegal(
            _("Berkas ini memuat %(total)s baris; %(form)s paling banyak %(most)s. Persempit masanya.")
            % {"total": number_format(total), "form": form.label, "most": number_format(MOST[form])}
        )


@transaction.atomic
def ask_for_export(table: Table, kind: ExportKind, form: ExportForm, *, by: Actor, at: datetime) -> Export:
    """Queue a long file. The same one that is under way already is answered instead. Raises ``NotLegal``."""
    assert isinstance(by.user, User)
    assert by.office is not None
    total = table.count()
    refuse_too_long(form, total)
    User.objects.select_for_update(no_key=True).get(pk=by.user.pk)
    own = Export.objects.filter(user=by.user)
    under_way = own.filter(state__in=Export.OPEN)
    same = under_way.filter(kind=kind, form=form, asked=table.asked, hat=hat_key(by)).first()
    if same is not None:
        return same
    if under_way.count() >= MOST_OPEN:
        raise NotLegal(_("%(n)d berkas Anda masih disiapkan. Tunggu salah satunya, atau batalkan.") % {"n": MOST_OPEN})
    for old in own.exclude(state__in=Export.OPEN).order_by("-asked_at")[MOST_KEPT - 1 :]:
        forget(old)
    export = Export.objects.create(
        office=by.office,
        user=by.user,
        hat=hat_key(by),
        kind=kind,
        form=form,
        asked=table.asked,
        title=table.title[:300],
        name=f"{table.stem[:150]}.{form}",
        total=total,
        asked_at=at,
        expires_at=at + kept_for(),
    )
    app.configure_task(MAKE_TASK).defer(export_id=str(export.pk))
    return export


def make_export(export_id: UUID | str, *, at: datetime) -> None:
    """Write the file, as its asker may read it now, and tell him. Made once; a second run begins anew.

    In no transaction: each note of progress is seen at once, and sees at once that nobody wants the file any more.
    """
    export = Export.objects.select_related("user", "office").filter(pk=export_id, state__in=Export.OPEN).first()
    if export is None:
        return
    try:
        table = _table_of(export, at=at)
        progress = _Progress(export, table.count())
        with table.write(ExportForm(export.form), progress) as file:
            _keep(export, file, at=at)
    except _GivenUp:
        return
    except DomainError as error:
        _fail(export, error.sentence, at=at)
    except BaseException:
        sentence = _("Berkas ini gagal disusun. Minta sekali lagi; bila tetap gagal, persempit masanya.")
        _fail(export, sentence, at=at)
        raise


@transaction.atomic
def cancel_export(export: Export, *, at: datetime) -> None:
    """Give it up; the worker notices with its next note of progress. One that is ready or over stays as it is."""
    Export.objects.filter(pk=export.pk, state__in=Export.OPEN).update(state=ExportState.CANCELLED, finished_at=at)


def forget_exports(*, at: datetime) -> int:
    """Delete what was kept long enough; returns how many."""
    over = list(Export.objects.filter(expires_at__lte=at))
    for export in over:
        forget(export)
    return len(over)


def forget(export: Export) -> None:
    """The file and its row; bytes that a crash left behind, too."""
    name = export_path(export, "")
    Export.objects.filter(pk=export.pk).delete()
    transaction.on_commit(lambda: export.content.storage.delete(name))


def reader_of(export: Export, *, at: datetime) -> Actor | None:
    """The hat under which it was asked for; None when its asker has laid that down."""
    try:
        return actor_for(export.user, export.hat, at=at)
    except NotYourHat:
        return None


def may_fetch(export: Export, *, at: datetime) -> bool:
    """Whether its asker may still read what stands in it."""
    by = reader_of(export, at=at)
    form, kind = ExportForm(export.form), ExportKind(export.kind)
    return by is not None and by.office == export.office and table_of(kind, form, export.asked, by=by) is not None


def kept_for() -> timedelta:
    return timedelta(days=settings.EXPORT_KEPT_DAYS)


class _Progress:
    """Notes how many lines have passed, twice a second; raises ``_GivenUp`` when nobody wants them any more."""

    def __init__(self, export: Export, total: int) -> None:
        self.export, self.total = export, total
        self.told_at = time.monotonic()
        begun = Export.objects.filter(pk=export.pk, state__in=Export.OPEN)
        if not begun.update(state=ExportState.MAKING, total=total, done=0):
            raise _GivenUp

    def __call__(self, lines: Iterable[Line], /) -> Iterator[Line]:
        number = 0
        for number, line in enumerate(lines, start=1):
            yield line
            if time.monotonic() - self.told_at >= EVERY:
                self._tell(number)
        self._tell(number)

    def _tell(self, number: int) -> None:
        found = Export.objects.filter(pk=self.export.pk, state=ExportState.MAKING)
        if not found.update(done=min(number, self.total)):  # lines may be added while they are read
            raise _GivenUp
        self.told_at = time.monotonic()


def _table_of(export: Export, *, at: datetime) -> Table:
    by = reader_of(export, at=at)
    if by is not None and by.office == export.office:
        table = table_of(ExportKind(export.kind), ExportForm(export.form), export.asked, by=by)
        if table is not None:
            return table
    raise NotLegal(_("Anda tidak lagi memegang jabatan yang boleh membaca isi berkas ini."))


def _keep(export: Export, file: IO[bytes], *, at: datetime) -> None:
    """Store the bytes, then say so: outside the transaction, for they may go across the network."""
    size = file.seek(0, 2)
    file.seek(0)
    storage, name = export.content.storage, export_path(export, "")
    storage.delete(name)  # of a run that was cut off
    name = storage.save(name, File(file))
    with transaction.atomic():
        made = Export.objects.filter(pk=export.pk, state=ExportState.MAKING)
        if not made.update(
            state=ExportState.READY, content=name, size=size, finished_at=at, expires_at=at + kept_for()
        ):
            transaction.on_commit(lambda: storage.delete(name))
            return
        notify(
            [export.user],
            topic=Topic.INFORMATION,
            subject=later(lambda: _("%(title)s siap diunduh") % {"title": export.title}),
            body=later(
                lambda: (
                    _("Berkas %(name)s disimpan sampai %(days)d hari.")
                    % {"name": export.name, "days": settings.EXPORT_KEPT_DAYS}
                )
            ),
            url=export.get_absolute_url(),
            dedupe_key=f"export-{export.pk}",
            office=export.office,
            at=at,
        )


def _fail(export: Export, sentence: str, *, at: datetime) -> None:
    found = Export.objects.filter(pk=export.pk, state__in=Export.OPEN)
    found.update(state=ExportState.FAILED, failure=sentence[:300], finished_at=at)
