"""The public pages of the five offices."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from tests.vidcon_portal.procedures.drafts import draft_of, make_office, published, retitled, shipped
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.preset import load_preset, shipped_presets

PRESETS = [pytest.param(load_preset(path), id=path.stem) for path in shipped_presets()]


@pytest.fixture
def client(world):
    return Client()


def _text(response):
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_the_front_page_lists_every_office(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        text = _text(client.get("/"))

    for code in ("kaltara", "kalbar", "gorontalo", "tarakan", "singkawang"):
        assert f'href="/{code}/"' in text


@pytest.mark.parametrize("preset", PRESETS)
def test_an_office_says_what_when_how_long_and_that_it_is_free(client, preset, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        text = _text(client.get(f"/{preset.office.code}/"))

    assert preset.service.summary in text
    assert "Gratis" in text
    assert f"/permohonan/baru/?kantor={preset.office.code}&layanan={preset.service.code}" in text
    for address in ("/lacak/", f"/{preset.office.code}/ketersediaan/", f"/{preset.office.code}/sop/"):
        assert address in text


@pytest.mark.parametrize("preset", PRESETS)
def test_an_sop_is_printed_verbatim(client, preset, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        text = _text(client.get(f"/{preset.office.code}/sop/"))

    printed = [line for row in preset.rows for line in row.activity.splitlines()]
    printed += [item for row in preset.rows for item in (*row.completeness, *row.output, row.time_raw, row.remark)]
    printed += [item for basis in preset.cover.legal_basis for item in basis.items]
    printed += [item for section in preset.cover.sections for item in preset.section_items(section)]
    printed += [*preset.cover.qualifications, *preset.cover.equipment, *preset.cover.warnings, *preset.cover.records]
    printed += [note.corrected for note in preset.procedure.source_notes]
    printed += [decision.what for decision in preset.procedure.decisions]
    assert [line for line in printed if line not in text] == []
    assert '<svg class="flowchart"' in text


@pytest.mark.parametrize("preset", PRESETS)
def test_a_standard_has_fourteen_components_and_says_what_is_missing(client, preset):
    response = client.get(f"/{preset.office.code}/standar-pelayanan/")

    text = _text(response)
    components = response.context["components"]
    assert [component.number for component in components] == [str(number) for number in range(1, 15)]
    assert all(preset.section_items(part)[0] in text for part in preset.cover.components)
    missing = [component for component in components if component.is_missing]
    assert bool(missing) == (not preset.cover.components)
    assert text.count("Belum ditetapkan") == len(missing)


def test_pages_carry_no_inline_style_or_script(client):
    for address in ("/", "/kalbar/", "/kalbar/sop/", "/gorontalo/standar-pelayanan/"):
        text = _text(client.get(address))
        assert " style=" not in text
        assert "<script>" not in text


@pytest.mark.parametrize("address", ["/antah-berantah/", "/kalbar/sop/zoom/", "/kalbar/sop/vidcon/9/", "/antah/sop/"])
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_an_inactive_office_is_not_found(client):
    Office.objects.filter(code="kalbar").update(is_active=False)

    assert client.get("/kalbar/").status_code == 404
    assert 'href="/kalbar/"' not in _text(client.get("/"))


def test_a_code_does_not_swallow_other_roots(client):
    assert client.get("/sehat/").resolver_match.view_name == "health"
    assert client.get("/admin/").resolver_match.namespace == "admin"


def test_an_office_without_an_sop_says_so(client):
    office = make_office()

    for name in ("office", "procedure", "standard"):
        assert "elum" in _text(client.get(reverse(f"procedures:{name}", args=[office.code])))


def test_an_office_without_hours_still_has_its_page(client):
    Office.objects.filter(code="kalbar").update(weekly_hours={})

    assert "Jam pelayanan" not in _text(client.get("/kalbar/"))


def test_drafts_are_not_public_and_withdrawn_versions_are_marked(client):
    office = make_office()
    published(office)
    draft = draft_of(office, retitled(shipped(), "Konsep rahasia"))
    versions = reverse("procedures:procedure_version", args=["uji", "vidcon", 2])

    assert client.get(versions).status_code == 404
    assert "Konsep rahasia" not in _text(client.get("/uji/sop/"))

    published(office, retitled(shipped(), "Konsep rahasia"))

    draft.refresh_from_db()
    assert draft.status == "in_force"
    assert "Konsep rahasia" in _text(client.get("/uji/sop/"))
    former = _text(client.get(reverse("procedures:procedure_version", args=["uji", "vidcon", 1])))
    assert "Dicabut" in former
    assert "Versi 2 (Berlaku)" in former


def test_queries_do_not_grow_with_services(client, django_assert_max_num_queries):
    office = make_office()
    published(office, shipped("tarakan"))
    with django_assert_max_num_queries(8):
        client.get("/uji/sop/")
    published(office, shipped("kalbar-98-2021"))
    with django_assert_max_num_queries(8):
        text = _text(client.get("/uji/sop/"))

    assert "/uji/sop/zoom/" in text
    assert "/uji/sop/vidcon/" in text
