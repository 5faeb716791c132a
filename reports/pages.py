"""What the pages under /laporan/ share: which of them a reader finds."""

from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.ui.parts import NavItem

from .permissions import (
    answers_data_requests,
    asks_what_if,
    reads_complaints,
    reads_processing,
    reads_recap,
    reads_registers,
)


def report_tabs(actor: Actor, here: str) -> list[NavItem]:
    """The pages that this hat may open, the present one marked."""
    pages = []
    if reads_recap(actor):
        pages += [
            ("reports:list", _("Laporan kegiatan")),
            ("reports:recap", _("Rekap")),
            ("reports:statistics", _("Statistik")),
        ]
        pages += [
            ("reports:survey", _("Survei")),
            ("reports:evaluations", _("Evaluasi")),
            ("reports:follow_ups", _("Tindak lanjut")),
        ]
    if asks_what_if(actor):
        pages.append(("reports:what_if", _("Andaikata")))
    if reads_complaints(actor):
        pages.append(("reports:complaints", _("Pengaduan")))
    if reads_registers(actor):
        pages += [("reports:register", _("Register surat")), ("reports:records", _("Arsip"))]
    if answers_data_requests(actor):
        pages.append(("reports:data_requests", _("Permintaan data")))
    elif reads_processing(actor):
        pages.append(("reports:processing", _("Catatan kegiatan pemrosesan data pribadi")))
    return [NavItem(url, label, current=url == here) for name, label in pages if (url := reverse(name))]
