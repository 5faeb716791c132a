"""The recap: what counts, in whose month, what is hidden, and that its files can be counted with."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from django.urls import reverse

from bookings.errors import NotLegal
from bookings.models import Allocation, Booking, RowRun, Session
from reports.models import MonthlyRecap
from reports.periods import Period, period_from
from reports.recap.queries import RecapFilter, any_late, sessions_of, totals_of
from reports.recap.reading import read_lines, stream_lines
from reports.recap.services import prepare_due_recaps, sign_recap
from tests.reports.conftest import NOVEMBER
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import Agency
from vidcon_portal.demo.people import PIN
from vidcon_portal.documents.models import Document
from vidcon_portal.notifications.models import Delivery

OCTOBER = Period.month(date(2026, 10, 1))


def october(office, **more):
    return RecapFilter(office, OCTOBER, **more)


def test_totals_agree_with_a_count_of_the_lines(served, officer, office_of):
    other = Agency.objects.filter(office__code="kaltara").order_by("-code").first()
    served("2026-10-05 09:00", "2026-10-05 11:30", participants=40, officers=[officer])
    served("2026-10-06 09:00", "2026-10-06 10:00", title="Rapat kedua", agency=other, platform="Google Meet")
    served("2026-10-07 22:00", "2026-10-08 00:30", title="Rapat malam", mode="account", participants=5)
    office = office_of("kaltara")

    totals = totals_of(october(office))
    lines = list(stream_lines(sessions_of(october(office)), office))

    held = [line for line in lines if line.is_held]
    assert (totals.held, totals.participants) == (len(held), sum(line.participants or 0 for line in held)) == (3, 45)
    assert totals.minutes == sum((line.ends_at - line.starts_at).seconds // 60 for line in held) == 360
    for tallies, of in (
        (totals.by_agency, lambda line: line.agency),
        (totals.by_platform, lambda line: line.platform),
        (totals.by_attendance, lambda line: line.attendance),
    ):
        assert {each.label: each.sessions for each in tallies} == {
            label: sum(1 for line in held if of(line) == label) for label in {of(line) for line in held}
        }


def test_a_walked_request_stands_in_the_recap_with_its_clock(world, office_of):
    walk = Walk("kaltara").submit()
    while walk.run is not None:
        walk.onward(walk.run)
    wanted = RecapFilter(office_of("kaltara"), Period.month(date(2026, 8, 1)))

    (line,) = read_lines(sessions_of(wanted), wanted.office)
    totals = totals_of(wanted)

    assert (line.ticket, line.title, line.platform) == (walk.booking.ticket, walk.booking.title, "Zoom")
    assert f"{line.starts_at:%d-%m %H.%M}" == "31-08 09.00"
    assert line.is_in_time is not None
    assert (totals.asked, totals.refused, totals.timed, totals.in_time) == (1, 0, 1, int(line.is_in_time))


def test_a_row_that_runs_within_its_time_is_timed_and_not_late(world):
    booking = Walk("kaltara").submit().booking
    runs = RowRun.objects.filter(booking=booking)

    def late():
        return Session.objects.annotate(late=any_late()).get(booking=booking).late

    found = {}
    for word, values in {
        "untimed": {"due_at": None},
        "runs": {"due_at": datetime(2199, 1, 1, tzinfo=UTC)},
        "overdue": {"due_at": datetime(2020, 1, 1, tzinfo=UTC)},
        "added by the office": {"office_addition": True},
    }.items():
        runs.update(**values)
        found[word] = late()

    assert found == {"untimed": None, "runs": False, "overdue": True, "added by the office": None}


@pytest.mark.parametrize(("office", "start", "month"), [
    ("kaltara", "2026-12-31 23:30", "2026-12"),
    ("kaltara", "2027-01-01 00:00", "2027-01"),
    ("kalbar", "2026-12-31 23:59", "2026-12"),
    ("kalbar", "2027-01-01 00:00", "2027-01"),
])  # fmt: skip
def test_an_event_belongs_to_the_month_of_its_office_zone(served, office_of, office, start, month):
    end = (datetime.fromisoformat(start) + timedelta(hours=1)).isoformat(" ")
    served(start, end, office=office)

    found = {
        key: sessions_of(RecapFilter(office_of(office), Period.month(date.fromisoformat(f"{key}-01")))).count()
        for key in ("2026-12", "2027-01")
    }

    assert found == {key: int(key == month) for key in found}


def test_filters_narrow_lines_and_totals_alike(served, officer, office_of):
    served("2026-10-05 09:00", "2026-10-05 11:00", officers=[officer])
    served("2026-10-06 09:00", "2026-10-06 10:00", title="Tanpa petugas", platform="Webex")
    office = office_of("kaltara")

    for wanted, title in (
        (october(office, officer=officer), "Rapat koordinasi"),
        (october(office, platform="Webex"), "Tanpa petugas"),
    ):
        assert [line.title for line in read_lines(sessions_of(wanted), office)] == [title]
        assert (totals_of(wanted).held, totals_of(wanted).asked) == (1, None)


def test_a_secret_event_counts_and_says_nothing(served, login, office_of):
    booking = served(
        "2026-10-05 09:00", "2026-10-05 11:00", title="Pemindahan tahanan", leader="Gubernur", place="Lapas"
    )
    booking.secrecy = "secret"
    booking.save(update_fields=["secrecy"])
    client = login("kadis.kaltara")

    page = client.get("/laporan/rekap/?bulan=2026-10").content.decode()
    book = b"".join(client.get("/laporan/rekap/unduh.xlsx?bulan=2026-10").streaming_content)
    csv = b"".join(client.get("/laporan/rekap/unduh.csv?bulan=2026-10").streaming_content).decode()
    cells = [str(cell) for row in openpyxl.load_workbook(io.BytesIO(book))["Rekap"].values for cell in row if cell]

    assert totals_of(october(office_of("kaltara"))).held == 1
    for words in (page, csv, " ".join(cells)):
        assert "Kegiatan rahasia" in words
        for secret in ("Pemindahan tahanan", "Gubernur", "Lapas", f"{booking.agency.name}</small>"):
            assert secret not in words
    narrowed = client.get(f"/laporan/rekap/?bulan=2026-10&opd={booking.agency_id}").content.decode()
    assert "Kegiatan rahasia" not in narrowed  # else the filter would tell whose it was


def test_the_workbook_can_be_counted_with(served, login):
    served("2026-10-05 09:00", "2026-10-05 11:30", title='=HYPERLINK("http://x","klik")', participants=40)
    served("2026-10-06 09:00", "2026-10-06 10:00", title="Rapat kedua", participants=2)

    response = login("kadis.kaltara").get("/laporan/rekap/unduh.xlsx?bulan=2026-10")
    content = io.BytesIO(b"".join(response.streaming_content))
    book, previewed = openpyxl.load_workbook(content), openpyxl.load_workbook(content, data_only=True)

    rows = list(book["Rekap"].iter_rows())
    heading = next(number for number, row in enumerate(rows) if row[0].value == "No.")
    first, second, sums = rows[heading + 1], rows[heading + 2], rows[heading + 3]
    assert (first[2].value, first[2].is_date) == (datetime(2026, 10, 5), True)  # noqa: DTZ001 - a spreadsheet knows no zone
    assert (first[5].value, second[5].value, first[12].value) == (150, 60, 40)
    assert (first[6].data_type, first[6].value) == ("s", '=HYPERLINK("http://x","klik")')
    assert sums[5].value == f"=SUM(F{heading + 2}:F{heading + 3})"
    assert sums[1].value == 2
    shown = previewed["Rekap"][heading + 4]  # as a telephone shows it, which counts nothing itself
    assert (shown[5].value, shown[12].value) == (210, 42)
    assert ["Kegiatan difasilitasi", 2] in [list(row[:2]) for row in book["Ringkasan"].values]


def test_a_csv_cell_is_never_a_formula(served, login):
    served("2026-10-05 09:00", "2026-10-05 11:30", title="=1+1")

    text = b"".join(login("kadis.kaltara").get("/laporan/rekap/unduh.csv?bulan=2026-10").streaming_content).decode()

    assert "'=1+1" in text
    assert "2026-10-05,09:00,11:30,150" in text


@pytest.mark.parametrize(("username", "status"), [
    ("kadis.kaltara", 200), ("auditor.kaltara", 200), ("kadis.kalbar", 200), ("pemohon.kaltara", 404), ("admin", 404),
])  # fmt: skip
def test_the_recap_is_the_offices_own(served, login, username, status):
    booking = served("2026-10-05 09:00", "2026-10-05 11:00", title="Rapat khas")
    client = login(username)

    pages = [client.get("/laporan/rekap/?bulan=2026-10"), client.get("/laporan/rekap/unduh.pdf?bulan=2026-10")]

    assert [page.status_code for page in pages] == [status, status]
    assert (booking.title in pages[0].content.decode()) == username.endswith(".kaltara") * (status == 200)


def test_the_page_costs_the_same_for_many(served, login, django_assert_max_num_queries):
    client = login("kadis.kaltara")
    for day in range(1, 20):
        served(f"2026-10-{day:02} 09:00", f"2026-10-{day:02} 10:00", title=f"Rapat {day}")
    client.get("/laporan/rekap/?bulan=2026-10")

    for narrowed in ("", f"&opd={Agency.objects.filter(office__code='kaltara').order_by('code')[0].pk}&aplikasi=Zoom"):
        with django_assert_max_num_queries(10):
            page = client.get(f"/laporan/rekap/?bulan=2026-10{narrowed}")
        assert page.content.decode().count("Rapat ") >= 19


def test_nonsense_in_the_address_shows_this_month(served, login):
    client = login("kadis.kaltara")

    for query in (
        "bulan=kemarin",
        "dari=x&sampai=y",
        "opd=99999&petugas=abc",
        "page=-3",
        "bulan=0000-13",
    ):
        assert client.get(f"/laporan/rekap/?{query}").status_code == 200
    assert period_from({"dari": "2026-10-09", "sampai": "2026-10-02"}, today=date(2026, 1, 1)).days == 8


# --- By itself, and signed --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "count"), [
    (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), 0),  # Sunday 1 November, 07.00 WITA: nobody works
    (datetime(2026, 11, 1, 22, 0, tzinfo=UTC), 0),  # Monday, 06.00 WITA
    (datetime(2026, 11, 1, 23, 30, tzinfo=UTC), 1),  # Monday, 07.30 WITA
    (datetime(2026, 11, 11, 2, 0, tzinfo=UTC), 1),  # the worker stood still for a week
])  # fmt: skip
def test_the_recap_appears_on_the_first_working_day(served, at, count):
    served("2026-10-05 09:00", "2026-10-05 11:00")

    prepared = prepare_due_recaps(at=at)
    again = prepare_due_recaps(at=at + timedelta(hours=1)) if count else []

    assert [(each.office.code, each.month) for each in prepared] == [("kaltara", date(2026, 10, 1))] * count
    assert again == []
    told = Delivery.objects.filter(url="/laporan/rekap/?bulan=2026-10", channel="in_app")
    assert sorted(told.values_list("recipient__username", flat=True)) == ["kabid.kaltara", "kadis.kaltara"] * count


def test_signing_numbers_the_recap_and_a_later_entry_replaces_it(served, login):
    served("2026-10-05 09:00", "2026-10-05 11:00")
    client = login("kadis.kaltara")
    address = reverse("reports:sign_recap", args=["2026-10"])

    client.post(address, {"pin": "000000"})
    assert not MonthlyRecap.objects.exists()
    client.post(address, {"pin": PIN})
    first = MonthlyRecap.objects.get().document
    assert first.status == "signed"
    assert "LAP" in first.number

    client.post(address, {"pin": PIN})
    assert Document.objects.filter(kind="recap").count() == 1  # nothing has changed: no second number

    served("2026-10-07 09:00", "2026-10-07 11:00", title="Terlupa")
    client.post(address, {"pin": PIN})
    second = MonthlyRecap.objects.get().document
    assert second.supersedes == first
    assert [row["activity"] for row in second.context["body"]["rows"]] == ["Rapat koordinasi", "Terlupa"]
    assert b"".join(client.get(second.get_absolute_url()).streaming_content).startswith(b"%PDF")
    assert login("kadis.kalbar").get(second.get_absolute_url()).status_code == 404


def test_a_running_month_is_not_signed(actor_of, office_of):
    with pytest.raises(NotLegal, match="belum berakhir"):
        sign_recap(office_of("kaltara"), date(2027, 1, 1), by=actor_of("kadis.kaltara"), at=NOVEMBER)


# --- Served without a request -----------------------------------------------------------------------------------------


def test_what_was_served_without_a_request_is_added_and_marked(login, officer):
    client = login("tu.kaltara")
    agency = Agency.objects.filter(office__code="kaltara").first()
    data = {
        "title": "Rapat mendadak",
        "agency": agency.pk,
        "mode": "host",
        "day": "2026-10-05",
        "start": "22:00",
        "end": "00:30",
        "platform": "Zoom",
        "officers": [officer.pk],
        "participants": "25",
        "obstacles": "Listrik padam",
    }

    assert client.post("/laporan/rekap/catat/", data).status_code == 302
    again = client.post("/laporan/rekap/catat/", data)

    page = client.get("/laporan/rekap/?bulan=2026-10").content.decode()
    assert again.status_code == 422
    assert "sudah tercatat" in again.content.decode()
    for words in ("Rapat mendadak", "Dicatat tanpa permohonan", "Listrik padam", "22.00–00.30", officer.name):
        assert words in page
    booking = Booking.objects.get(title="Rapat mendadak")
    assert (booking.status, booking.events.get().action) == ("completed", "import")


def test_an_entry_never_occupies_what_was_taken(served, officer):
    served("2026-10-05 09:00", "2026-10-05 11:00", officers=[officer])
    second = served("2026-10-05 10:00", "2026-10-05 12:00", title="Bersamaan", officers=[officer])

    assert not Allocation.objects.filter(booking=second).exists()
    assert "Tumpang tindih" in second.events.get().data["note"]


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"day": "2030-01-01"}, "belum selesai"), ({"end": "22:00"}, "sesudah waktu mulai"), ({"day": "0001-01-01"}, "tahunnya"),
    ({"title": ""}, "Isi nama kegiatan"), ({"agency": "77777"}, "pilihan"),
])  # fmt: skip
def test_a_wrong_entry_is_answered_beside_its_field(login, changes, sentence):
    agency = Agency.objects.filter(office__code="kaltara").first()
    data = {"title": "A", "agency": agency.pk, "mode": "host", "day": "2026-10-05", "start": "22:00", "end": "23:00"}

    response = login("tu.kaltara").post("/laporan/rekap/catat/", {**data, **changes})

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Booking.objects.exists()


def test_who_does_not_work_there_enters_nothing(login):
    for username in ("auditor.kaltara", "pemohon.kaltara"):
        assert login(username).get("/laporan/rekap/catat/").status_code == 404
