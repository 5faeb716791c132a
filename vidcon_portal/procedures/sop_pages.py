"""What the page of an SOP shows: cover, matrix with flowchart, the rules that the portal applies, notes on the source."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.parts import Badge, Fact, NavItem

from .choices import Side, Symbol
from .durations import format_plain_date
from .flowchart import as_listed, draw_flowchart, row_height
from .flowchart_shapes import Flowchart
from .flowchart_words import say_ways
from .models import Procedure
from .office_pages import say_event_hours, say_lanes, say_lead_time
from .preset_parts import Decision, Preset, Row, SourceNote

PIXELS = 5
"""On a page one unit of the flowchart is this many pixels: a line of text is 20 of them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A box of the cover, or a lettered part."""

    title: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A printed row. ``ways`` says in words where its arrows lead; ``strut`` in pixels, with the row's line, is the height
    that the flowchart beside it assumes."""

    number: int
    shape: str
    paragraphs: tuple[str, ...]
    lanes: str
    ways: str
    completeness: tuple[str, ...]
    time: str
    output: tuple[str, ...]
    remark: tuple[str, ...]
    strut: int


@dataclass(frozen=True, slots=True)
class SopPage:
    """Everything on the page, ready to print."""

    title: str
    version: int
    badge: Badge
    issuer: tuple[str, ...]
    facts: tuple[Fact, ...]
    boxes: tuple[Passage, ...]
    sections: tuple[Passage, ...]
    lanes: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    drawing: Flowchart | None
    rules: tuple[Fact, ...]
    source_notes: tuple[SourceNote, ...]
    decisions: tuple[Decision, ...]

    @property
    def drawing_width(self) -> int:
        return round(self.drawing.width * PIXELS) if self.drawing else 0

    @property
    def drawing_height(self) -> int:
        return round(self.drawing.height * PIXELS) if self.drawing else 0


_LOOKS = {
    Procedure.Status.IN_FORCE: State.DONE,
    Procedure.Status.WITHDRAWN: State.NEUTRAL,
    Procedure.Status.DRAFT: State.WAITING,
}


def sop_page(office: Office, procedure: Procedure, preset: Preset) -> SopPage:
    status = Procedure.Status(procedure.status)
    drawings = draw_flowchart(preset)
    return SopPage(
        title=preset.procedure.title,
        version=procedure.version,
        badge=Badge(_LOOKS[status], str(status.label), icon="" if status == Procedure.Status.IN_FORCE else "clock"),
        issuer=tuple(line for line in (office.government, office.name, preset.procedure.unit) if line),
        facts=tuple(cover_facts(preset)),
        boxes=tuple(cover_boxes(preset)),
        sections=tuple(
            Passage(f"{part.number}. {part.title}", preset.section_items(part)) for part in preset.cover.sections
        ),
        lanes=tuple(soft_hyphens(lane.title) for lane in preset.lanes),
        rows=tuple(matrix_rows(preset)),
        drawing=drawings[0] if drawings else None,
        rules=tuple(rule_facts(preset)),
        source_notes=preset.procedure.source_notes,
        decisions=preset.procedure.decisions,
    )


def cover_facts(preset: Preset) -> Iterable[Fact]:
    """The number block of the cover; a date that the paper does not carry is said to be missing only where usual."""
    printed = preset.procedure
    silent = _("Tidak tercantum")
    yield Fact(_("Nomor SOP"), printed.number or silent)
    yield Fact(_("Tanggal pembuatan"), say_day(printed.made_on) or silent)
    yield Fact(_("Tanggal revisi"), say_day(printed.revised_on) or silent)
    if printed.ratified_on:
        yield Fact(_("Tanggal pengesahan"), say_day(printed.ratified_on))
    yield Fact(_("Tanggal efektif"), say_day(printed.effective_on) or silent)
    by = printed.ratified_by
    yield Fact(_("Disahkan oleh"), ", ".join(filter(None, (by.title, by.name, by.rank))) if by else silent)
    yield Fact(_("Nama SOP"), printed.title)


def cover_boxes(preset: Preset) -> Iterable[Passage]:
    cover = preset.cover
    for basis in cover.legal_basis:
        yield Passage(basis.title, basis.items)
    yield Passage(_("Kualifikasi pelaksana"), cover.qualifications)
    yield Passage(_("Keterkaitan"), cover.related)
    yield Passage(_("Peralatan/perlengkapan"), cover.equipment)
    yield Passage(_("Peringatan"), cover.warnings)
    yield Passage(_("Pencatatan dan pendataan"), cover.records)
    if cover.beneficiaries:
        yield Passage(_("Penerima layanan"), cover.beneficiaries)
    if cover.person_responsible:
        yield Passage(_("Penanggung jawab"), (cover.person_responsible,))
    if cover.service_hours:
        yield Passage(_("Jam pelayanan"), cover.service_hours)


