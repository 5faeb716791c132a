"""The admin's page for taking over an office's past."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from bookings.sheets.admin_pages import ImportPage, Job
from bookings.sheets.admin_pages import Planned as Plan

from .columns import COLUMNS
from .importing import import_history
from .planning import HistoryPlan, plan_history


class HistoryPage(ImportPage):
    title = _("Impor riwayat")
    lead = _(
        "Daftar kegiatan yang sudah lewat, XLSX atau CSV. Setiap baris menjadi permohonan yang sudah selesai. "
        "Berkas dibaca dahulu; belum ada yang ditulis sebelum Anda menyetujuinya."
    )
    name = "import_history"
    permissions = ("bookings.add_booking",)
    columns = COLUMNS

    def plan(self, job: Job) -> HistoryPlan:
        return plan_history(job.table, office=job.office, at=job.at, agencies=job.agencies)

    def write(self, job: Job) -> HistoryPlan:
        return import_history(
            job.table, office=job.office, by=job.by, at=job.at, source=job.source, agencies=job.agencies
        )

    def strangers(self, plan: Plan) -> Sequence[str]:
        return plan.strangers if isinstance(plan, HistoryPlan) else ()
