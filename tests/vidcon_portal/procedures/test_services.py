"""From preset to rows and back, into force and out of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from tests.vidcon_portal.procedures.drafts import NOW, TODAY, draft_of, make_office, published, retitled, shipped
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.models import Holiday, Office, User
from vidcon_portal.procedures.errors import DraftRefused, NotAllowed, OfficeUnknown, WrongDate, WrongStatus
from vidcon_portal.procedures.models import Arrow, Lane, Procedure, Row, Service, Step
from vidcon_portal.procedures.preset import check_preset, load_preset, shipped_presets
from vidcon_portal.procedures.preset_parts import OfficePart
from vidcon_portal.procedures.preset_rows import content_of, procedure_as_preset, read_procedure
from vidcon_portal.procedures.services import (
    copy_as_draft,
    ensure_office,
    load_preset_for_office,
    procedure_problems,
    publish_procedure,
    withdraw_procedure,
)

pytestmark = pytest.mark.django_db

PRESET_FILES = [pytest.param(path, id=path.stem) for path in shipped_presets()]


@pytest.mark.parametrize("path", PRESET_FILES)
def test_every_preset_reads_back_from_rows_as_it_was(path):
    preset = load_preset(path)

    draft = draft_of(make_office(), preset)

    kept, problems = read_procedure(draft)
    assert problems == []
    assert content_of(kept) == content_of(preset)
    assert check_preset(kept) == []
    assert draft.status == Procedure.Status.DRAFT
    assert procedure_as_preset(draft)["service"]["modes"] == list(preset.service.modes)


def test_loading_twice_gives_the_same_draft():
    office = make_office()
    first = draft_of(office)
    arrows = list(Arrow.objects.filter(step__row__procedure=first).values_list("pk", flat=True))

    again = draft_of(office)

    assert again == first
    assert Procedure.objects.filter(service__office=office).count() == 1
    assert list(Arrow.objects.filter(step__row__procedure=first).values_list("pk", flat=True)) == arrows


def test_loading_what_is_in_force_returns_it():
    office = make_office()
    in_force = published(office)

    again = draft_of(office)

    assert again == in_force
    assert Procedure.objects.filter(service__office=office).count() == 1


def test_loading_a_changed_preset_rewrites_its_draft_only():
    office = make_office()
    in_force = published(office)
    draft = draft_of(office, retitled(shipped(), "Judul baru"))

    rewritten = draft_of(office, retitled(shipped(), "Judul terbaru"))

    assert rewritten == draft
    assert (rewritten.version, rewritten.title) == (2, "Judul terbaru")
    assert rewritten.rows.count() == in_force.rows.count()
    in_force.refresh_from_db()
    assert in_force.title == shipped().procedure.title


def test_loading_brings_the_service_up_to_the_preset():
    office = make_office()
    service = draft_of(office).service
    Service.objects.get(pk=service.pk).history.all()
    preset = shipped()
    renamed = replace(preset, service=replace(preset.service, name="Nama baru"))

    draft_of(office, renamed)
    draft_of(office, renamed)

    service.refresh_from_db()
    assert service.name == "Nama baru"
    assert list(service.history.values_list("history_change_reason", flat=True)) == ["preset kalbar-98-2021"] * 2


def test_loading_a_preset_with_problems_writes_nothing():
    office = make_office()
    preset = shipped()
    broken = replace(preset, rules=replace(preset.rules, recheck_step="tidak-ada"))

    with pytest.raises(DraftRefused) as refused:
        load_preset_for_office(broken, office)

    assert refused.value.problems
    assert not Service.objects.filter(office=office).exists()


def test_publishing_withdraws_the_former_and_pins_the_date():
    office = make_office()
    former = published(office)
    draft = draft_of(office, retitled(shipped(), "Versi dua"))

    publish_procedure(draft, in_force_from=TODAY, by=SYSTEM, at=NOW)

    former.refresh_from_db()
    assert (former.status, draft.status) == ("withdrawn", "in_force")
    assert (draft.in_force_from, draft.published_at) == (TODAY, NOW)
    assert draft.service.procedure_on(TODAY) == draft
    assert draft.service.procedure_on(TODAY - timedelta(days=1)) is None


def test_publishing_a_broken_draft_says_every_problem_and_leaves_the_former():
    office = make_office()
    former = published(office)
    draft = draft_of(office, retitled(shipped(), "Versi dua"))
    Arrow.objects.filter(step__row__procedure=draft, step__code="verifikasi", action="refuse").delete()
    Step.objects.filter(row__procedure=draft, code="laksanakan").update(kind="menari")

    with pytest.raises(DraftRefused) as refused:
        publish_procedure(draft, in_force_from=TODAY, by=SYSTEM, at=NOW)

    assert "menari" in str(refused.value.problems[0])
    former.refresh_from_db()
    draft.refresh_from_db()
    assert (former.status, draft.status) == ("in_force", "draft")


def test_a_draft_without_an_arrow_names_the_step():
    draft = draft_of(make_office())
    Arrow.objects.filter(step__row__procedure=draft, step__code="verifikasi", action="refuse").delete()

    problems = procedure_problems(draft)

    assert [problem.place for problem in problems] == ["baris 3, langkah 'verifikasi'"]
    assert "refuse" in problems[0].problem
    assert "refuse" in problems[0].remedy


def test_publishing_for_a_day_to_come_is_refused():
    draft = draft_of(make_office())

    with pytest.raises(WrongDate):
        publish_procedure(draft, in_force_from=TODAY + timedelta(days=1), by=SYSTEM, at=NOW)


def test_publishing_twice_is_refused():
    procedure = published(make_office())

    with pytest.raises(WrongStatus):
        publish_procedure(procedure, in_force_from=TODAY, by=SYSTEM, at=NOW)


def test_withdrawing_leaves_nothing_in_force():
    procedure = published(make_office())

    withdraw_procedure(procedure, by=SYSTEM)

    assert procedure.status == "withdrawn"
    assert procedure.service.procedure_on(TODAY) is None
    with pytest.raises(WrongStatus):
        withdraw_procedure(procedure, by=SYSTEM)


def test_a_copy_is_a_draft_with_the_same_content_under_another_code():
    procedure = published(make_office())

    copy = copy_as_draft(procedure)

    kept, original = read_procedure(copy)[0], read_procedure(procedure)[0]
    assert (copy.status, copy.version, copy.code) == ("draft", 2, "kalbar-98-2021-v2")
    assert content_of(kept) == content_of(original)
    with pytest.raises(WrongStatus):
        copy_as_draft(copy)


def test_a_stranger_may_not_touch_an_office_s_sop():
    office = make_office()
    procedure = published(office)
    stranger = Actor(user=User.objects.create_user("orang-luar", "rahasia-sekali"))

    for deed in (
        lambda: load_preset_for_office(shipped(), office, by=stranger),
        lambda: copy_as_draft(procedure, by=stranger),
        lambda: withdraw_procedure(procedure, by=stranger),
        lambda: publish_procedure(procedure, in_force_from=TODAY, by=stranger, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            deed()


def test_two_versions_cannot_be_in_force():
    office = make_office()
    published(office)
    draft = draft_of(office, retitled(shipped(), "Versi dua"))

    with pytest.raises(IntegrityError, match="procedure_one_in_force_per_service"), transaction.atomic():
        Procedure.objects.filter(pk=draft.pk).update(status="in_force", in_force_from=TODAY)


CHANGES = {
    "title": lambda p: Procedure.objects.filter(pk=p.pk).update(title="Lain"),
    "back to draft": lambda p: Procedure.objects.filter(pk=p.pk).update(status="draft"),
    "row text": lambda p: p.rows.update(activity="Lain"),
    "row removed": lambda p: p.rows.order_by("-number").first().delete(),
    "row added": lambda p: Row.objects.create(procedure=p, number=99, activity="Lain"),
    "lane": lambda p: p.lanes.update(title="Lain"),
    "lane added": lambda p: Lane.objects.create(procedure=p, code="lain", title="Lain", role="staff", order=9),
    "step": lambda p: Step.objects.filter(row__procedure=p).update(roles=["staff"]),
    "arrow": lambda p: Arrow.objects.filter(step__row__procedure=p).update(target=None),
    "arrow removed": lambda p: Arrow.objects.filter(step__row__procedure=p).first().delete(),
}


@pytest.mark.parametrize("status", ["in_force", "withdrawn"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_what_is_or_was_in_force_never_changes(change, status):
    procedure = published(make_office())
    if status == "withdrawn":
        withdraw_procedure(procedure, by=SYSTEM)
    before = procedure_as_preset(Procedure.objects.get(pk=procedure.pk))

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        change(procedure)

    assert procedure_as_preset(Procedure.objects.get(pk=procedure.pk)) == before


def test_raw_sql_meets_the_trigger_too_and_a_migration_may_pass():
    procedure = published(make_office())
    sql = "UPDATE procedures_row SET activity = 'Lain' WHERE procedure_id = %s"

    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [procedure.pk])

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.migrating = 'on'")
        cursor.execute(sql, [procedure.pk])
    assert set(procedure.rows.values_list("activity", flat=True)) == {"Lain"}


def test_an_office_is_created_once_with_the_usual_hours():
    Office.objects.filter(code="kalbar").update(code="kalbar-lama")

    office, created = ensure_office(shipped().office)

    assert created
    assert (office.timezone, office.city) == ("Asia/Pontianak", "Pontianak")
    assert office.weekly_hours["fri"] == [["07:30", "11:30"], ["13:00", "16:30"]]
    assert ensure_office(shipped().office) == (office, False)


def test_an_office_that_nobody_knows_is_refused():
    with pytest.raises(OfficeUnknown, match="antah-berantah"):
        ensure_office(OfficePart("antah-berantah", "Pemerintah", "Dinas"))


def _load(**options):
    from io import StringIO

    out = StringIO()
    call_command("load_presets", stdout=out, **options)
    return out.getvalue().splitlines()


def test_load_presets_repeats_without_changing_anything(world):
    _load()
    before = list(Procedure.objects.values_list("pk", "status"))
    days = Holiday.objects.count()

    said = _load()

    assert list(Procedure.objects.values_list("pk", "status")) == before
    assert Holiday.objects.count() == days
    assert len(said) == 5
    assert all(line.endswith("in force, unchanged") for line in said)


def test_load_presets_for_one_office_only(world):
    assert _load(office=["tarakan"]) == ["tarakan: in force, unchanged"]
    with pytest.raises(CommandError, match="entah"):
        _load(office=["entah"])


def test_load_presets_never_replaces_an_office_s_own_version(world):
    own = copy_as_draft(Procedure.objects.get(code="tarakan", status="in_force"))
    publish_procedure(own, in_force_from=TODAY, by=SYSTEM, at=NOW + timedelta(days=400))

    said = _load(office=["tarakan"])

    assert "skipped" in said[0]
    own.refresh_from_db()
    assert own.status == "in_force"


def test_load_presets_loads_a_changed_preset_as_a_draft_unless_told_to_publish(world, monkeypatch):
    from vidcon_portal.procedures.management.commands import load_presets

    monkeypatch.setattr(load_presets, "load_preset", lambda path: retitled(load_preset(path), "Judul baru"))

    said = _load(office=["tarakan"])
    draft = Procedure.objects.get(code="tarakan", status="draft")
    published_now = _load(office=["tarakan"], publish=True)

    assert "loaded as draft, version 2" in said[0]
    assert "version 2 in force" in published_now[0]
    draft.refresh_from_db()
    assert (draft.status, draft.title) == ("in_force", "Judul baru")
