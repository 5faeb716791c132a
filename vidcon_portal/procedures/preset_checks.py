"""What a well-formed preset must also mean: codes, arrows, clocks, options and rules that fit together."""

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from itertools import pairwise

from vidcon_portal.accounts.choices import APPLICANT_ROLES

from . import preset_parts as parts
from .choices import KIND_ACTIONS, SIDE_KINDS, Action, ClockType, Kind
from .preset_graph import graph_problems
from .preset_parts import END, PresetProblem

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_SPAN_END = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")

Problems = Iterator[PresetProblem]


def check_preset(preset: parts.Preset) -> list[PresetProblem]:
    """Every problem of a readable preset; an empty list is a preset that may be published.

    The graph is walked only once codes and arrows are sound: otherwise one typing error would be
    told again as a dozen unreachable steps.
    """
    local = [*_code_problems(preset), *_step_problems(preset), *_arrow_problems(preset)]
    return [
        *local,
        *_row_problems(preset),
        *_rule_problems(preset),
        *([] if local else graph_problems(preset)),
    ]


def step_place(row: parts.Row, step: parts.Step) -> str:
    return f"baris {row.number}, langkah '{step.code}'"


def _repeated(values: Iterable[Hashable]) -> list[Hashable]:
    return [value for value, count in Counter(values).items() if count > 1]


def _code_problems(preset: parts.Preset) -> Problems:
    steps = [step for _row, step in preset.placed_steps()]
    for noun, codes in (
        ("langkah", [step.code for step in steps]),
        ("kolom pelaksana", [lane.code for lane in preset.lanes]),
        ("baris", [row.number for row in preset.rows]),
        ("kriteria", [criterion.code for criterion in preset.rules.criteria]),
        ("pimpinan", [leader.title for leader in preset.rules.leader_ranks]),
        ("ragam layanan", list(preset.service.modes)),
    ):
        for code in _repeated(codes):
            yield PresetProblem(
                "berkas", f"{noun.capitalize()} '{code}' tertulis lebih dari sekali.", "Beri kode lain."
            )
    for row, step in preset.placed_steps():
        if step.code == END or not _SLUG.fullmatch(step.code) or len(step.code) > 60:
            yield PresetProblem(
                step_place(row, step),
                f"Kode langkah '{step.code}' tidak dapat dipakai.",
                "Pakai huruf kecil, angka, dan tanda hubung, paling panjang 60, bukan 'end'.",
            )
    starts = [step.code for step in steps if step.kind == Kind.SUBMIT]
    if not starts:
        yield PresetProblem("berkas", "Tidak ada langkah awal.", "Tambahkan satu langkah berjenis 'submit'.")
    if len(starts) > 1:
        yield PresetProblem("berkas", f"Ada dua langkah awal: {', '.join(starts)}.", "Sisakan satu langkah 'submit'.")


def _step_problems(preset: parts.Preset) -> Problems:
    for row, step in preset.placed_steps():
        place = step_place(row, step)
        if step.kind in SIDE_KINDS:
            yield PresetProblem(
                place,
                f"Jenis '{step.kind.value}' adalah langkah samping yang dibuka portal sendiri.",
                "Hapus langkah ini; pengembalian dan tawaran alternatif tersedia di setiap SOP.",
            )
        if not step.roles or _repeated(step.roles):
            yield PresetProblem(place, "Peran kosong atau tertulis dua kali.", "Sebut setiap peran satu kali.")
        if step.all_of and len(step.roles) < 2:
            yield PresetProblem(
                place,
                "'all_of' menuntut konfirmasi setiap peran, tetapi perannya kurang dari dua.",
                "Tambah peran atau hapus 'all_of'.",
            )
        if strangers := [mode.value for mode in step.modes if mode not in preset.service.modes]:
            yield PresetProblem(
                place,
                f"Ragam {', '.join(strangers)} tidak dilayani.",
                "Tambahkan ke 'modes' layanan atau hapus dari langkah.",
            )
        if step.optional and (step.kind == Kind.SUBMIT or step.confirms):
            yield PresetProblem(place, "Langkah awal dan langkah konfirmasi tidak boleh dilewati.", "Hapus 'optional'.")
        if step.kind == Kind.SUBMIT:
            yield from _submit_problems(place, step)
        options = step.options
        if isinstance(options, parts.AcknowledgeOptions) and (options.closes_itself_after_days or 1) < 1:
            yield PresetProblem(
                place, "'closes_itself_after_days' kurang dari 1.", "Tulis jumlah hari kerja, atau hapus."
            )


