"""The past as closed cases: every row accounted for, nothing twice, nothing on a preview."""

import csv
from datetime import UTC, date, datetime, time

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bookings.choices import Status
from bookings.history.columns import COLUMNS
from bookings.history.importing import import_history
from bookings.history.planning import plan_history
from bookings.models import Allocation, Booking, Event, ImportedRow, IncomingLetter, Session
from bookings.sheets.lines import Outcome
from bookings.workflow.trail import faults_of
from tests.bookings.sheets.workbooks import HEADINGS, csv_of, event_row, table_of, xlsx
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.models import Agency, User
from vidcon_portal.documents.models import Register
from vidcon_portal.notifications.models import Delivery

NOW = datetime(2026, 8, 24, 1, tzinfo=UTC)
WRITTEN = (Booking, Session, Allocation, Event, ImportedRow, IncomingLetter, Agency, User, Register, Delivery)


@pytest.fixture
def kaltara(office_of):
    return office_of("kaltara")


def sheet(*rows):
    return table_of(xlsx([["DAFTAR KEGIATAN"], HEADINGS, *rows]), COLUMNS)


def take_over(office, *rows):
    return import_history(sheet(*rows), office=office, by=SYSTEM, at=NOW, source="riwayat.xlsx")


def counts():
    return {model.__name__: model.objects.count() for model in WRITTEN}


def fates(plan):
    return [(line.row, line.outcome, line.remarks) for line in plan.report.lines]


def test_a_row_becomes_a_closed_case_with_its_trail(kaltara):
    row = event_row(
        "Rapat\nkoordinasi", agency="Dinas Kesehatan Prov. Kalimantan Utara", leader="Sekda", remark="Lancar"
    )

    take_over(kaltara, row)

    booking = Booking.objects.get()
    event = booking.events.get()
    assert (booking.ticket, booking.title, booking.status, booking.decision, booking.agency.name) == (
        "KALTARA-2025-H0001",
        "Rapat koordinasi",
        Status.COMPLETED,
        "served",
        "Dinas Kesehatan",
    )
    assert booking.procedure == booking.service.procedure_on(NOW.date())
    assert booking.submitted_at == datetime(2025, 1, 13, 2, tzinfo=UTC)
    assert booking.closed_at == datetime(2025, 1, 13, 4, tzinfo=UTC)
    assert booking.description == "Nomor surat: 005/12\nKeterangan: Lancar"
    assert (booking.applicant.username, booking.applicant.is_active) == ("riwayat.kaltara", False)
    assert (event.action, event.actor_name, event.occurred_at) == ("import", "Sistem", NOW)
    assert (event.data["source"], event.data["sheet"], event.data["row"]) == ("riwayat.xlsx", "2025", 3)
    assert event.data["cells"]["Pimpinan"] == "Sekda"
    assert list(faults_of(booking)) == []
    assert [(each.status, each.open_ended) for each in booking.sessions.all()] == [("finished", True)]
    assert not booking.step_runs.exists()


def test_the_live_register_and_people_hear_nothing_of_it(kaltara):
    before = (list(Register.objects.values_list("kind", "year", "last_number")), Delivery.objects.count())

    take_over(kaltara, event_row())

    assert (list(Register.objects.values_list("kind", "year", "last_number")), Delivery.objects.count()) == before


def test_a_preview_writes_nothing(kaltara):
    before = counts()

    plan = plan_history(sheet(event_row(agency="Instansi Tak Dikenal")), office=kaltara, at=NOW)

    assert (plan.report.adds, plan.strangers, counts()) == (1, ("Instansi Tak Dikenal",), before)


def test_a_second_time_adds_nothing(kaltara):
    rows = [event_row(), event_row("Rapat lain", starts_at="8.30", agency="Instansi Tak Dikenal")]
    take_over(kaltara, *rows)
    before = counts()

    plan = take_over(kaltara, *[[*row[:13], "catatan dibetulkan"] for row in rows])

    assert counts() == before
    assert fates(plan) == [
        (3, Outcome.SAME, ("Sudah diimpor: KALTARA-2025-H0002.",)),
        (4, Outcome.SAME, ("Sudah diimpor: KALTARA-2025-H0001.",)),
    ]


def test_the_series_goes_on_and_each_year_has_its_own(kaltara):
    take_over(kaltara, event_row())

    take_over(kaltara, event_row("Lain"), event_row("Tahun lalu", starts_on="Selasa, 2 Januari 2024"))

    assert set(Booking.objects.values_list("ticket", flat=True)) == {
        "KALTARA-2025-H0001",
        "KALTARA-2025-H0002",
        "KALTARA-2024-H0001",
    }


