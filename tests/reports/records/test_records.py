"""Records at the end of their retention: due, proposed, approved, destroyed, and not one step earlier."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client

from bookings.archive import write_archive
from bookings.archive_check import faults_of as archive_faults_of
from bookings.errors import NotLegal, NotYours
from bookings.models import Booking, BookingPaper, Event
from bookings.workflow.legality import why_not
from bookings.workflow.trail import faults_of
from reports.models import Destruction
from reports.records import queries, views
from reports.records.queries import due_cases
from reports.records.services import carry_out, propose_destruction, record_approval, withdraw_destruction
from tests.walks.driver import MINIMAL_PDF, PIN, Walk, actor
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.choices import Fate
from vidcon_portal.documents.models import Document, RetentionRule, StoredFile
from vidcon_portal.documents.queries import verdict_by_token
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.documents.services.pdfs import ensure_pdf
from vidcon_portal.documents.tasks import erase_bytes

YEARS = timedelta(days=5 * 366)
WORDS = "Rapat koordinasi stunting"


@pytest.fixture
def closed(world: None) -> Walk:
    """A case of Kalbar that was walked to its end."""
    walk = Walk("kalbar").submit().until("[completed]")
    walk.at = closed_at(walk)
    return walk


def closed_at(walk: Walk) -> datetime:
    assert walk.booking.closed_at is not None
    return walk.booking.closed_at


def proposed(walk: Walk) -> Destruction:
    at = walk.at + YEARS
    return propose_destruction(walk.office, [walk.booking.pk], by=actor("tu.kalbar", at), at=at)


def approved(walk: Walk) -> Destruction:
    at = walk.at + YEARS
    by = actor("tu.kalbar", at)
    scan = store_bytes(MINIMAL_PDF, name="setuju.pdf", by=by, office=walk.office, at=at)
    given = {"number": "045/1/2031", "approved_on": at.date(), "approved_by": "Gubernur", "file": scan}
    return record_approval(proposed(walk), **given, by=by, at=at)


def test_case_is_due_when_its_longest_paper_is(closed: Walk) -> None:
    office = closed.office
    day = closed.at.astimezone(office.tz)

    def due(at: datetime) -> list[int]:
        return [each.booking.pk for each in due_cases(office, at=at)]

    assert due(day.replace(year=day.year + 5) - timedelta(days=1)) == []
    assert due(day.replace(year=day.year + 5) + timedelta(hours=1)) == [closed.booking.pk]
    RetentionRule.objects.create(
        office=office, code="000.1.4", title="JRA", active_years=2, inactive_years=4, fate=Fate.DESTROY
    )
    assert due(day.replace(year=day.year + 5) + timedelta(hours=1)) == []
    RetentionRule.objects.update(fate=Fate.PERMANENT)
    assert due(day.replace(year=day.year + 9)) == []


def test_list_goes_on_behind_what_is_kept_and_says_where_it_ends(
    closed: Walk, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    younger = Walk("kalbar").submit().until("[completed]")
    kept = Document.objects.create(office=closed.office, kind="recap", title="x", context={}, created_at=closed.at)
    BookingPaper.objects.create(booking=closed.booking, document=kept)
    monkeypatch.setattr(queries, "AT_ONCE", 1)
    at = closed_at(younger) + YEARS

    due = due_cases(closed.office, at=at)
    BookingPaper.objects.filter(document=kept).delete()
    monkeypatch.setattr(views, "MOST", 1)
    with time_machine.travel(at):
        client.force_login(User.objects.get(username="tu.kalbar"))
        page = client.get("/laporan/arsip/").content.decode()

    assert [each.booking for each in due] == [younger.booking]
    assert "Ini 1 berkas tertua." in page
    assert (closed.booking.ticket in page, younger.booking.ticket in page) == (True, False)


def test_nothing_goes_before_the_approval_and_only_the_head_signs(closed: Walk) -> None:
    destruction, at = proposed(closed), closed.at + YEARS
    head, clerk = actor("kadis.kalbar", at), actor("tu.kalbar", at)

    with pytest.raises(NotLegal, match="menunggu persetujuan"):
        carry_out(destruction, by=head, at=at)
    withdraw_destruction(destruction, by=clerk)
    ready = approved(closed)
    with pytest.raises(NotYours):
        carry_out(ready, by=clerk, at=at)
    with pytest.raises(NotYours):
        propose_destruction(closed.office, [closed.booking.pk], by=head, at=at)

    assert due_cases(closed.office, at=at) == []
    assert Booking.objects.get(pk=closed.booking.pk).title == WORDS
    assert not StoredFile.objects.filter(destroyed_at__isnull=False).exists()


def test_destroying_takes_the_words_and_leaves_numbers_and_hashes(closed: Walk) -> None:
    booking, at = closed.booking, closed.at + YEARS
    papers = {paper.pk: paper for paper in Document.objects.filter(booking_paper__booking=booking)}
    events = list(booking.events.values_list("hash", flat=True))

    record = carry_out(approved(closed), by=actor("kadis.kalbar", at), at=at)

    for paper in Document.objects.filter(pk__in=papers):
        before = papers[paper.pk]
        assert (paper.number, paper.sha256, paper.file_sha256) == (before.number, before.sha256, before.file_sha256)
        assert paper.context == {}
    issued = next(paper for paper in papers.values() if paper.is_issued)
    verdict = verdict_by_token(issued.verify_token)
    assert verdict is not None
    assert (verdict.number, verdict.destroyed) == (issued.number, True)
    assert list(booking.events.values_list("hash", flat=True)) == events
    assert list(faults_of(booking)) == []
    assert WORDS in str(record.context)
    for table in ("bookings_booking", "bookings_historicalbooking", "bookings_event", "bookings_incomingletter",
                  "bookings_historicalincomingletter", "bookings_message", "reports_report"):  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ILIKE %s", [f"%{WORDS}%"])  # noqa: S608
            assert (table, cursor.fetchone()) == (table, (0,))


def test_bytes_are_erased_and_a_letter_of_a_living_case_stays(closed: Walk, client: Client, tmp_path: Path) -> None:
    later = Walk("kalbar", at=closed.at + timedelta(days=3), letter_date=closed.booking.submitted_at.date().isoformat())
    later.submit()
    letter = StoredFile.objects.get(owner_kind="incoming_letter")
    at = closed.at + YEARS
    paper = ensure_pdf(Document.objects.issued().filter(booking_paper__booking=closed.booking)[0], at=closed.at)
    carry_out(approved(closed), by=actor("kadis.kalbar", at), at=at)
    gone = list(StoredFile.objects.filter(destroyed_at__isnull=False))

    for file in gone:
        erase_bytes(str(file.pk))
        erase_bytes(str(file.pk))

    assert [file.pk for file in gone] == [paper.file_id]
    assert not any(file.content.storage.exists(file.content.name) for file in gone)
    letter.refresh_from_db()
    assert (letter.destroyed_at, letter.content.storage.exists(letter.content.name)) == (None, True)
    client.force_login(User.objects.get(username="kadis.kalbar"))
    assert client.get(paper.get_absolute_url()).status_code == 410
    page = client.get(closed.booking.get_absolute_url()).content.decode()
    assert "arsip dimusnahkan" in page
    assert paper.get_absolute_url() not in page
    refusal = why_not(actor("kadis.kalbar", at), Booking.objects.get(pk=closed.booking.pk), "reopen", at)
    assert "sudah dimusnahkan" in str(refusal)
    out = io.BytesIO()
    write_archive(closed.booking, out, by="Auditor", at=at)
    ZipFile(out).extractall(tmp_path)
    assert list(archive_faults_of(tmp_path / str(closed.booking.ticket))) == []


def test_reopened_case_stays_and_the_database_refuses_all_other_changes(closed: Walk) -> None:
    ready, at = approved(closed), closed.at + YEARS
    Booking.objects.filter(pk=closed.booking.pk).update(status="open")

    with pytest.raises(NotLegal, match="dibuka kembali"):
        carry_out(ready, by=actor("kadis.kalbar", at), at=at)

    event = Event.objects.filter(booking=closed.booking).first()
    assert event is not None
    for change in ({"data": {}}, {"data": {"a": 1}, "redacted_at": at}, {"data": {}, "redacted_at": at, "action": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**change)
    paper = Document.objects.filter(booking_paper__booking=closed.booking).issued()
    for change in ({"context": {}}, {"context": {}, "destroyed_at": at, "sha256": "0"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            paper.update(**change)


def test_clerk_proposes_and_records_and_the_head_destroys_on_the_pages(closed: Walk, client: Client) -> None:
    Booking.objects.filter(pk=closed.booking.pk).update(closed_at=closed.at - YEARS - timedelta(days=30))
    client.force_login(User.objects.get(username="tu.kalbar"))
    listed = client.get("/laporan/arsip/").content.decode()
    destruction = client.post("/laporan/arsip/", {"cases": [closed.booking.pk]})["Location"]
    given = {"number": "045/1", "approved_on": closed.at.date().isoformat(), "approved_by": "Gubernur"}
    missing = client.post(f"{destruction}persetujuan/", given)
    scan = SimpleUploadedFile("setuju.pdf", MINIMAL_PDF, "application/pdf")

    client.post(f"{destruction}persetujuan/", {**given, "file": scan})
    pdf = client.get(f"{destruction}daftar.pdf")
    client.force_login(User.objects.get(username="kadis.kalbar"))
    wrong = client.post(f"{destruction}musnahkan/", {"pin": "000000"}, follow=True).content.decode()
    done = client.post(f"{destruction}musnahkan/", {"pin": PIN}, follow=True).content.decode()

    assert str(closed.booking.ticket) in listed
    assert (missing.status_code, "Unggah pindaian surat persetujuannya" in missing.content.decode()) == (422, True)
    assert pdf.content.startswith(b"%PDF-")
    assert "Tanda tangani dan musnahkan" in wrong
    assert "Arsip dimusnahkan" in done
    assert Booking.objects.get(pk=closed.booking.pk).title != WORDS