def _submit_problems(place: str, step: parts.Step) -> Problems:
    if step.modes or step.confirms:
        yield PresetProblem(
            place, "Pengajuan berlaku untuk semua ragam dan tidak mengonfirmasi.", "Hapus 'modes' dan 'confirms'."
        )
    if not APPLICANT_ROLES.issuperset(step.roles):
        yield PresetProblem(
            place,
            "Pengajuan hanya oleh pihak pemohon.",
            "Pakai peran 'applicant' atau 'agency_head'; tata usaha mencatat atas nama.",
        )


def _arrow_problems(preset: parts.Preset) -> Problems:
    steps = preset.steps
    for row, step in preset.placed_steps():
        place = step_place(row, step)
        closing = [spec.name for spec in KIND_ACTIONS[step.kind] if spec.closes]
        for action in _repeated(arrow.action for arrow in step.arrows):
            yield PresetProblem(
                place, f"Tindakan '{action}' punya dua panah.", "Sisakan satu panah untuk setiap tindakan."
            )
        for action in closing:
            if step.kind not in SIDE_KINDS and step.arrow(action) is None:
                yield PresetProblem(
                    place,
                    f"Tindakan '{action.value}' menutup langkah, tetapi tidak punya panah.",
                    f"Tambahkan panah {{ action = \"{action.value}\", to = … }}; 'end' menutup permohonan.",
                )
        for arrow in step.arrows:
            if arrow.action not in closing:
                yield PresetProblem(
                    place,
                    f"Tindakan '{arrow.action.value}' tidak menutup langkah berjenis '{step.kind.value}'.",
                    f"Yang menutup: {', '.join(closing)}.",
                )
            if arrow.to != END and arrow.to not in steps:
                yield PresetProblem(
                    place,
                    f"Panah '{arrow.action.value}' menuju '{arrow.to}' yang tidak ada.",
                    f"Pakai kode langkah yang ada, atau '{END}'.",
                )
            elif arrow.to != END and steps[arrow.to].kind == Kind.SUBMIT:
                yield PresetProblem(
                    place,
                    f"Panah '{arrow.action.value}' kembali ke pengajuan.",
                    "Arahkan ke langkah kantor; pengembalian ke pemohon sudah tersedia.",
                )
        yield from _pairing_problems(place, step, steps)


def _pairing_problems(place: str, step: parts.Step, steps: dict[str, parts.Step]) -> Problems:
    """Arrows whose target must suit the action."""

    def target(action: Action) -> parts.Step | None:
        arrow = step.arrow(action)
        return steps.get(arrow.to) if arrow else None

    finish, not_held = step.arrow(Action.FINISH), step.arrow(Action.NOT_HELD)
    if finish and not_held and finish.to != not_held.to:
        yield PresetProblem(
            place,
            "Panah 'finish' dan 'not_held' berbeda tujuan, padahal satu permohonan dapat memuat keduanya.",
            "Samakan tujuannya.",
        )
    for action, kinds in (
        (Action.FAIL, (Kind.PREPARE, Kind.COORDINATE)),
        (Action.REVISE, (Kind.DRAFT_REPLY,)),
    ):
        back = step.arrow(action)
        reached = target(action)
        if back and (reached.kind if reached else None) not in kinds and back.to in {*steps, END}:
            yield PresetProblem(
                place,
                f"Panah '{action.value}' tidak menuju langkah {' atau '.join(kind.value for kind in kinds)}.",
                "Arahkan ke langkah jenis itu.",
            )
    forward = step.arrow(Action.FORWARD)
    following = target(Action.FORWARD)
    if isinstance(step.options, parts.DisposeOptions) and forward and following:
        actors = (forward.role,) if forward.role else following.roles
        if step.options.to_role not in actors:
            yield PresetProblem(
                place,
                f"Disposisi ditujukan kepada '{step.options.to_role.value}', tetapi langkah '{following.code}' milik {', '.join(actors)}.",
                "Samakan 'to_role' dengan peran langkah berikutnya.",
            )


