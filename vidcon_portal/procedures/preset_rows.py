"""Between a preset and the rows that keep it: which field holds which key, and back again.

Three things have no field: ``rules.overall_service_time.raw`` (the components print it), an ``event_hours`` that
neither limits nor lists hours, and the line breaks around a text.
"""

from typing import Any

from . import preset_parts as parts
from .models import Arrow, Lane, Procedure, Row, Step
from .preset_parts import END, Preset, PresetProblem, as_plain
from .preset_reading import read_preset

_DATES = ("made_on", "revised_on", "ratified_on", "effective_on")


def procedure_fields(preset: Preset) -> dict[str, Any]:
    """The fields of a ``Procedure`` as the preset says; version, status and service are the caller's."""
    printed, rules = preset.procedure, preset.rules
    by = printed.ratified_by or parts.Ratification(name="", title="")
    lead = rules.lead_time
    hours = rules.event_hours
    overall = rules.overall_service_time
    return {
        "title": printed.title,
        "number": printed.number,
        "unit": printed.unit,
        **{name: getattr(printed, name) for name in _DATES},
        "ratified_by_title": by.title,
        "ratified_by_name": by.name,
        "ratified_by_rank": by.rank,
        "cover": as_plain(preset.cover),
        "source_notes": as_plain(printed.source_notes),
        "decisions": as_plain(printed.decisions),
        "lead_time": lead.number if lead else None,
        "lead_unit": (lead or parts.LeadTime(0)).unit.value,
        "late_policy": (lead or parts.LeadTime(0)).late_policy.value,
        "event_hours": as_plain(hours.weekly) if hours and hours.weekly else {},
        "event_hours_limit": bool(hours and hours.limit),
        "leader_ranks": as_plain(rules.leader_ranks),
        "criteria": as_plain(rules.criteria),
        "mandatory_information": as_plain(rules.mandatory_information),
        "min_officers": rules.min_officers,
        "max_concurrent_events": rules.max_concurrent_events,
        "overall_hours": overall.hours if overall else None,
        "overall_until_row": overall.until_row if overall else None,
        "intake_channels": as_plain(rules.intake_channels),
        "report_sections": as_plain(rules.report_sections),
        "recheck_code": rules.recheck_step,
        "dispensation_role": rules.dispensation_role.value,
    }


def write_matrix(procedure: Procedure, preset: Preset) -> None:
    """Insert lanes, rows, steps and arrows of the preset under an empty draft."""
    Lane.objects.bulk_create(
        Lane(procedure=procedure, code=lane.code, title=lane.title, role=lane.role.value, order=order)
        for order, lane in enumerate(preset.lanes, start=1)
    )
    rows = Row.objects.bulk_create(_row(procedure, row) for row in preset.rows)
    kept = Step.objects.bulk_create(
        _step(kept_row, step, order)
        for kept_row, row in zip(rows, preset.rows, strict=True)
        for order, step in enumerate(row.steps, start=1)
    )
    by_code = {step.code: step for step in kept}
    Arrow.objects.bulk_create(
        Arrow(
            step=by_code[step.code],
            action=arrow.action.value,
            target=None if arrow.to == END else by_code[arrow.to],
            note_required=arrow.note_required,
            role=arrow.role.value if arrow.role else "",
        )
        for _row_part, step in preset.placed_steps()
        for arrow in step.arrows
    )


def _row(procedure: Procedure, row: parts.Row) -> Row:
    return Row(
        procedure=procedure,
        number=row.number,
        activity=row.activity,
        lanes=list(row.lanes),
        completeness=list(row.completeness),
        time_raw=row.time_raw,
        clock_type=row.clock.type.value,
        clock_value=row.clock.value,
        output=list(row.output),
        remark=row.remark,
        symbol=row.symbol.value,
    )


def _step(row: Row, step: parts.Step, order: int) -> Step:
    return Step(
        row=row,
        code=step.code,
        order=order,
        kind=step.kind.value,
        title=step.title,
        roles=as_plain(step.roles),
        all_of=step.all_of,
        options=as_plain(step.options),
        modes=as_plain(step.modes),
        optional=step.optional,
        confirms=step.confirms,
    )


