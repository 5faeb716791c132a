"""Closed enums of people and offices. A leaf: imports nothing of ours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a position may do in a procedure; the printed title says nothing to the program."""

    APPLICANT = "applicant", _("Pemohon")
    AGENCY_HEAD = "agency_head", _("Kepala perangkat daerah")
    REGISTRAR = "registrar", _("Tata usaha")
    SECRETARY = "secretary", _("Sekretaris")
    OFFICE_HEAD = "office_head", _("Kepala dinas")
    DIVISION_HEAD = "division_head", _("Kepala bidang")
    COORDINATOR = "coordinator", _("Subkoordinator atau ketua tim")
    STAFF = "staff", _("Staf")
    TECHNICAL_TEAM = "technical_team", _("Tim teknis")
    NETWORK_TEAM = "network_team", _("Tim jaringan")
    OPERATOR = "operator", _("Operator")
    PROTOCOL = "protocol", _("Protokol")
    COMPLAINTS_OFFICER = "complaints_officer", _("Petugas pengaduan")
    OFFICE_ADMIN = "office_admin", _("Admin kantor")
    AUDITOR = "auditor", _("Auditor")


APPLICANT_ROLES = frozenset({Role.APPLICANT, Role.AGENCY_HEAD})
"""Roles on the applicant's side of the counter; every other role belongs to an office."""

DECIDING_ROLES = frozenset({Role.OFFICE_HEAD, Role.DIVISION_HEAD, Role.COORDINATOR})
"""Who may reject a request before its decision (DESIGN §3.2, move ``reject``)."""


class AppointmentKind(models.TextChoices):
    """How a person holds a position; the prefix is printed before the title."""

    DEFINITIVE = "definitive", _("Definitif")
    ACTING = "acting", _("Pelaksana tugas (Plt.)")
    DAILY_ACTING = "daily_acting", _("Pelaksana harian (Plh.)")

    @property
    def prefix(self) -> str:
        return {"acting": "Plt.", "daily_acting": "Plh."}.get(self.value, "")


class AgencyKind(models.TextChoices):
    """Who may ask: an agency of the same government, or another public body."""

    AGENCY = "agency", _("Perangkat daerah")
    VERTICAL = "vertical", _("Instansi vertikal")
    SCHOOL = "school", _("Sekolah")
    OTHER = "other", _("Pemohon lain")


class HolidayKind(models.TextChoices):
    """DOMAIN §5.8: cuti bersama is a category of its own."""

    NATIONAL = "national", _("Libur nasional")
    COLLECTIVE_LEAVE = "collective_leave", _("Cuti bersama")
    REGIONAL = "regional", _("Libur daerah")


class PaperSize(models.TextChoices):
    A4 = "A4", "A4"
    F4 = "F4", "F4 (215 × 330 mm)"


class FontSize(models.IntegerChoices):
    """Of a paper's running text, in points; the fonts have the measures of Arial."""

    ELEVEN = 11, "11"
    TWELVE = 12, "12"
