"""What an office writes beside a case: surat tugas, nota dinas, berita acara serah terima, each in its own book."""

from typing import Any

import pytest
from django.test import Client

from bookings.choices import ResourceKind
from bookings.errors import NotLegal, NotYours
from bookings.inbox import inbox_of
from bookings.models import Booking
from bookings.pages.case import paper_lines
from bookings.paper_permissions import why_not_paper
from bookings.prints import allocated
from bookings.services.papers import drop_paper, initial_paper, number_paper, sign_paper
from bookings.services.side_papers import write_side_paper
from bookings.side_papers import SIDE_PAPERS
from tests.vidcon_portal.documents.test_papers import needs_poppler, text_of
from tests.walks.driver import Walk, actor
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import Document
from vidcon_portal.documents.services.pdfs import render_paper
from vidcon_portal.notifications.models import Delivery


@pytest.fixture
def walk(world: None) -> Walk:
    return Walk("kalbar", mode="host").submit().until("laksanakan")


def write(walk: Walk, what: str, by: str = "bidang.kalbar", **words: str) -> Document:
    paper = SIDE_PAPERS[what]
    given = {**paper.usual(walk.booking, walk.at), **words}
    return write_side_paper(walk.booking, paper, given, by=actor(by, walk.at), at=walk.at)


@needs_poppler
def test_surat_tugas_goes_through_initials_to_the_head(walk: Walk) -> None:
    division, head = actor("bidang.kalbar", walk.at), actor("kadis.kalbar", walk.at)
    draft = write(walk, "surat-tugas")
    waited = [link.document_id for link in inbox_of(head, at=walk.at).papers]

    initial_paper(draft, by=division, at=walk.at)
    with pytest.raises(NotYours):
        sign_paper(draft, by=division, at=walk.at)
    sent = sign_paper(draft, by=head, at=walk.at)

    assert draft.pk in waited
    assert (sent.status, sent.number) == ("sent", "000.1.4/001/ST-DISKOMINFO/2026")
    assert draft.pk not in [link.document_id for link in inbox_of(head, at=walk.at).papers]
    text = text_of(render_paper(sent))
    assert "Nomor 000.1.4/001/ST-DISKOMINFO/2026" in text
    assert "KONSEP" not in text
    officers = {row.resource.user for row in allocated(walk.booking, ResourceKind.PERSON)} - {None}
    assert officers
    assert {each.recipient for each in Delivery.objects.filter(dedupe_key__contains=f"paper-{sent.pk}")} == officers


def test_a_second_surat_tugas_replaces_the_first(walk: Walk) -> None:
    head = actor("kadis.kalbar", walk.at)
    first = write(walk, "surat-tugas")
    with pytest.raises(NotLegal, match="Konsepnya sudah ada"):
        write(walk, "surat-tugas")
    first = sign_paper(first, by=head, at=walk.at)

    second = sign_paper(write(walk, "surat-tugas", task="Tugas baru"), by=head, at=walk.at)

    assert first.successor == second
    assert second.number == "000.1.4/002/ST-DISKOMINFO/2026"


def test_nota_dinas_is_signed_by_its_division_and_stays_inside(walk: Walk) -> None:
    division = actor("bidang.kalbar", walk.at)
    memos = [write(walk, "nota-dinas", subject=f"Hal {n}") for n in (1, 2)]

    assert why_not_paper(actor("kadis.kalbar", walk.at), memos[0], "sign_and_send", walk.at)
    assert why_not_paper(division, memos[0], "initial", walk.at)
    numbers = [sign_paper(each, by=division, at=walk.at).number for each in memos]

    assert numbers == ["000.1.4/001/ND-DISKOMINFO/2026", "000.1.4/002/ND-DISKOMINFO/2026"]
    assert seen_by_applicant(walk) == []


def test_the_record_of_kit_is_for_the_agency_too(walk: Walk) -> None:
    signed = sign_paper(write(walk, "serah-terima-alat"), by=actor("bidang.kalbar", walk.at), at=walk.at)

    assert signed.number == "000.1.4/001/BA-DISKOMINFO/2026"
    assert seen_by_applicant(walk) == [str(signed.pk)]


def seen_by_applicant(walk: Walk) -> list[str]:
    lines = paper_lines(Booking.objects.get(pk=walk.booking.pk), walk.applicant, inside=False, at=walk.at)
    return [line.pk for line in lines if "Surat tanggapan" not in line.label]


def test_a_draft_that_is_given_up_leaves_its_number_void(walk: Walk) -> None:
    draft, division = write(walk, "nota-dinas"), actor("bidang.kalbar", walk.at)
    number_paper(draft, by=division, at=walk.at, number="800/7/ND/2026", reason="dari buku")

    dropped = drop_paper(draft, by=division, reason="tidak jadi", at=walk.at)

    assert (dropped.status, dropped.number, dropped.void_reason) == ("void", "800/7/ND/2026", "tidak jadi")


def page(client: Client, walk: Walk, path: str, data: Any = None) -> Any:
    address = f"{walk.booking.get_absolute_url()}naskah/{path}/"
    return client.post(address, data) if data is not None else client.get(address)


def test_the_page_writes_and_rewords(client: Client, walk: Walk) -> None:
    client.force_login(User.objects.get(username="bidang.kalbar"))
    assert "Tulis nota dinas" in client.get(walk.booking.get_absolute_url()).content.decode()

    empty = page(client, walk, "baru/nota-dinas", {"recipient": "Sekretaris", "subject": "", "content": "Isi"})
    made = page(client, walk, "baru/nota-dinas", {"recipient": "Sekretaris", "subject": "Arahan", "content": "Isi"})
    draft = Document.objects.get(kind="memo")
    form = page(client, walk, f"{draft.pk}/edit").content.decode()
    page(client, walk, f"{draft.pk}/edit", {"recipient": "Sekretaris", "subject": "Arahan", "content": "Isi lain"})

    assert (empty.status_code, made.status_code) == (422, 302)
    assert ">Simpan</button>" in form
    draft.refresh_from_db()
    assert draft.context["body"]["content"] == "Isi lain"
    assert [each["label"] for each in draft.edits.get().changes] == ["Isi"]


@pytest.mark.parametrize(
    ("username", "status"), [("pemohon.kalbar", 404), ("kadis.tarakan", 404), ("auditor.kalbar", 403)]
)
def test_others_write_nothing(client: Client, walk: Walk, username: str, status: int) -> None:
    client.force_login(User.objects.get(username=username))

    response = page(client, walk, "baru/nota-dinas", {"recipient": "x", "subject": "x", "content": "x"})

    assert response.status_code == status
    assert not Document.objects.filter(kind="memo").exists()
