"""The admin: drafts with their graph and problems, what is in force only read, no broken page on a refusal."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.vidcon_portal.procedures.drafts import draft_of, make_office, published
from vidcon_portal.accounts.models import User
from vidcon_portal.procedures import admin as procedures_admin
from vidcon_portal.procedures.models import Arrow, Procedure, Row, Step
from vidcon_portal.procedures.preset_rows import procedure_as_preset


@pytest.fixture
def staff(db):
    client = Client()
    client.force_login(User.objects.create_superuser("penjaga", "rahasia-sekali", email="penjaga@contoh.go.id"))
    return client


def _page(obj):
    return reverse(f"admin:procedures_{obj._meta.model_name}_change", args=[obj.pk])


def _form_of(response):
    """What the browser would post back unchanged."""
    data = {}
    forms = [response.context["adminform"].form]
    for formset in response.context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if value is None or value is False:
                continue
            data[field.html_name] = value if isinstance(value, list) else "on" if value is True else value
    return data


def _act(client, action, *procedures):
    data = {"action": action, "_selected_action": [procedure.pk for procedure in procedures]}
    response = client.post(reverse("admin:procedures_procedure_changelist"), data, follow=True)
    assert response.status_code == 200
    return [str(message) for message in response.context["messages"]]


def test_a_draft_shows_its_graph_and_its_problems(staff):
    draft = draft_of(make_office())
    Arrow.objects.filter(step__row__procedure=draft, action="refuse").delete()

    text = staff.get(_page(draft)).content.decode()

    assert '<svg class="flowchart"' in text
    assert "baris 3, langkah &#x27;verifikasi&#x27;" in text


def test_an_unreadable_draft_still_opens(staff):
    draft = draft_of(make_office())
    Step.objects.filter(row__procedure=draft).update(kind="menari", options=[])
    Procedure.objects.filter(pk=draft.pk).update(cover=[1], leader_ranks={"a": 1})

    response = staff.get(_page(draft))

    assert response.status_code == 200
    assert "menari" in response.content.decode()


def test_a_draft_saved_unchanged_stays_as_it_was(staff):
    draft = draft_of(make_office())
    row = draft.rows.get(number=3)
    step = row.steps.get()
    before = procedure_as_preset(draft)

    for page in (_page(draft), _page(row), _page(step)):
        response = staff.post(page, _form_of(staff.get(page)))
        assert response.status_code == 302, response.context["errors"]

    assert procedure_as_preset(Procedure.objects.get(pk=draft.pk)) == before


def test_a_draft_s_row_is_edited_with_commas_in_its_texts(staff):
    draft = draft_of(make_office())
    row = draft.rows.get(number=2)
    data = _form_of(staff.get(_page(row))) | {"completeness": "Surat, lengkap\nDisposisi"}

    staff.post(_page(row), data)

    row.refresh_from_db()
    assert row.completeness == ["Surat, lengkap", "Disposisi"]


def test_arrows_stay_inside_their_procedure(staff):
    draft = draft_of(make_office())
    stranger = Step.objects.filter(row__procedure=draft_of(make_office("lain"))).last()
    step = Step.objects.get(row__procedure=draft, code="verifikasi")
    data = _form_of(staff.get(_page(step))) | {"arrows-0-target": stranger.pk}

    response = staff.post(_page(step), data)

    assert response.status_code == 200
    assert response.context["errors"]


def test_in_force_every_page_is_read_only(staff):
    procedure = published(make_office())
    row = procedure.rows.first()
    step = row.steps.first()
    before = procedure_as_preset(procedure)

    for obj in (procedure, row, step):
        response = staff.get(_page(obj))
        assert response.status_code == 200
        assert 'name="_save"' not in response.content.decode()
        assert staff.post(_page(obj), {"activity": "Lain", "title": "Lain"}).status_code == 403
        delete = reverse(f"admin:procedures_{obj._meta.model_name}_delete", args=[obj.pk])
        assert staff.post(delete, {"post": "yes"}).status_code == 403
    assert procedure_as_preset(Procedure.objects.get(pk=procedure.pk)) == before


def test_a_refusal_of_the_database_is_a_sentence(staff, monkeypatch):
    """Somebody publishes between the check of the permission and the write."""
    procedure = draft_of(make_office())
    row = procedure.rows.get(number=2)
    data = _form_of(staff.get(_page(row))) | {"activity": "Lain"}
    Procedure.objects.filter(pk=procedure.pk).update(status="in_force", in_force_from="2026-01-01")
    monkeypatch.setattr(procedures_admin.DraftsOnly, "_is_draft", staticmethod(lambda _obj: True))

    response = staff.post(_page(row), data, follow=True)

    assert response.status_code == 200
    assert [str(message)[:40] for message in response.context["messages"]] == [
        "SOP yang sudah berlaku tidak dapat diuba"
    ]
    assert Row.objects.get(pk=row.pk).activity != "Lain"
    assert not connection.needs_rollback


def test_actions_check_publish_copy_and_withdraw(staff):
    draft = draft_of(make_office())

    assert "tidak ada masalah" in _act(staff, "check_drafts", draft)[0]
    assert "berlaku." in _act(staff, "publish", draft)[0]
    assert "sudah diterbitkan" in _act(staff, "publish", draft)[0]
    assert "dibuat" in _act(staff, "copy", draft)[0]
    assert "dicabut" in _act(staff, "withdraw", draft)[0]

    statuses = Procedure.objects.filter(service=draft.service).order_by("version").values_list("status", flat=True)
    assert list(statuses) == ["withdrawn", "draft"]


def test_publishing_a_broken_draft_lists_place_and_remedy(staff):
    draft = draft_of(make_office())
    Arrow.objects.filter(step__row__procedure=draft, action="refuse").delete()

    said = _act(staff, "publish", draft)

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "1 hal" in said[0]
    assert said[1].startswith("baris 3, langkah 'verifikasi':")


def test_modes_that_the_sop_in_force_cannot_walk_are_refused(staff):
    service = published(make_office()).service
    page = _page(service)
    data = _form_of(staff.get(page)) | {"modes": []}

    response = staff.post(page, data)

    assert response.status_code == 200
    assert response.context["errors"]


def test_the_lists_open(staff):
    published(make_office())

    for name in ("service", "procedure", "row", "step"):
        assert staff.get(reverse(f"admin:procedures_{name}_changelist")).status_code == 200
    assert staff.get(reverse("admin:procedures_procedure_add")).status_code == 200
