"""The house rules that no tool knows: one door, no meaning in names, no request below the view."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.module_loading import import_string

from bookings.workflow.kinds import KINDS
from bookings.workflow.step_kind import StepKind
from vidcon_portal.procedures.choices import Kind

ROOT = Path(__file__).resolve().parents[2]
WINGS = ("bookings", "verification", "reports", "vidcon_portal")
ENGINE = ROOT / "bookings" / "workflow"
PROGRESS = ("StepRun", "RowRun", "OverallRun", "Event", "TrailHead", "StepAssignment")
STATE = {"status", "decision", "decision_note", "closed_at"}


def sources(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text(encoding="utf-8"))


def where(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def test_only_the_workflow_creates_progress():
    found = []
    for path, tree in sources(*WINGS):
        if ENGINE in path.parents or path.name == "officials.py":
            continue
        found.extend(
            where(path, node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"create", "bulk_create", "get_or_create", "update_or_create"}
            and ast.unparse(node.func.value).split(".")[0] in PROGRESS
        )
    assert found == []


def test_only_the_workflow_writes_a_bookings_state():
    found = []
    for path, tree in sources(*WINGS):
        if ENGINE in path.parents:
            continue
        found.extend(
            where(path, node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Attribute)
            and target.attr in STATE
            and ast.unparse(target.value) in {"booking", "deed.booking", "self.booking", "locked"}
        )
    assert found == []


def test_nothing_below_the_view_takes_a_request():
    found = [
        where(path, node)
        for path, tree in sources(*WINGS)
        if path.name in {"services.py", "queries.py", "permissions.py", "officials.py", "engine.py"}
        or "services" in path.parts
        or ENGINE in path.parents
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and "request" in {arg.arg for arg in [*node.args.args, *node.args.kwonlyargs]}
    ]
    assert found == []


def test_no_signals_between_our_apps():
    found = [
        where(path, node)
        for path, tree in sources(*WINGS)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"django.dispatch", "django.db.models.signals"}
    ]
    assert found == []


def test_no_file_is_named_for_nothing():
    banned = {"utils.py", "helpers.py", "common.py", "mixins.py"}

    found = [str(path.relative_to(ROOT)) for path, _tree in sources(*WINGS) if path.name in banned]

    assert found == []


def test_templates_never_compare_a_state():
    pattern = re.compile(r"\{%\s*(?:el)?if[^%]*\.(status|role|code|decision|kind)\s*(==|!=|in)\s")
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        if not path.is_relative_to(ROOT / "templates" / "documents")
        for match in pattern.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_leads_to_its_behaviour(kind):
    behaviour = import_string(KINDS[kind])()

    assert isinstance(behaviour, StepKind)
    assert behaviour.kind == kind
    assert set(behaviour.forms) == {spec.name for spec in kind.actions}
