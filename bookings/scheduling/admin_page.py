"""The admin's page for taking over rooms, kit, accounts and officers."""

from django.utils.translation import gettext_lazy as _

from bookings.sheets.admin_pages import ImportPage, Job

from .importing import COLUMNS, ResourcePlan, import_resources, plan_resources


class ResourcesPage(ImportPage):
    title = _("Impor sumber daya")
    lead = _(
        "Daftar ruang, perangkat, akun rapat atau petugas, XLSX atau CSV. Baris dikenali dari kodenya; sel kosong "
        "membiarkan isi yang ada. Berkas dibaca dahulu; belum ada yang ditulis sebelum Anda menyetujuinya."
    )
    name = "import_resources"
    permissions = ("bookings.add_resource", "bookings.change_resource")
    columns = COLUMNS

    def plan(self, job: Job) -> ResourcePlan:
        return plan_resources(job.table, office=job.office, at=job.at)

    def write(self, job: Job) -> ResourcePlan:
        return import_resources(job.table, office=job.office, by=job.by, at=job.at)
