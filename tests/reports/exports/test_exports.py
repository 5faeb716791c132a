"""Long files: asked for with a button, made by the worker, watched, given up, fetched by their asker alone, forgotten."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook
from procrastinate.contrib.django.models import ProcrastinateJob

from bookings.models import Booking
from reports.choices import ExportForm, ExportKind
from reports.exports import services
from reports.exports.services import ask_for_export, cancel_export, forget_exports, make_export
from reports.exports.tables import table_of
from reports.models import Export
from reports.models.export import export_path
from vidcon_portal.accounts.models import Appointment
from vidcon_portal.notifications.models import Delivery

ADDRESS = "/laporan/rekap/unduh.csv?bulan=2026-10"


@pytest.fixture
def long(served, monkeypatch):
    """Three lines, where two are already too many for a page."""
    for form in ExportForm:
        monkeypatch.setitem(services.AT_ONCE, form, 2)
    for day in (5, 6, 7):
        served(f"2026-10-{day:02} 09:00", f"2026-10-{day:02} 10:00", title=f"Rapat {day}")


def asked_by(actor, form=ExportForm.CSV, **asked):
    table = table_of(ExportKind.RECAP, form, {"bulan": "2026-10", **asked}, by=actor)
    return ask_for_export(table, ExportKind.RECAP, form, by=actor, at=timezone.now())


def test_a_short_file_comes_at_once_and_a_long_one_by_a_button(long, login):
    client = login("kadis.kaltara")

    short = client.get("/laporan/rekap/unduh.csv?dari=2026-10-05&sampai=2026-10-06")
    announced = client.get(ADDRESS)

    assert short["Content-Type"].startswith("text/csv")
    assert len(b"".join(short.streaming_content).splitlines()) == 3
    assert announced["Content-Type"].startswith("text/html")
    assert "memuat 3 baris" in announced.content.decode()
    assert not Export.objects.exists()  # looking at an address makes nothing


def test_a_long_file_is_made_watched_told_and_fetched(long, login):
    client = login("kadis.kaltara")

    page = client.post(ADDRESS, follow=True)
    export = Export.objects.get()
    job = ProcrastinateJob.objects.get(task_name="reports.make_export")
    make_export(job.args["export_id"], at=timezone.now())
    ready = client.get(export.get_absolute_url()).content.decode()
    answer = client.get(f"{export.get_absolute_url()}unduh/")

    assert (job.queue_name, job.args) == ("exports", {"export_id": str(export.pk)})
    waiting = page.content.decode()
    assert "Menunggu giliran" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert 'data-hx-trigger="every 2s"' in waiting
    assert "Siap diunduh: 3 baris" in ready
    assert "data-hx-trigger" not in ready
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert [row[6] for row in rows[1:]] == ["Rapat 5", "Rapat 6", "Rapat 7"]
    told = Delivery.objects.filter(url=export.get_absolute_url(), channel="in_app")
    assert [each.recipient.username for each in told] == ["kadis.kaltara"]


def test_who_waits_long_learns_whom_to_ask(long, login, actor_of):
    export = asked_by(actor_of("kadis.kaltara"))
    Export.objects.update(asked_at=timezone.now() - timedelta(minutes=6))

    assert "Beri tahu admin" in login("kadis.kaltara").get(export.get_absolute_url()).content.decode()


def test_progress_is_seen_while_the_file_is_written(long, actor_of, monkeypatch):
    monkeypatch.setattr(services, "EVERY", 0)
    export = asked_by(actor_of("kadis.kaltara"))
    seen = []
    tell = services._Progress._tell

    def note(progress, number):
        tell(progress, number)
        found = Export.objects.get(pk=export.pk)
        seen.append((found.state, found.done, found.total))

    monkeypatch.setattr(services._Progress, "_tell", note)
    make_export(export.pk, at=timezone.now())

    assert seen == [("making", 1, 3), ("making", 2, 3), ("making", 3, 3), ("making", 3, 3)]


def test_giving_up_stops_the_writing_and_leaves_nothing(long, actor_of, monkeypatch):
    monkeypatch.setattr(services, "EVERY", 0)
    export = asked_by(actor_of("kadis.kaltara"), ExportForm.XLSX)
    tell = services._Progress._tell

    def cancel_after_the_first(progress, number):
        tell(progress, number)
        cancel_export(export, at=timezone.now())

    monkeypatch.setattr(services._Progress, "_tell", cancel_after_the_first)
    make_export(export.pk, at=timezone.now())

    export.refresh_from_db()
    assert (export.state, export.done, export.content.name) == ("cancelled", 1, "")
    assert not default_storage.exists(export_path(export, ""))
    assert not Delivery.objects.filter(url=export.get_absolute_url()).exists()


@pytest.mark.parametrize(("username", "status"), [
    ("kadis.kaltara", 200), ("tu.kaltara", 404), ("kadis.kalbar", 404), ("pemohon.kaltara", 404),
])  # fmt: skip
def test_a_made_file_is_its_askers_own(long, login, actor_of, username, status):
    export = asked_by(actor_of("kadis.kaltara"))
    make_export(export.pk, at=timezone.now())
    client = login(username)

    page = client.get(export.get_absolute_url())
    file = client.get(f"{export.get_absolute_url()}unduh/")
    list(file)  # read to its end, a file is closed

    assert (page.status_code, file.status_code) == (status, status)
    cancelled = client.post(f"{export.get_absolute_url()}batal/").status_code
    assert cancelled == (302 if status == 200 else 404)
    assert Export.objects.get().state == "ready"  # what is made cannot be given up


def test_who_leaves_the_office_takes_no_file_along(long, login, actor_of):
    by = actor_of("kadis.kaltara")
    made, late = asked_by(by), asked_by(by, ExportForm.XLSX)
    make_export(made.pk, at=timezone.now())
    Appointment.objects.filter(user=by.user).update(ended_at=timezone.now() - timedelta(days=1))

    make_export(late.pk, at=timezone.now())
    late.refresh_from_db()

    assert (late.state, "tidak lagi memegang jabatan" in late.failure) == ("failed", True)
    assert login("kadis.kaltara").get(f"{made.get_absolute_url()}unduh/").status_code == 404


def test_one_person_has_few_under_way_and_asks_for_the_same_once(long, login, actor_of):
    by, client = actor_of("kadis.kaltara"), login("kadis.kaltara")
    first, again = asked_by(by), asked_by(by)
    others = [asked_by(by, ExportForm.XLSX), asked_by(by, ExportForm.PDF)]

    refused = client.post("/laporan/rekap/unduh.csv?bulan=2026-10&aplikasi=Zoom", follow=True).content.decode()

    assert first == again
    assert Export.objects.count() == 1 + len(others)
    assert "3 berkas Anda masih disiapkan" in refused


def test_what_is_too_long_for_paper_says_so_and_makes_nothing(long, login, monkeypatch):
    monkeypatch.setitem(services.MOST, ExportForm.PDF, 2)
    client = login("kadis.kaltara")

    page = client.get("/laporan/rekap/unduh.pdf?bulan=2026-10")
    client.post("/laporan/rekap/unduh.pdf?bulan=2026-10")

    assert (page.status_code, "paling banyak 2" in page.content.decode()) == (422, True)
    assert not Export.objects.exists()


def test_a_failure_says_what_to_do_and_reaches_the_log(long, actor_of, monkeypatch):
    export = asked_by(actor_of("kadis.kaltara"))

    def broken(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("reports.recap.table.stream_csv", broken)
    with pytest.raises(OSError, match="disk full"):
        make_export(export.pk, at=timezone.now())

    export.refresh_from_db()
    assert (export.state, "Minta sekali lagi" in export.failure) == ("failed", True)


def test_files_and_rows_go_when_their_time_is_over(long, actor_of, django_capture_on_commit_callbacks):
    export = asked_by(actor_of("kadis.kaltara"))
    make_export(export.pk, at=timezone.now())
    path = export_path(export, "")
    assert default_storage.exists(path)

    with django_capture_on_commit_callbacks(execute=True):
        early = forget_exports(at=timezone.now() + timedelta(days=2))
        late = forget_exports(at=timezone.now() + timedelta(days=4))

    assert (early, late, Export.objects.count(), default_storage.exists(path)) == (0, 1, 0, False)


def test_the_cases_behind_a_figure_can_be_taken_along_without_secret_ones(served, login):
    served("2026-10-05 09:00", "2026-10-05 10:00", title="Rapat terbuka")
    hidden = served("2026-10-06 09:00", "2026-10-06 10:00", title="Rapat tertutup")
    Booking.objects.filter(pk=hidden.pk).update(secrecy="secret")
    address = "/laporan/statistik/kasus.xlsx?bulan=2026-10&ukuran=terlaksana"

    titles = {}
    for username in ("kadis.kaltara", "teknis.kaltara"):
        book = load_workbook(io.BytesIO(b"".join(login(username).get(address).streaming_content)))
        titles[username] = sorted(row[2] for row in book.active.values if isinstance(row[0], int))

    assert titles == {"kadis.kaltara": ["Rapat terbuka", "Rapat tertutup"], "teknis.kaltara": ["Rapat terbuka"]}
    assert login("kadis.kaltara").get("/laporan/statistik/kasus.xlsx?ukuran=apa").status_code == 404
    assert login("pemohon.kaltara").get(address).status_code == 404
