"""What is known of a room, a unit, a set or a person: kept by the admin and by spreadsheets, shown on its page."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from bookings.choices import Condition, ResourceKind
from bookings.models import Resource
from bookings.scheduling import services
from bookings.scheduling.admin import ResourceForm
from bookings.scheduling.importing import COLUMNS, ResourcePlan, import_resources
from bookings.sheets.lines import Outcome
from tests.bookings.scheduling.world import NOW, make_booking, make_house, make_resource, need
from tests.bookings.sheets.workbooks import table_of, xlsx
from tests.vidcon_portal.accounts.people import make_agency, make_position, make_user, seat
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import Office, User

pytestmark = pytest.mark.django_db

HEADINGS = (
    "Jenis",
    "Kode",
    "Nama",
    "Tata letak",
    "Fasilitas",
    "Kondisi",
    "Bagian dari set",
    "Paket",
    "Jam kerja",
    "Ket",
)


@pytest.fixture
def office() -> Office:
    return make_house()


@pytest.fixture
def admin_client(client: Client) -> Client:
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def picture(width: int = 3000, height: int = 2000) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "PNG")
    return SimpleUploadedFile("../ruang.png", out.getvalue(), content_type="image/png")


def posted(resource: Resource, **changed: Any) -> dict[str, Any]:
    parts = {f"parts-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    return {"code": resource.code, "name": resource.name, "is_active": "on", "condition": "good", "lanes": "1",
            **parts, **changed}  # fmt: skip


# --- admin ------------------------------------------------------------------------------------------------------------


def test_admin_keeps_a_room_with_its_photo_small_and_private(office: Office, admin_client: Client) -> None:
    room = make_resource(office)
    page = f"/admin/bookings/resource/{room.pk}/change/"

    answer = admin_client.post(page, posted(room, layouts="huruf U, kelas", features="proyektor", new_photo=picture()))

    assert answer.status_code == 302, answer.context["errors"]
    room.refresh_from_db()
    assert (room.layouts, room.features) == (["huruf U", "kelas"], ["proyektor"])
    assert room.photo is not None
    with room.photo.content.open("rb") as stored, Image.open(stored) as kept:
        assert (kept.format, max(kept.size)) == ("JPEG", 960)
    url = room.photo.get_absolute_url()
    assert f'<a href="{url}">Lihat foto</a>' in admin_client.get(page).content.decode()
    applicant = seat(make_position(agency=make_agency(office), role=Role.APPLICANT)).user
    stranger = seat(make_position(make_house(), Role.OFFICE_HEAD)).user
    for user, status in ((applicant, 200), (stranger, 404)):
        visitor = Client()
        visitor.force_login(user)
        answer = visitor.get(url)
        assert answer.status_code == status
        if status == 200:
            assert b"".join(answer.streaming_content).startswith(b"\xff\xd8\xff")  # type: ignore[attr-defined]
    assert Client().get(url).status_code == 302


def test_admin_reads_working_hours_and_refuses_what_it_cannot_read(office: Office, admin_client: Client) -> None:
    person = make_resource(office, ResourceKind.PERSON)
    page = f"/admin/bookings/resource/{person.pk}/change/"

    refused = admin_client.post(page, posted(person, shifts="pagi sampai sore"))
    kept = admin_client.post(page, posted(person, shifts="Senin–Kamis 13.00–21.00", skills="streaming"))

    assert "tidak terbaca" in refused.content.decode()
    assert kept.status_code == 302
    person.refresh_from_db()
    assert person.working_hours == {day: [["13:00", "21:00"]] for day in ("mon", "tue", "wed", "thu")}
    assert "Senin–Kamis 13.00–21.00" in admin_client.get(page).content.decode()


@pytest.mark.parametrize("kind", ResourceKind)
def test_admin_shows_each_kind_what_it_has(office: Office, admin_client: Client, kind: ResourceKind) -> None:
    resource = make_resource(office, kind)

    text = admin_client.get(f"/admin/bookings/resource/{resource.pk}/change/").content.decode()

    assert ('name="shifts"' in text) == (kind == ResourceKind.PERSON)
    assert ('name="layouts"' in text) == (kind == ResourceKind.ROOM)
    assert ('name="kit"' in text) == (kind == ResourceKind.EQUIPMENT)
    assert ('name="plan"' in text) == (kind == ResourceKind.ACCOUNT)


def test_a_new_resource_refuses_what_its_kind_has_no_use_for(office: Office) -> None:
    values = {"office": office.pk, "kind": "room", "code": "aula", "name": "Aula", "lanes": 1, "condition": "good"}

    good, wrong = ResourceForm(values), ResourceForm({**values, "shifts": "Senin 8-12", "plan": "Zoom Pro"})

    assert good.is_valid(), good.errors
    assert sorted(wrong.errors) == ["plan", "shifts"]


def test_an_account_keeps_as_many_at_once_as_are_scheduled(office: Office, admin_client: Client) -> None:
    account = make_resource(office, ResourceKind.ACCOUNT, lanes=2)
    for _each in range(2):
        services.hold_booking(
            make_booking(office, [need(account)], (NOW.replace(year=2099), NOW.replace(year=2100))), at=NOW
        )

    page = admin_client.post(f"/admin/bookings/resource/{account.pk}/change/", posted(account, lanes=1))

    assert "sebanyak itu sudah dijadwalkan" in page.content.decode()
    account.refresh_from_db()
    assert account.lanes == 2


def test_admin_names_the_cases_of_what_breaks(office: Office, admin_client: Client) -> None:
    unit = make_resource(office, ResourceKind.EQUIPMENT)
    booking = make_booking(office, [need(unit)], ((NOW.replace(year=2099), NOW.replace(year=2100))))
    services.hold_booking(booking, at=NOW)

    page = admin_client.post(
        f"/admin/bookings/resource/{unit.pk}/change/", posted(unit, condition="broken"), follow=True
    )

    assert f"masih dijadwalkan untuk {booking.ticket}" in page.content.decode()


# --- its own page -----------------------------------------------------------------------------------------------------


def test_a_set_and_its_parts_name_each_other(office: Office, client: Client) -> None:
    kit = make_resource(office, ResourceKind.KIT, "Set siaran")
    camera = make_resource(office, ResourceKind.EQUIPMENT, "Kamera", kit=kit, condition=Condition.BROKEN)
    client.force_login(seat(make_position(office, Role.OPERATOR)).user)

    whole = client.get(f"/jadwal/sumber-daya/{kit.code}/").content.decode()
    part = client.get(f"/jadwal/sumber-daya/{camera.code}/").content.decode()

    assert "Kamera (tidak dapat dipakai)" in whole
    assert "Set siaran" in part
    assert "rusak berat, jadi tidak dijadwalkan" in part


# --- spreadsheets -----------------------------------------------------------------------------------------------------


def take_over(office: Office, *rows: tuple[str, ...]) -> ResourcePlan:
    user: User = make_user()
    return import_resources(table_of(xlsx([HEADINGS, *rows]), COLUMNS), office=office, by=Actor(user), at=NOW)


def test_a_spreadsheet_brings_every_detail(office: Office) -> None:
    rows = [
        ("Ruang", "aula", "Aula", "huruf U; Teater", "Layar, AC", "", "", "", "", "Lantai 2"),
        ("Set", "siaran", "Set siaran", "", "", "", "", "", "", ""),
        ("Perangkat", "kamera", "Kamera", "", "", "RB", "siaran", "", "", ""),
        ("Akun", "z1", "Zoom 1", "", "", "", "", "Zoom Pro", "", ""),
        ("Petugas", "dian", "Dian", "", "", "", "", "", "Senin-Jumat 8-16", ""),
    ]

    plan = take_over(office, *rows)
    again = take_over(office, *rows)

    assert {line.outcome for line in plan.report.lines} == {Outcome.NEW}
    assert {line.outcome for line in again.report.lines} == {Outcome.SAME}
    found = {each.code: each for each in Resource.objects.filter(office=office)}
    assert (found["aula"].layouts, found["aula"].features, found["aula"].note) == (
        ["huruf U", "Teater"], ["Layar", "AC"], "Lantai 2",
    )  # fmt: skip
    assert (found["kamera"].kit, found["kamera"].condition) == (found["siaran"], Condition.BROKEN)
    assert found["z1"].plan == "Zoom Pro"
    assert found["dian"].working_hours["fri"] == [["08:00", "16:00"]]


def test_a_spreadsheet_drops_nothing_silently(office: Office) -> None:
    plan = take_over(
        office,
        ("Ruang", "", "Aula", "", "", "", "", "", "Senin 8-16", ""),
        ("Perangkat", "", "Kamera", "", "", "hilang", "", "", "", ""),
        ("Perangkat", "", "Webcam", "", "", "", "tiada", "", "", ""),
        ("Petugas", "", "Dian", "", "", "", "", "", "pagi", ""),
    )

    assert [line.outcome for line in plan.report.lines] == [Outcome.REFUSED] * 4
    assert [line.remarks[0].split(".")[0] for line in plan.report.lines] == [
        "Jam kerja hanya untuk petugas",
        "Kondisi “hilang” tidak dikenal",
        "Set “tiada” belum dikenal",
        "Jam kerja “pagi” tidak terbaca",
    ]
    assert not Resource.objects.filter(office=office).exists()
