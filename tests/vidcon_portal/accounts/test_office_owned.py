"""The admin of one office in Django's admin: his office whole, of the others nothing, and no power over the server."""

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from bookings.choices import ResourceKind
from bookings.models import Booking, Resource
from tests.bookings.sheets.workbooks import HEADINGS, csv_of, event_row, xlsx
from vidcon_portal.accounts.choices import AgencyKind, Role
from vidcon_portal.accounts.models import Agency, Appointment, Holiday, Office, Position, User
from vidcon_portal.accounts.office_owned import OfficeOwned

OWNED = {model: table for model, table in admin.site._registry.items() if isinstance(table, OfficeOwned)}
OPEN = {model for model, table in OWNED.items() if table.office_rights}


@pytest.fixture
def kalbar(world):
    return Office.objects.get(code="kalbar")


@pytest.fixture
def tarakan(world):
    return Office.objects.get(code="tarakan")


@pytest.fixture
def keeper(kalbar):
    client = Client()
    client.force_login(User.objects.get(username="admin.kalbar"))
    return client


def page(model: type[Model], deed: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{deed}", args=args)


def answer(client, url, data=None):
    response = client.get(url) if data is None else client.post(url, data)
    return response.status_code


def particulars(**changed):
    return {"kind": "room", "code": "aula-dua", "name": "Aula Dua", "lanes": 1, "condition": "good"} | {
        "layouts": "", "features": "", "skills": "", "is_active": "on", **changed
    }  # fmt: skip


def test_every_table_is_open_with_his_rows_or_closed(keeper, kalbar):
    index = keeper.get(reverse("admin:index")).content.decode()

    for model, table in admin.site._registry.items():
        url = page(model, "changelist")
        listed = keeper.get(url)
        assert listed.status_code == (200 if model in OPEN else 403), model
        if model not in OPEN:
            continue
        if table.get_model_perms(listed.wsgi_request):
            assert f'href="{url}"' in index
        own = model._default_manager.filter(table.owned_by(kalbar)).first()
        if own is not None:
            assert answer(keeper, page(model, "change", own.pk)) == 200, model
    assert {"Resource", "Office", "Position", "Register", "Procedure", "Holiday"} <= {each.__name__ for each in OPEN}


def test_the_lists_name_nothing_of_other_offices(keeper, kalbar):
    for model in OPEN:
        shown = keeper.get(page(model, "changelist")).context["cl"].queryset

        assert not shown.exclude(pk__in=model._default_manager.filter(OWNED[model].shown_to(kalbar))).exists()
    rooms = keeper.get(page(Resource, "changelist")).context["cl"].queryset
    assert set(rooms) == set(Resource.objects.filter(office=kalbar))


def test_what_is_another_offices_cannot_be_reached(keeper, kalbar, tarakan):
    tried = set()
    for model in OPEN:
        strangers = model._default_manager.filter(OWNED[model].owned_by(tarakan))
        stranger = strangers.exclude(pk__in=model._default_manager.filter(OWNED[model].shown_to(kalbar))).first()
        if stranger is None:
            continue
        tried.add(model.__name__)
        before = model._default_manager.filter(pk=stranger.pk).values().get()
        for deed in ("change", "delete", "history"):
            url = page(model, deed, stranger.pk)
            shown = keeper.get(url)
            assert {shown.status_code, answer(keeper, url, {"post": "yes"})} <= {302, 403}, (model, deed)
            assert "adminform" not in (shown.context or ())
        if hasattr(model, "history"):
            version = stranger.history.first()
            if version is not None:
                url = page(model, "simple_history", stranger.pk, version.pk)
                assert answer(keeper, url) == 403
        assert model._default_manager.filter(pk=stranger.pk).values().get() == before
    assert {"Resource", "Office", "Position", "Appointment", "User", "Agency", "Procedure", "Step"} <= tried


def test_a_unit_is_added_changed_and_retired(keeper, kalbar):
    assert answer(keeper, page(Resource, "add"), particulars(office=kalbar.pk, capacity=40)) == 302
    room = Resource.objects.get(code="aula-dua")
    assert (room.office, room.history.first().history_user.username) == (kalbar, "admin.kalbar")

    data = particulars(capacity=60)
    del data["is_active"]
    assert answer(keeper, page(Resource, "change", room.pk), data) == 302

    room.refresh_from_db()
    assert (room.capacity, room.is_active) == (60, False)
    assert answer(keeper, page(Resource, "delete", room.pk), {"post": "yes"}) == 302
    assert not Resource.objects.filter(pk=room.pk).exists()


def test_a_unit_never_goes_to_another_office_or_borrows_from_it(keeper, kalbar, tarakan):
    kit = Resource.objects.create(office=tarakan, kind=ResourceKind.KIT, code="set-jauh", name="Set jauh")
    person = User.objects.get(username="kadis.tarakan")

    for changed in (
        {"office": tarakan.pk},
        {"kit": kit.pk, "kind": "equipment"},
        {"user": person.pk, "kind": "person"},
    ):
        refused = keeper.post(page(Resource, "add"), particulars(**{"office": kalbar.pk} | changed))
        assert refused.status_code == 200
        assert list(refused.context["adminform"].form.errors) == [next(iter(changed))]
    assert not Resource.objects.filter(code="aula-dua").exists()


def test_what_was_used_is_never_deleted(keeper, kalbar, tarakan):
    used = Resource.objects.filter(office=kalbar).first()
    (used.allocations.create(during=("2026-01-05 08:00+00", "2026-01-05 09:00+00"), purpose="leave", state="released"))

    assert answer(keeper, page(Resource, "delete", used.pk), {"post": "yes"}) == 403
    assert Resource.objects.filter(pk=used.pk).exists()


def test_both_imports_write_into_his_office_alone(keeper, kalbar, tarakan):
    rows = csv_of([["Jenis", "Kode", "Nama"], ["ruang", "aula-tiga", "Aula Tiga"]])
    history = xlsx([HEADINGS, event_row()])
    before = Booking.objects.count()

    for name, content, ending in (("import_resources", rows, "csv"), ("import_history", history, "xlsx")):
        url = reverse(f"admin:{name}")
        assert list(keeper.get(url).context["upload"].fields["office"].queryset) == [kalbar]
        stranger = {"office": tarakan.pk, "file": SimpleUploadedFile(f"a.{ending}", content)}
        assert "office" in keeper.post(url, stranger).context["upload"].errors
        preview = keeper.post(url, {"office": kalbar.pk, "file": SimpleUploadedFile(f"a.{ending}", content)})
        posted = {"token": preview.context["kept"].token, "former_sheet": preview.context["table"].sheet.title}
        for field in preview.context["form"]:
            posted[field.html_name] = "" if field.value() is None else field.value()
        assert answer(keeper, url, {**posted, "office": tarakan.pk, "deed": "commit"}) == 422
        done = keeper.post(url, {**posted, "office": kalbar.pk, "deed": "commit"})
        assert done.context["written"] == 1

    assert Resource.objects.get(code="aula-tiga").office == kalbar
    assert Booking.objects.count() == before + 1
    assert Booking.objects.latest("pk").office == kalbar


def test_an_officer_comes_with_his_position(keeper, kalbar, tarakan):
    own = Position.objects.create(office=kalbar, title="Teknisi Baru", role=Role.TECHNICAL_TEAM)
    taken = Appointment.objects.filter(position__office=kalbar, user__username="kadis.kalbar").first().position
    foreign = Position.objects.create(office=tarakan, title="Teknisi Jauh", role=Role.TECHNICAL_TEAM)
    data = {"username": "teknisi.baru", "name": "Teknisi Baru", "usable_password": "true"} | {
        "password1": "sandi-panjang-77", "password2": "sandi-panjang-77", "starts_on": "2026-01-05"
    }  # fmt: skip

    for position in (taken, foreign):
        refused = keeper.post(page(User, "add"), {**data, "position": position.pk})
        assert "position" in refused.context["adminform"].form.errors
    assert answer(keeper, page(User, "add"), {**data, "position": own.pk}) == 302

    added = User.objects.get(username="teknisi.baru")
    assert (added.appointments.get().position, added.is_staff, added.is_superuser) == (own, False, False)


def test_how_people_sign_in_is_not_his(keeper):
    head = User.objects.get(username="kadis.kalbar")
    forged = {"name": "Nama Baru", "language": "id", "is_active": "on", "email": "pencuri@contoh.id"} | {
        "username": "lain", "is_superuser": "on", "is_staff": "on"
    }  # fmt: skip
    inline = {f"appointments-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

    assert answer(keeper, page(User, "change", head.pk), {**forged, **inline}) == 302
    assert answer(keeper, reverse("admin:auth_user_password_change", args=[head.pk])) == 403

    changed = User.objects.get(pk=head.pk)
    assert (changed.name, changed.username, changed.email) == ("Nama Baru", "kadis.kalbar", head.email)
    assert (changed.is_staff, changed.is_superuser) == (False, False)


def test_who_serves_another_office_too_is_only_looked_at(keeper, kalbar, tarakan):
    shared = User.objects.get(username="kadis.kalbar")
    post = Position.objects.create(office=tarakan, title="Penasihat", role=Role.STAFF)
    Appointment.objects.create(user=shared, position=post, starts_on="2026-01-01")

    assert answer(keeper, page(User, "change", shared.pk)) == 200
    assert answer(keeper, page(User, "change", shared.pk), {"name": "Lain"}) == 403


def test_days_off_of_all_offices_are_read_and_his_own_kept(keeper, kalbar):
    national = Holiday.objects.filter(office=None).first()
    data = {"date": "2026-12-01", "name": "Hari jadi", "kind": "regional"}

    assert answer(keeper, page(Holiday, "change", national.pk)) == 200
    assert answer(keeper, page(Holiday, "change", national.pk), {"name": "Dihapus"}) == 403
    assert answer(keeper, page(Holiday, "add"), data) == 200
    assert answer(keeper, page(Holiday, "add"), {**data, "office": kalbar.pk}) == 302
    assert not Holiday.objects.filter(name="Hari jadi", office=None).exists()


def test_choices_asked_for_while_typing_are_his(keeper, kalbar):
    url = reverse("admin:autocomplete")
    asked = {"app_label": "accounts", "model_name": "appointment", "field_name": "position", "term": "Kepala"}

    found = {int(each["id"]) for each in keeper.get(url, asked).json()["results"]}

    assert found
    assert found <= set(Position.objects.filter(OWNED[Position].shown_to(kalbar)).values_list("pk", flat=True))


def test_nobody_else_enters(kalbar):
    agency = Agency.objects.create(office=kalbar, code="x", name="X", kind=AgencyKind.AGENCY)
    post = Position.objects.create(agency=agency, title="Admin X", role=Role.OFFICE_ADMIN)
    pretender = User.objects.create_user("pura.pura", "sandi-panjang-77", name="Pura")
    Appointment.objects.create(user=pretender, position=post, starts_on="2026-01-01")

    for username in ("kadis.kalbar", "auditor.kalbar", "pemohon.kalbar", "pura.pura"):
        client = Client()
        client.force_login(User.objects.get(username=username))
        assert answer(client, reverse("admin:index")) == 302
        assert answer(client, reverse("admin:login")) == 403
        assert answer(client, page(Resource, "changelist")) == 302
