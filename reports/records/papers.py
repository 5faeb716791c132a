"""Lists of records on paper: what is proposed, and the berita acara of what was destroyed."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vidcon_portal.documents.paper_books import RegisterBookData, RegisterRow
from vidcon_portal.documents.paper_parts import Fact
from vidcon_portal.documents.paper_records import DestroyedRecord, DestructionRecordData
from vidcon_portal.documents.wording import counted, day_and_date, long_date

from ..models import Destruction, DestructionItem


def proposal_paper(destruction: Destruction, items: Iterable[DestructionItem]) -> RegisterBookData:
    """Daftar arsip usul musnah, the annex of the letter that asks for the approval."""
    day = destruction.proposed_at.astimezone(destruction.office.tz).date()
    return RegisterBookData(
        book=f"Daftar arsip usul musnah {long_date(day)}",
        headings=("Berkas", "Kode", "Uraian", "Kurun waktu", "Retensi berakhir", "Jumlah"),
        widths=("middle", "narrow", "", "middle", "middle", "middle"),
        rows=tuple(
            RegisterRow(
                (
                    item.booking.ticket or "",
                    item.code,
                    item.description,
                    _period(item),
                    f"{item.due_on:%d-%m-%Y}",
                    _amount(item),
                )
            )
            for item in items
        ),
    )


def destruction_paper(
    destruction: Destruction, items: Iterable[DestructionItem], *, at: datetime
) -> DestructionRecordData:
    """The record as it is signed at this moment."""
    listed = list(items)
    goes = [item for item in listed if not item.kept_reason]
    assert destruction.approved_on is not None
    return DestructionRecordData(
        day=day_and_date(at.astimezone(destruction.office.tz).date()),
        approval=(
            Fact("disetujui oleh", destruction.approved_by),
            Fact("nomor persetujuan", destruction.approval_number),
            Fact("tanggal persetujuan", long_date(destruction.approved_on)),
        ),
        count=counted(len(goes)),
        records=tuple(
            DestroyedRecord(item.booking.ticket or "", item.code, item.description, _period(item), _amount(item))
            for item in goes
        ),
        kept=tuple(Fact(item.booking.ticket or "", item.kept_reason) for item in listed if item.kept_reason),
    )


def _period(item: DestructionItem) -> str:
    return f"{item.opened_on:%d-%m-%Y} s.d. {item.closed_on:%d-%m-%Y}"


def _amount(item: DestructionItem) -> str:
    papers = ngettext("%(n)s naskah", "%(n)s naskah", item.papers) % {"n": item.papers}
    return _("%(papers)s, %(files)s lampiran") % {"papers": papers, "files": item.files}
