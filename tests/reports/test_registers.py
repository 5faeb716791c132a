"""The books of letters: who reads them, what stands in them, and how a number is given up."""

import io
import re

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from bookings.models import IncomingLetter
from bookings.services.papers import number_paper, sign_paper
from bookings.services.side_papers import write_side_paper
from bookings.side_papers import SIDE_PAPERS
from reports.registers.queries import BOOKS
from tests.walks.driver import Walk, actor
from verification.papers import open_reply, sent_reply
from vidcon_portal.accounts.models import Office, Position, User
from vidcon_portal.documents.models import Document, Register


@pytest.fixture
def walk(world: None) -> Walk:
    """Tarakan, its letter signed."""
    return Walk("tarakan").submit().until("terima-surat-tanggapan")


def as_user(client: Client, username: str) -> Client:
    client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("tu.tarakan", 200),
        ("kadis.tarakan", 200),
        ("auditor.tarakan", 200),
        ("staf.tarakan", 404),
        ("pemohon.tarakan", 404),
        ("tu.kalbar", 200),
    ],
)
def test_books_are_for_who_keeps_letters(client: Client, walk: Walk, username: str, status: int) -> None:
    year = walk.at.year

    page = as_user(client, username).get(f"/register/outgoing/?tahun={year}")

    assert page.status_code == status
    number = sent_reply(walk.booking).number
    assert (number in page.content.decode()) == (status == 200 and "tarakan" in username)


def test_each_book_has_its_page(client: Client, walk: Walk) -> None:
    memo = SIDE_PAPERS["nota-dinas"]
    by = actor("kabid.tarakan", walk.at)
    draft = write_side_paper(walk.booking, memo, memo.usual(walk.booking, walk.at), by=by, at=walk.at)
    number = sign_paper(draft, by=by, at=walk.at).number

    as_user(client, "tu.tarakan")
    pages = {book: client.get(f"/register/{book}/?tahun={walk.at.year}").content.decode() for book in BOOKS}

    assert [book for book, page in pages.items() if number in page] == ["memo"]


def test_unit_has_a_book_of_its_own(client: Client, walk: Walk) -> None:
    memo, year = SIDE_PAPERS["nota-dinas"], walk.at.year
    by = actor("kabid.tarakan", walk.at)
    words = memo.usual(walk.booking, walk.at)
    of_office = sign_paper(write_side_paper(walk.booking, memo, words, by=by, at=walk.at), by=by, at=walk.at).number
    assert by.position is not None
    Position.objects.filter(pk=by.position.pk).update(number_unit="Bid. IKP")
    Register.objects.create(
        office=walk.booking.office, kind="memo", unit="Bid. IKP", year=year, pattern="{nomor}/{unit}/{tahun}"
    )
    by = actor("kabid.tarakan", walk.at)
    of_unit = sign_paper(write_side_paper(walk.booking, memo, words, by=by, at=walk.at), by=by, at=walk.at).number
    as_user(client, "tu.tarakan")

    office_page = client.get(f"/register/memo/?tahun={year}").content.decode()
    unit_page = client.get(f"/register/memo/?tahun={year}&unit=Bid.+IKP").content.decode()
    sheet = client.get(f"/register/memo.xlsx?tahun={year}&unit=Bid.+IKP")
    paper = client.get(f"/register/memo.pdf?tahun={year}&unit=Bid.+IKP")
    lines = b"".join(client.get(f"/register/memo.csv?tahun={year}&unit=Bid.+IKP")).decode().splitlines()  # type: ignore[arg-type]

    assert of_unit == f"1/Bid. IKP/{year}"
    assert (of_office in office_page, of_unit in office_page) == (True, False)
    assert (of_office in unit_page, of_unit in unit_page) == (False, True)
    assert f"/register/memo/?tahun={year}&amp;unit=Bid.+IKP" in office_page
    rows = list(load_workbook(io.BytesIO(b"".join(sheet))).active.values)  # type: ignore[arg-type]
    assert [row[1] for row in rows if isinstance(row[0], int)] == [of_unit]
    assert [line.split(",")[1] for line in lines[1:]] == [of_unit]
    assert f"register-memo-tarakan-bid-ikp-{year}.pdf" in paper["Content-Disposition"]


