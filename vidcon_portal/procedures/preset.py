"""Presets: SOPs as TOML files, read into frozen dataclasses and checked.

``load_preset`` promises a preset that the engine can walk: it raises ``PresetError`` with every
problem of shape (unknown keys, wrong types, unknown kinds, roles, modes, actions) or, once the
shape is sound, every problem of meaning. No Django model is involved; ``as_plain`` gives any part
as JSON data and ``read_preset`` reads it back, so that a draft kept in rows is checked the same way.

A file, by table (dataclasses in ``preset_parts``; a key that is not named there is an error)::

    [office]     code, government, agency
    [service]    code, name, modes = ["host", …], summary?
    [procedure]  title, number?, unit?, made_on?, revised_on?, ratified_on?, effective_on? (TOML dates),
                 ratified_by = { name, title, rank? }          (no NIP, ever)
    [[procedure.source_notes]]  printed, corrected, where?      (scanning errors put right)
    [[procedure.decisions]]     what, why, authority            (where the source is silent)
    [cover]      qualifications, related, equipment, warnings, records, beneficiaries, service_hours (lists),
                 person_responsible; all optional, printed only
    [[cover.legal_basis]]       title, items                    (one table per printed list)
    [[cover.sections]]          number, title, items or same_as (lettered passages)
    [[cover.components]]        the same                        (the 14 of a service standard)
    [rules]      recheck_step; optional: dispensation_role, min_officers, max_concurrent_events,
                 mandatory_information, report_sections, intake_channels (lists of enum codes),
                 lead_time = { number, unit, late_policy },
                 overall_service_time = { hours, until_row, raw },
                 event_hours = { limit, weekly = { mon = [["08:00", "16:00"]], … } }
    [[rules.leader_ranks]]      rank (1 is highest), title
    [[rules.criteria]]          code, text, sides = ["applicant", "office"], evidence
    [[lanes]]    code, title (as printed), role
    [[rows]]     number, activity, lanes, completeness, time_raw, clock = { type, value }, output,
                 remark, symbol
    [[rows.steps]]  code, kind, title, roles, arrows; optional: all_of, modes, optional, confirms, options
        arrows   [{ action, to = step code or "end", note_required?, role? }]
        options  dispose            to_role, suggested_instructions?
                 check_resources    on_clash = "offer" | "inform"
                 coordinate         partner = "applicant" | "network_team"
                 prepare            gap_to_applicant
                 report             variant = "event" | "verification", to_superior?
                 acknowledge        subject = "letter" | "information", closes_itself_after_days? (working days)

Conventions:

* The step of kind ``submit`` is the start. Steps run along arrows, never by their order in the file.
* Every closing action of a kind has exactly one arrow; nothing is defaulted. Universal moves (return,
  reject, offer, …) have none, and ``complete`` and ``choose_alternative`` are never steps of a file.
* A step that the booking's mode does not apply to, or that its holder skips, follows the arrow of its
  kind's ``onward_action`` (the first closing action).
* A branch that goes two ways afterwards has two steps; a row may hold both.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from .preset_checks import check_preset
from .preset_graph import next_code
from .preset_parts import END, OPTION_TYPES, Preset, PresetProblem, StepOptions, as_plain
from .preset_reading import read_options, read_preset

__all__ = [
    "END",
    "OPTION_TYPES",
    "PRESETS",
    "Preset",
    "PresetError",
    "PresetProblem",
    "StepOptions",
    "as_plain",
    "check_preset",
    "load_preset",
    "next_code",
    "read_options",
    "read_preset",
    "shipped_presets",
]

PRESETS = Path(__file__).with_name("presets")


class PresetError(ValueError):
    """A preset that cannot be loaded; ``problems`` says where, what and what to do."""

    def __init__(self, problems: Sequence[PresetProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def shipped_presets() -> tuple[Path, ...]:
    """The files that come with the portal, by name."""
    return tuple(sorted(PRESETS.glob("*.toml")))


def load_preset(source: Path | str) -> Preset:
    """The checked preset of a file (``Path``, or a one-line ``str``) or of a text; raises ``PresetError``.

    Its code is the file's name without ``.toml``; a text may carry a top-level ``code``.
    """
    if isinstance(source, str) and "\n" not in source:
        source = Path(source)
    try:
        text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
        tables = tomllib.loads(text)
    except OSError as error:
        raise PresetError(
            [PresetProblem(str(source), "Berkas tidak dapat dibaca.", "Periksa nama berkasnya.")]
        ) from error
    except ValueError as error:  # tomllib's own error and broken UTF-8 alike
        raise PresetError(
            [PresetProblem("berkas", f"Bukan TOML yang sah: {error}.", "Perbaiki di tempat itu.")]
        ) from error
    preset, problems = read_preset(tables, source.stem if isinstance(source, Path) else tables.get("code", ""))
    if preset is None:
        raise PresetError(problems)
    if found := check_preset(preset):
        raise PresetError(found)
    return preset
