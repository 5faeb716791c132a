"""The 14 components of a service standard (PermenPANRB 15/2014): as printed, else as far as the SOP says them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.models import Office

from .choices import ReportSection
from .office_pages import say_event_hours, say_lead_time
from .preset_parts import Preset

TITLES = (
    gettext_lazy("Persyaratan"),
    gettext_lazy("Sistem, mekanisme, dan prosedur"),
    gettext_lazy("Jangka waktu pelayanan"),
    gettext_lazy("Biaya/tarif"),
    gettext_lazy("Produk pelayanan"),
    gettext_lazy("Penanganan pengaduan, saran, dan masukan"),
    gettext_lazy("Dasar hukum"),
    gettext_lazy("Sarana dan prasarana, dan/atau fasilitas"),
    gettext_lazy("Kompetensi pelaksana"),
    gettext_lazy("Pengawasan internal"),
    gettext_lazy("Jumlah pelaksana"),
    gettext_lazy("Jaminan pelayanan"),
    gettext_lazy("Jaminan keamanan dan keselamatan pelayanan"),
    gettext_lazy("Evaluasi kinerja pelaksana"),
)
DELIVERY = 6
"""The first six concern the delivery of the service and must be published; the others its making."""


@dataclass(frozen=True, slots=True)
class Component:
    """One of the 14; ``derived`` from the SOP, or missing when it has no items."""

    number: str
    title: str
    items: tuple[str, ...]
    derived: bool = False
    remark: str = ""
    url: str = ""

    @property
    def is_missing(self) -> bool:
        return not self.items


def components(office: Office, preset: Preset) -> list[Component]:
    """Printed components win; else each is read from the SOP, and what the SOP does not say stays without items."""
    if preset.cover.components:
        return [Component(part.number, part.title, preset.section_items(part)) for part in preset.cover.components]
    return [
        Component(
            number=str(number),
            title=str(title),
            items=tuple(_FROM_SOP[number](preset)) if number in _FROM_SOP else (),
            derived=True,
            remark=_remark(number),
        )
        for number, title in enumerate(TITLES, start=1)
    ]


def _remark(number: int) -> str:
    """What the portal itself can promise where the SOP is silent."""
    return {4: _("Portal ini tidak memungut biaya.")}.get(number, "")


def _requirements(preset: Preset) -> list[str]:
    row = preset.row_of(preset.start.code)
    items = list(row.completeness)
    if preset.rules.mandatory_information:
        fields = ", ".join(str(field.label).lower() for field in preset.rules.mandatory_information)
        items.append(_("Informasi wajib: %(fields)s") % {"fields": fields})
    if preset.rules.lead_time:
        items.append(say_lead_time(preset))
    if hours := say_event_hours(preset.rules.event_hours):
        items.append(_("Waktu kegiatan: %(hours)s") % {"hours": hours})
    return items


def _times(preset: Preset) -> list[str]:
    overall = preset.rules.overall_service_time
    if overall:
        return [overall.raw or _("%(hours)d jam") % {"hours": overall.hours}]
    return [
        _("Baris %(number)d: %(time)s") % {"number": row.number, "time": row.time_raw}
        for row in preset.rows
        if row.time_raw
    ]


def _product(preset: Preset) -> list[str]:
    return [preset.service.name, *(str(mode.label) for mode in preset.service.modes)]


def _officers(preset: Preset) -> list[str]:
    count = preset.rules.min_officers
    return [_("%(count)d orang") % {"count": count}] if count else []


def _evaluation(preset: Preset) -> list[str]:
    if ReportSection.EVALUATION not in preset.rules.report_sections:
        return []
    return [_("Evaluasi setelah setiap kegiatan, sebagai bagian wajib laporan.")]


_FROM_SOP: Mapping[int, Callable[[Preset], list[str]]] = {
    1: _requirements,
    2: lambda preset: [row.activity for row in preset.rows],
    3: _times,
    5: _product,
    7: lambda preset: [item for basis in preset.cover.legal_basis for item in basis.items],
    8: lambda preset: list(preset.cover.equipment),
    9: lambda preset: list(preset.cover.qualifications),
    11: _officers,
    14: _evaluation,
}