def test_agenda_shows_what_came_in_and_what_is_owed(client: Client, walk: Walk) -> None:
    IncomingLetter.objects.create(
        office=walk.booking.office,
        sender=walk.booking.agency,
        subject="Rapat mendadak Wali Kota",
        received_at=walk.at,
        is_owed=True,
    )

    page = as_user(client, "tu.tarakan").get(f"/register/?tahun={walk.at.year}").content.decode()

    assert "005/12/2026" in page
    assert "1 surat masih ditunggu." in page
    assert "Rapat mendadak Wali Kota" in page


def test_a_letter_that_is_owed_since_today_is_not_late(client: Client, world: None) -> None:
    tu = User.objects.get(username="tu.tarakan")
    office = Office.objects.get(code="tarakan")
    IncomingLetter.objects.create(
        office=office, sender=office.agencies.all()[0], subject="Rapat", received_at=timezone.now(), is_owed=True
    )

    page = as_user(client, tu.username).get("/register/").content.decode()

    assert "1 surat masih ditunggu." in page
    assert "lebih dari tiga hari" not in page


def test_book_costs_the_same_with_more_lines(client: Client, walk: Walk, django_assert_max_num_queries: object) -> None:
    url = f"/register/outgoing/?tahun={walk.at.year}"
    as_user(client, "tu.tarakan").get(url)

    with django_assert_max_num_queries(10):  # type: ignore[operator]
        client.get(url)


def test_book_as_workbook_and_as_paper(client: Client, walk: Walk) -> None:
    year = walk.at.year
    as_user(client, "tu.tarakan")

    sheet = client.get(f"/register/outgoing.xlsx?tahun={year}")
    paper = client.get(f"/register/incoming.pdf?tahun={year}")

    rows = list(load_workbook(io.BytesIO(b"".join(sheet))).active.values)  # type: ignore[arg-type]
    [letter] = [row for row in rows if row[1] == sent_reply(walk.booking).number]
    assert letter[8:10] == ("000.1.4", "2 tahun aktif, 3 tahun inaktif, musnah")
    assert paper.content.startswith(b"%PDF-")
    assert "no-store" in paper["Cache-Control"]


def test_reserved_number_is_given_up_with_a_reason(client: Client, world: None) -> None:
    walk = Walk("tarakan").submit().until("kirim-surat-tanggapan")
    draft = open_reply(walk.booking)
    at = timezone.now()
    number_paper(
        draft, by=actor("tu.tarakan", walk.at), at=at, number="000.1.4/12.a/DISKOMINFO/2026", reason="Nomor sisip"
    )
    url = f"/register/naskah/{draft.pk}/batal/"

    without = as_user(client, "tu.tarakan").post(url, {"reason": " "})
    client.post(url, {"reason": "Kegiatan batal"})
    by_head = as_user(client, "kadis.tarakan").post(url, {"reason": "x"})

    draft.refresh_from_db()
    book = as_user(client, "tu.tarakan").get(f"/register/outgoing/?tahun={draft.year}").content.decode()
    assert (without.status_code, by_head.status_code) == (422, 404)
    assert (draft.status, draft.void_reason) == ("void", "Kegiatan batal")
    assert "Kegiatan batal; Nomor sisip" in book
    assert not Document.objects.filter(number=draft.number, status="draft").exists()


def test_an_answer_is_not_lost_with_its_number(client: Client, world: None) -> None:
    walk = Walk("tarakan").submit().until("kirim-surat-tanggapan")
    draft = open_reply(walk.booking)
    number_paper(draft, by=actor("tu.tarakan", walk.at), at=timezone.now(), number="12.a", reason="Nomor sisip")

    as_user(client, "tu.tarakan").post(f"/register/naskah/{draft.pk}/batal/", {"reason": "Rusak saat dicetak"})

    again = open_reply(walk.booking)
    assert again is not None
    assert again.pk != draft.pk
    assert (again.number, again.status, again.context["body"]) == ("", "initialled", draft.context["body"])
    assert again.initials.count() == draft.initials.count() > 0
    walk.act("sign_and_send", by="kadis")
    assert sent_reply(walk.booking) == again


def test_a_register_stands_under_reports_in_the_menu(client: Client, world: None) -> None:
    page = as_user(client, "tu.kaltara").get("/register/").content.decode()

    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/laporan/"]
