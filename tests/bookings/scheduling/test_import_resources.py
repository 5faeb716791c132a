"""Resources from a spreadsheet: recognised by code, every row accounted for."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from bookings.choices import AllocationState, Purpose
from bookings.models import Allocation, Resource
from bookings.scheduling.importing import COLUMNS, import_resources, plan_resources
from bookings.scheduling.ledger import as_range
from bookings.scheduling.spans import Span
from bookings.sheets.lines import Outcome
from tests.bookings.scheduling.world import make_house, make_resource
from tests.bookings.sheets.workbooks import csv_of, table_of, xlsx
from tests.vidcon_portal.accounts.people import make_position, seat
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.choices import Role
from vidcon_portal.accounts.models import User

NOW = datetime(2026, 8, 24, 1, tzinfo=UTC)
HEADINGS = ("Jenis", "Kode", "Nama", "Kelompok", "Kapasitas", "Serentak", "No. Aset", "Keahlian")
ROOM = ("Ruang", "aula", "Aula Utama", "", "40 orang", "", "", "")
ACCOUNT = ("Akun Zoom", "Z-01", "Akun Zoom 001", "", 300.0, 2, "", "")
PERSON = ("Petugas", "", "Dian Pratama", "", "", "", "", "Streaming; Kamera")


@pytest.fixture
def house(db):
    return make_house()


def sheet(*rows):
    return table_of(xlsx([["DAFTAR SUMBER DAYA"], HEADINGS, *rows]), COLUMNS)


def take_over(office, *rows, by=None):
    return import_resources(sheet(*rows), office=office, by=by or Actor(), at=NOW)


def fates(plan):
    return [(line.row, line.outcome, line.remarks) for line in plan.report.lines]


def test_rows_become_resources(house):
    plan = take_over(house, ROOM, ACCOUNT, PERSON)

    assert fates(plan) == [
        (3, Outcome.NEW, ("Kode aula.",)),
        (4, Outcome.NEW, ("Kode z-01.",)),
        (5, Outcome.NEW, ("Kode dian-pratama.",)),
    ]
    found = Resource.objects.filter(office=house).order_by("code")
    assert list(found.values_list("code", "kind", "name", "capacity", "lanes", "skills")) == [
        ("aula", "room", "Aula Utama", 40, 1, []),
        ("dian-pratama", "person", "Dian Pratama", None, 1, ["streaming", "kamera"]),
        ("z-01", "account", "Akun Zoom 001", 300, 2, []),
    ]


def test_a_preview_writes_nothing(house):
    plan = plan_resources(sheet(ROOM, ACCOUNT), office=house, at=NOW)

    assert (plan.report.adds, Resource.objects.filter(office=house).exists()) == (2, False)


def test_a_second_time_changes_nothing(house):
    take_over(house, ROOM, ACCOUNT, PERSON)
    histories = Resource.history.count()

    plan = take_over(house, ROOM, ACCOUNT, PERSON)

    assert (plan.report.counts, Resource.history.count()) == ({Outcome.SAME: 3}, histories)


def test_a_change_is_shown_written_and_kept_in_the_history(house):
    take_over(house, ROOM, ACCOUNT)
    who = User.objects.create_user("pengimpor")

    plan = take_over(house, ("", "AULA", "Aula Besar", "", 60, "", "", ""), ACCOUNT, by=Actor(user=who))

    assert fates(plan) == [
        (3, Outcome.CHANGED, ("Nama: Aula Utama → Aula Besar", "Kapasitas: 40 → 60")),
        (4, Outcome.SAME, ()),
    ]
    room = Resource.objects.get(office=house, code="aula")
    assert (room.name, room.capacity, room.kind) == ("Aula Besar", 60, "room")
    assert (room.history.first().history_user, room.history.first().history_change_reason) == (who, "Impor")


def test_an_empty_cell_leaves_what_is_there(house):
    take_over(house, ROOM)

    plan = take_over(house, ("Ruang", "aula", "Aula Utama", "", "", "", "", ""))

    assert (plan.report.counts, Resource.objects.get(office=house).capacity) == ({Outcome.SAME: 1}, 40)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "a", "Tanpa jenis"), "Jenis kosong. Isi ruang, perangkat, akun atau petugas."),
        (("Kendaraan", "a", "Mobil"), "Jenis “Kendaraan” tidak dikenal. Isi ruang, perangkat, akun atau petugas."),
        (("Ruang", "a", ""), "Nama kosong."),
        (("Ruang", "", "???"), "Kode “???” tidak dapat dipakai."),
        (("Ruang", "a", "A", "", "banyak"), "Kapasitas “banyak” bukan bilangan bulat."),
        (("Ruang", "a", "A", "", -3), "Kapasitas “-3” bukan bilangan bulat."),
        (
            ("Ruang", "a", "A", "", "banyak", "dua"),
            "Kapasitas “banyak” bukan bilangan bulat. Pemakaian serentak “dua” bukan bilangan bulat.",
        ),
        (("Akun", "a", "A", "", "", 11), "Pemakaian serentak antara 1 dan 10."),
        (("Akun", "a", "A", "", "", 0), "Pemakaian serentak antara 1 dan 10."),
    ],
)
def test_a_row_not_understood_is_said_and_stays_out(house, row, reason):
    plan = take_over(house, row, ROOM)

    assert fates(plan)[0] == (3, Outcome.REFUSED, (reason,))
    assert [each.code for each in Resource.objects.filter(office=house)] == ["aula"]


def test_a_name_that_is_too_long_is_said(house):
    ((_row, outcome, (reason,)),) = fates(take_over(house, ("Ruang", "a", "x" * 121)))

    assert (outcome, reason.startswith("Nama: ")) == (Outcome.REFUSED, True)


def test_the_same_code_twice_is_said(house):
    plan = take_over(house, ROOM, ("Ruang", "Aula", "Aula Lain"))

    assert fates(plan)[1] == (4, Outcome.REFUSED, ("Kode aula sudah ada di baris 3.",))


def test_a_code_never_changes_its_kind(house):
    take_over(house, ROOM)

    plan = take_over(house, ("Akun", "aula", "Aula Utama"))

    said = "Kode aula sudah dipakai ruang “Aula Utama”; jenisnya tidak dapat berubah."
    assert fates(plan) == [(3, Outcome.REFUSED, (said,))]


def test_lanes_in_use_are_not_taken_away(house):
    account = make_resource(house, "account", "Akun", lanes=2)
    Allocation.objects.create(
        resource=account,
        lane=2,
        during=as_range(Span(NOW, NOW + timedelta(hours=2))),
        purpose=Purpose.MAINTENANCE,
        state=AllocationState.CONFIRMED,
    )

    plan = take_over(house, ("Akun", account.code, "Akun", "", "", 1))

    said = "Pemakaian serentak tidak dapat menjadi 1: 2 sudah dijadwalkan."
    assert fates(plan) == [(3, Outcome.REFUSED, (said,))]


def test_another_offices_codes_are_its_own(house):
    other = make_house()
    take_over(other, ROOM)

    assert take_over(house, ROOM).report.counts == {Outcome.NEW: 1}


def test_the_command_previews_unless_told_to_write(house, tmp_path, capsys):
    file = tmp_path / "alat.csv"
    file.write_bytes(csv_of([("Nama barang", "Kode barang"), ("Webcam 1", "02.06.02.01")], ","))
    words = ["import_resources", str(file), f"--office={house.code}", "--kind=equipment"]

    call_command(*words)
    assert not Resource.objects.filter(office=house).exists()
    call_command(*words, "--commit")

    unit = Resource.objects.get(office=house)
    assert (unit.kind, unit.code, unit.asset_number) == ("equipment", "webcam-1", "02.06.02.01")
    assert "1 baris ditulis." in capsys.readouterr().out


def test_a_person_is_tied_to_his_account_of_this_office_only(house):
    own, foreign = seat(make_position(house, Role.OPERATOR)).user, seat(make_position(make_house(), Role.OPERATOR)).user
    table = [["Jenis", "Nama", "Akun portal"], ["petugas", "Satu", own.username.upper()], ["petugas", "Dua", foreign.username],
             ["ruang", "Tiga", own.username]]  # fmt: skip

    plan = import_resources(table_of(xlsx(table), COLUMNS), office=house, by=Actor(), at=NOW)

    assert [line.outcome for line in plan.report.lines] == [Outcome.NEW, Outcome.REFUSED, Outcome.REFUSED]
    assert Resource.objects.get(office=house).user == own
    again = import_resources(table_of(xlsx(table[:2]), COLUMNS), office=house, by=Actor(), at=NOW)
    assert [line.outcome for line in again.report.lines] == [Outcome.SAME]