def procedure_as_preset(procedure: Procedure) -> dict[str, Any]:
    """The tables of a preset file, read from the rows; five queries, none of them per row."""
    service = procedure.service
    office = service.office
    return {
        "office": {"code": office.code, "government": office.government, "agency": office.name},
        "service": {
            "code": service.code,
            "name": service.name,
            "summary": service.summary,
            "modes": list(service.modes),
        },
        "procedure": _printed(procedure),
        "cover": procedure.cover,
        "rules": _rules(procedure),
        "lanes": [
            {"code": lane.code, "title": lane.title, "role": lane.role}
            for lane in procedure.lanes.order_by("order", "pk")
        ],
        "rows": _rows(procedure),
    }


def read_procedure(procedure: Procedure) -> tuple[Preset | None, list[PresetProblem]]:
    """The version as a preset, or None with the problems of its shape."""
    return read_preset(procedure_as_preset(procedure), procedure.code)


def _printed(procedure: Procedure) -> dict[str, Any]:
    tables: dict[str, Any] = {
        "title": procedure.title,
        "number": procedure.number,
        "unit": procedure.unit,
        "source_notes": procedure.source_notes,
        "decisions": procedure.decisions,
        **{name: value for name in _DATES if (value := getattr(procedure, name))},
    }
    if procedure.ratified_by_name or procedure.ratified_by_title:
        tables["ratified_by"] = {
            "name": procedure.ratified_by_name,
            "title": procedure.ratified_by_title,
            "rank": procedure.ratified_by_rank,
        }
    return tables


def _rules(procedure: Procedure) -> dict[str, Any]:
    tables: dict[str, Any] = {
        "recheck_step": procedure.recheck_code,
        "dispensation_role": procedure.dispensation_role,
        "leader_ranks": procedure.leader_ranks,
        "criteria": procedure.criteria,
        "mandatory_information": procedure.mandatory_information,
        "intake_channels": procedure.intake_channels,
        "report_sections": procedure.report_sections,
    }
    for name in ("min_officers", "max_concurrent_events"):
        if getattr(procedure, name) is not None:
            tables[name] = getattr(procedure, name)
    if procedure.lead_time is not None:
        tables["lead_time"] = {
            "number": procedure.lead_time,
            "unit": procedure.lead_unit,
            "late_policy": procedure.late_policy,
        }
    if procedure.event_hours_limit or procedure.event_hours:
        tables["event_hours"] = {"limit": procedure.event_hours_limit}
        if procedure.event_hours:
            tables["event_hours"]["weekly"] = procedure.event_hours
    if procedure.overall_hours is not None and procedure.overall_until_row is not None:
        tables["overall_service_time"] = {"hours": procedure.overall_hours, "until_row": procedure.overall_until_row}
    return tables


def _rows(procedure: Procedure) -> list[dict[str, Any]]:
    arrows: dict[int, list[dict[str, Any]]] = {}
    for arrow in Arrow.objects.filter(step__row__procedure=procedure).select_related("target").order_by("pk"):
        table: dict[str, Any] = {
            "action": arrow.action,
            "to": arrow.target.code if arrow.target else END,
            "note_required": arrow.note_required,
        }
        if arrow.role:
            table["role"] = arrow.role
        arrows.setdefault(arrow.step_id, []).append(table)
    steps: dict[int, list[dict[str, Any]]] = {}
    for step in Step.objects.filter(row__procedure=procedure).order_by("order", "pk"):
        steps.setdefault(step.row_id, []).append(
            {
                "code": step.code,
                "kind": step.kind,
                "title": step.title,
                "roles": step.roles,
                "all_of": step.all_of,
                "modes": step.modes,
                "optional": step.optional,
                "confirms": step.confirms,
                "options": step.options,
                "arrows": arrows.get(step.pk, []),
            }
        )
    return [
        {
            "number": row.number,
            "activity": row.activity,
            "lanes": row.lanes,
            "completeness": row.completeness,
            "time_raw": row.time_raw,
            "clock": {"type": row.clock_type, **({} if row.clock_value is None else {"value": row.clock_value})},
            "output": row.output,
            "remark": row.remark,
            "symbol": row.symbol,
            "steps": steps.get(row.pk, []),
        }
        for row in procedure.rows.order_by("number")
    ]


def content_of(preset: Preset) -> dict[str, Any]:
    """What makes two versions the same: all but office, service and code, and what no field keeps."""
    plain: dict[str, Any] = as_plain(preset)
    rules: dict[str, Any] = plain["rules"]
    rules.get("overall_service_time", {}).pop("raw", None)
    if rules.get("event_hours") == {"limit": False}:
        del rules["event_hours"]
    return {name: plain.get(name) for name in ("procedure", "cover", "rules", "lanes", "rows")}