def test_people_accounts_and_rooms_are_recognised_by_name(kaltara):
    row = event_row(place="Ruang Vidcon Lantai 2", account="Zoom 001", officers="Dian Pratama, S.Kom & Yosef\nUbung")

    plan = take_over(kaltara, row)

    found = Allocation.objects.order_by("resource__code").values_list("resource__code", "purpose", "state")
    assert list(found) == [
        ("akun-001", "event", "confirmed"),
        ("petugas-1", "event", "confirmed"),
        ("petugas-2", "event", "confirmed"),
        ("ruang-vidcon", "event", "confirmed"),
    ]
    assert (Booking.objects.get().hold, fates(plan)) == ("confirmed", [(3, Outcome.NEW, ())])


def test_an_overlap_of_the_past_is_said_and_left_out(kaltara):
    first = event_row("Pertama", account="001")
    second = event_row("Kedua", account="akun 1", starts_at="11.00")
    beside = event_row("Sesudahnya", account="001", starts_at="12.00")

    plan = take_over(kaltara, second, first, beside)

    said = (
        "Tumpang tindih: Akun Zoom 001 pada 13-01-2025 11.00 WITA sudah dipakai baris 4; pemakaian ini tidak dicatat."
    )
    assert fates(plan) == [(3, Outcome.NEW, (said,)), (4, Outcome.NEW, ()), (5, Outcome.NEW, ())]
    assert set(Allocation.objects.values_list("booking__title", flat=True)) == {"Pertama", "Sesudahnya"}
    assert Booking.objects.get(title="Kedua").events.get().data["note"] == said


def test_two_lanes_take_two_events_at_once(kaltara):
    plan = take_over(kaltara, event_row("Satu", account="002"), event_row("Dua", account="002"))

    assert (plan.report.counts, sorted(Allocation.objects.values_list("lane", flat=True))) == ({Outcome.NEW: 2}, [1, 2])


def test_names_that_nobody_bears_are_said(kaltara):
    plan = take_over(kaltara, event_row(account="009", officers="Dian & Tanpa Nama"))

    assert fates(plan) == [(3, Outcome.NEW, ("Akun tidak dikenal: 009.", "Petugas tidak dikenal: Tanpa Nama."))]


def test_an_unknown_agency_is_added_once_and_inactive(kaltara):
    plan = take_over(kaltara, event_row("Satu", agency="KPU Provinsi"), event_row("Dua", agency="KPU  PROVINSI"))

    added = Agency.objects.get(code="kpu-provinsi")
    assert (added.is_active, added.bookings.count(), plan.strangers) == (False, 2, ("KPU Provinsi",))


def test_people_say_whom_an_unknown_name_means(kaltara):
    meant = Agency.objects.filter(office=kaltara).first()

    plan = import_history(
        sheet(event_row(agency="Dinas X")), office=kaltara, by=SYSTEM, at=NOW, source="", agencies={"dinas x": meant}
    )

    assert (Booking.objects.get().agency, plan.strangers) == (meant, ())


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"agency": ""}, "Instansi pemohon kosong."),
        ({"title": ""}, "Judul kegiatan kosong."),
        ({"title": "x" * 301}, "Judul kegiatan lebih dari 300 huruf."),
        ({"starts_on": "besok"}, "Tanggal “besok” tidak dipahami."),
        ({"starts_on": "", "starts_at": "pagi"}, "Tanggal mulai kosong. Jam “pagi” tidak dipahami."),
        (
            {"ends_at": "09.00"},
            "Jam selesai 09.00 tidak sesudah jam mulai 10.00. Lewat tengah malam: isi tanggal selesai hari berikutnya.",
        ),
        ({"starts_on": "13 Januari 2027"}, "Kegiatan ini belum lewat. Ajukan lewat portal."),
    ],
)
def test_a_row_not_understood_is_said_and_the_others_go_on(kaltara, cells, reason):
    plan = take_over(kaltara, event_row(**cells), event_row("Yang baik"))

    assert fates(plan)[0] == (3, Outcome.REFUSED, (reason,))
    assert Booking.objects.get().title == "Yang baik"


def test_every_row_that_holds_something_is_in_the_report(kaltara):
    plan = take_over(kaltara, event_row(), [], ["", "FEBRUARI"], HEADINGS, event_row(), event_row("Lain"))

    assert [(row, outcome) for row, outcome, _remarks in fates(plan)] == [
        (3, Outcome.NEW),
        (5, Outcome.REFUSED),
        (6, Outcome.REFUSED),
        (7, Outcome.SAME),
        (8, Outcome.NEW),
    ]