def cover_pairs(preset: Preset) -> list[tuple[tuple[Passage, ...], ...]]:
    """The boxes of the cover as they are printed, two beside each other (PermenPANRB 35/2012)."""
    *bases, able, related, equipment, warning, records = list(cover_boxes(preset))[: len(preset.cover.legal_basis) + 5]
    more = list(cover_boxes(preset))[len(bases) + 5 :]
    return [
        (tuple(bases), (able,)),
        ((related,), (equipment,)),
        ((warning,), (records,)),
        *((tuple(more[at : at + 1]), tuple(more[at + 1 : at + 2])) for at in range(0, len(more), 2)),
    ]


def matrix_rows(preset: Preset) -> Iterable[MatrixRow]:
    """The printed rows, with what the flowchart beside them says."""
    ways = say_ways(preset)
    return (_matrix_row(preset, row, ways.get(row.number, "")) for row in preset.rows)


def _matrix_row(preset: Preset, row: Row, ways: str) -> MatrixRow:
    return MatrixRow(
        number=row.number,
        shape={Symbol.CAPSULE: "terminal", Symbol.DIAMOND: "decision"}.get(row.symbol, ""),
        paragraphs=tuple(row.activity.splitlines()),
        lanes=say_lanes(preset, row),
        ways=ways,
        completeness=tuple(as_listed(row.completeness)),
        time=row.time_raw,
        output=tuple(as_listed(row.output)),
        remark=tuple(row.remark.splitlines()),
        strut=round(row_height(row) * PIXELS) - 1,
    )


def rule_facts(preset: Preset) -> Iterable[Fact]:
    """The rules as the portal applies them; what the SOP does not rule is left out."""
    rules = preset.rules
    yield Fact(_("Batas pengajuan"), say_lead_time(preset))
    if rules.lead_time:
        yield Fact(_("Bila terlambat"), str(rules.lead_time.late_policy.label))
    if hours := say_event_hours(rules.event_hours):
        yield Fact(_("Jam kegiatan"), hours)
    if rules.overall_service_time:
        until = _("%(hours)d jam, sampai baris %(row)d selesai") % {
            "hours": rules.overall_service_time.hours,
            "row": rules.overall_service_time.until_row,
        }
        yield Fact(_("Jangka waktu pelayanan"), until)
    if rules.leader_ranks:
        ranked = sorted(rules.leader_ranks, key=lambda leader: leader.rank)
        yield Fact(_("Urutan pimpinan"), ", ".join(f"{leader.rank}. {leader.title}" for leader in ranked))
    for number, criterion in enumerate(rules.criteria, start=1):
        sides = ", ".join(str(Side(side).label).lower() for side in criterion.sides)
        yield Fact(_("Kriteria %(number)d") % {"number": number}, f"{criterion.text} ({sides})")
    if rules.mandatory_information:
        yield Fact(_("Informasi wajib"), _listed(field.label for field in rules.mandatory_information))
    if rules.min_officers:
        yield Fact(_("Jumlah pelaksana"), _("%(count)d orang") % {"count": rules.min_officers})
    if rules.intake_channels:
        yield Fact(_("Jalur masuk"), _listed(channel.label for channel in rules.intake_channels))
    if rules.report_sections:
        yield Fact(_("Isi wajib laporan"), _listed(section.label for section in rules.report_sections))
    yield Fact(_("Pemberi dispensasi"), str(rules.dispensation_role.label))


def service_links(office: Office, versions: Sequence[Procedure], shown: Procedure | None, name: str) -> list[NavItem]:
    """One link per service; none where there is only one."""
    if len(versions) < 2:
        return []
    return [
        NavItem(
            reverse(f"procedures:{name}", args=[office.code, version.service.code]),
            version.service.name,
            current=shown is not None and version.service_id == shown.service_id,
        )
        for version in versions
    ]


def version_links(office: Office, shown: Procedure, versions: Sequence[Procedure]) -> list[NavItem]:
    """One link per version; none where there is only one."""
    if len(versions) < 2:
        return []
    return [
        NavItem(
            reverse("procedures:procedure_version", args=[office.code, shown.service.code, version.version]),
            _("Versi %(version)d (%(status)s)") % {"version": version.version, "status": version.get_status_display()},
            current=version.pk == shown.pk,
        )
        for version in versions
    ]


def say_day(day: date | None) -> str:
    """ "5 Juli 2021", as a cover prints it; empty without a date."""
    return format_plain_date(day) if day else ""


def soft_hyphens(title: str) -> str:
    """Where a long word of a column's title may break, because the column is narrower than the word."""
    return title.replace("oordinator", "oordi\N{SOFT HYPHEN}nator").replace("/", "/\N{ZERO WIDTH SPACE}")


def _listed(labels: Iterable[object]) -> str:
    return ", ".join(str(label) for label in labels)