def _row_problems(preset: parts.Preset) -> Problems:
    lanes = {lane.code for lane in preset.lanes}
    for before, after in pairwise(preset.rows):
        if after.number < before.number:
            yield PresetProblem(
                f"baris {after.number}", f"Tertulis setelah baris {before.number}.", "Urutkan baris menurut nomor."
            )
    for row in preset.rows:
        place = f"baris {row.number}"
        if not row.steps:
            yield PresetProblem(place, "Tidak ada langkah di bawahnya.", "Tambahkan paling sedikit satu langkah.")
        for lane in row.lanes:
            if lane not in lanes:
                yield PresetProblem(
                    place, f"Kolom pelaksana '{lane}' tidak dikenal.", f"Yang dikenal: {', '.join(sorted(lanes))}."
                )
        value, kind = row.clock.value, row.clock.type
        if value is not None and (value < 1 or kind == ClockType.NONE):
            yield PresetProblem(
                place,
                f"Nilai waktu {value} tidak berlaku untuk '{kind.value}'.",
                "Tulis bilangan positif, atau hapus 'value'.",
            )
        if value is None and kind not in (ClockType.NONE, ClockType.EVENT):
            yield PresetProblem(place, f"Waktu '{kind.value}' belum bernilai.", "Tambahkan 'value'.")


def _rule_problems(preset: parts.Preset) -> Problems:
    rules = preset.rules
    place = "[rules]"
    kinds = {step.kind for _row, step in preset.placed_steps()}
    if rules.recheck_step not in preset.steps:
        yield PresetProblem(
            place, f"'recheck_step' menunjuk '{rules.recheck_step}' yang tidak ada.", "Pakai kode langkah yang ada."
        )
    elif preset.steps[rules.recheck_step].kind == Kind.SUBMIT:
        yield PresetProblem(place, "'recheck_step' menunjuk pengajuan.", "Pilih langkah kantor yang memeriksa jadwal.")
    if rules.dispensation_role in APPLICANT_ROLES:
        yield PresetProblem(place, "Dispensasi tidak dapat diberikan oleh pemohon.", "Pilih peran kantor.")
    if not preset.service.modes:
        yield PresetProblem("[service]", "Tidak ada ragam layanan.", "Isi 'modes' dengan paling sedikit satu ragam.")
    for needed, given, kind in (
        ("criteria", rules.criteria, Kind.CHECK_RESOURCES),
        ("mandatory_information", rules.mandatory_information, Kind.CHECK_DATA),
        ("report_sections", rules.report_sections, Kind.REPORT),
    ):
        if given and kind not in kinds:
            yield PresetProblem(
                place,
                f"'{needed}' diisi, tetapi tidak ada langkah '{kind.value}'.",
                "Tambah langkahnya atau hapus aturannya.",
            )
    numbers = {
        "lead_time.number": rules.lead_time.number if rules.lead_time else None,
        "min_officers": rules.min_officers,
        "max_concurrent_events": rules.max_concurrent_events,
        "overall_service_time.hours": rules.overall_service_time.hours if rules.overall_service_time else None,
        **{f"leader_ranks '{leader.title}'": leader.rank for leader in rules.leader_ranks},
    }
    for name, number in numbers.items():
        if number is not None and number < 1:
            yield PresetProblem(place, f"{name} bernilai {number}.", "Tulis bilangan positif, atau hapus aturannya.")
    for criterion in rules.criteria:
        if not criterion.sides:
            yield PresetProblem(place, f"Kriteria '{criterion.code}' tidak menyebut pihak.", "Isi 'sides'.")
    overall = rules.overall_service_time
    if overall and overall.until_row not in {row.number for row in preset.rows}:
        yield PresetProblem(
            place, f"Jangka waktu sampai baris {overall.until_row} yang tidak ada.", "Pakai nomor baris yang ada."
        )
    if rules.event_hours and rules.event_hours.weekly:
        yield from _weekly_problems(rules.event_hours.weekly)
    for section in (*preset.cover.sections, *preset.cover.components):
        if section.same_as and (section.items or section.same_as not in parts.SECTION_SOURCES):
            yield PresetProblem(
                f"[cover], bagian {section.number}",
                f"'same_as = {section.same_as}' tidak dikenal atau bertumpuk dengan 'items'.",
                f"Pakai salah satu: {', '.join(parts.SECTION_SOURCES)}; tanpa 'items'.",
            )


def _weekly_problems(weekly: parts.Weekly) -> Problems:
    for day, spans in parts.as_plain(weekly).items():
        for span in spans:
            if len(span) != 2 or not all(_SPAN_END.fullmatch(end) for end in span) or span[0] >= span[1]:
                yield PresetProblem(
                    "[rules.event_hours.weekly]",
                    f"Jam '{day}' tidak terbaca: {span}.",
                    'Tulis ["08:00", "16:00"], mulai sebelum selesai.',
                )