def test_real_dates_and_csv_say_the_same(kaltara):
    row = event_row(starts_on=date(2025, 1, 13), starts_at=time(10))
    take_over(kaltara, row)

    plan = plan_history(table_of(csv_of([HEADINGS, event_row()], ","), COLUMNS), office=kaltara, at=NOW)

    assert plan.report.counts == {Outcome.SAME: 1}


def test_a_letter_is_entered_only_with_its_date(kaltara):
    headings = [*HEADINGS, "Tanggal Surat"]
    rows = [[*event_row("Satu"), "6 Januari 2025"], [*event_row("Dua"), ""]]

    import_history(table_of(xlsx([headings, *rows]), COLUMNS), office=kaltara, by=SYSTEM, at=NOW, source="riwayat.xlsx")

    letter = IncomingLetter.objects.get()
    assert (letter.number, str(letter.dated_on), letter.agenda_number, letter.booking_links.get().booking.title) == (
        "005/12",
        "2025-01-06",
        None,
        "Satu",
    )


def test_a_letter_of_two_events_is_entered_once(kaltara):
    rows = [[*event_row(title), "6 Januari 2025"] for title in ("Satu", "Dua")]
    table = table_of(xlsx([[*HEADINGS, "Tanggal Surat"], *rows]), COLUMNS)

    import_history(table, office=kaltara, by=SYSTEM, at=NOW, source="riwayat.xlsx")

    links = IncomingLetter.objects.get().booking_links.order_by("pk")
    assert [link.booking.title for link in links] == ["Satu", "Dua"]


def test_the_command_previews_unless_told_to_write(kaltara, tmp_path, capsys):
    file = tmp_path / "riwayat.csv"
    file.write_bytes(csv_of([HEADINGS, event_row(), event_row("Rusak", starts_on="?")]))

    call_command("import_history", str(file), "--office=kaltara")
    assert Booking.objects.count() == 0
    call_command("import_history", str(file), "--office=kaltara", "--commit", f"--report={tmp_path / 'r.csv'}")

    said = capsys.readouterr().out
    assert "Belum ada yang ditulis." in said
    assert "1 baris ditulis." in said
    assert Booking.objects.get().imported_row.source == "riwayat.csv"
    report = list(csv.reader((tmp_path / "r.csv").read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert ["3", "Tidak dipahami", "Rusak", "Tanggal “?” tidak dipahami."] in report


@pytest.mark.parametrize(
    "arguments",
    [("--office=atlantis",), ("--office=kaltara", "--column=judul=D"), ("--office=kaltara", "--agency=X=tiada")],
)
def test_the_command_says_what_is_wrong(kaltara, tmp_path, arguments):
    file = tmp_path / "riwayat.csv"
    file.write_bytes(csv_of([HEADINGS, event_row()]))

    with pytest.raises(CommandError):
        call_command("import_history", str(file), *arguments)


def test_the_command_reads_every_sheet_of_a_year(kaltara, tmp_path, capsys):
    months = {
        "Februari": [HEADINGS, event_row("Kedua", starts_on="3 Februari 2025")],
        "Petunjuk": [["Isi di sini", "ya"]],
    }
    file = tmp_path / "setahun.xlsx"
    file.write_bytes(xlsx([HEADINGS, event_row("Pertama")], "Januari", **months))

    call_command(
        "import_history", str(file), "--office=kaltara", "--all-sheets", "--commit", f"--report={tmp_path / 'r.csv'}"
    )

    said = capsys.readouterr().out
    assert sorted(Booking.objects.values_list("title", flat=True)) == ["Kedua", "Pertama"]
    assert sorted(ImportedRow.objects.values_list("sheet", flat=True)) == ["Februari", "Januari"]
    assert sorted(path.name for path in tmp_path.glob("r*.csv")) == ["r-februari.csv", "r-januari.csv"]
    assert said.count("Lembar lain dalam berkas ini tidak dibaca: Petunjuk.") == 2


def test_the_page_of_a_case_of_the_past_shows_where_it_comes_from_and_no_steps(kaltara, client):
    take_over(kaltara, event_row())
    client.force_login(User.objects.get(username="tu.kaltara"))

    page = client.get(Booking.objects.get().get_absolute_url()).content.decode()

    assert "Diambil dari riwayat.xlsx baris 3, jadi langkah SOP dan waktunya tidak ada di sini." in page
    assert "Langkah SOP: waktu baku dan waktu nyata" not in page
