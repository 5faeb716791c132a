"""The letter at the step that signs it, in every way that an office may have chosen."""

import io
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from bookings.errors import Incomplete, NotLegal
from bookings.models import Booking, Event
from bookings.services.papers import number_paper, sign_paper
from bookings.workflow.engine import advance
from bookings.workflow.legality import why_not
from tests.verification.panels import draw_panel
from tests.vidcon_portal.documents.esign_server import EMAIL, PASSPHRASE, EsignServer
from tests.walks.driver import PIN, Walk, actor
from verification.papers import open_reply, sent_reply
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.documents.models import OfficeSigning, StoredFile
from vidcon_portal.documents.services.files import store_bytes
from vidcon_portal.documents.services.pdfs import render_paper
from vidcon_portal.documents.services.signing import Secrets, begin_signing
from vidcon_portal.documents.signing.local import ensure_ca, issue_certificate, sign_with
from vidcon_portal.documents.signing.provider import SigningRequest


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.TRUST_ROOTS_DIR = tmp_path / "trust"


@pytest.fixture
def server(data_dir: None) -> Iterator[EsignServer]:
    with EsignServer() as server:
        yield server


def use(office: str, provider: str, server: EsignServer | None = None) -> None:
    url = server.url if server else ""
    how = OfficeSigning(
        office=Office.objects.get(code=office), provider=provider, base_url=url, username="portal", timeout=5
    )
    how.password = "sandi-aplikasi"
    how.save()
    User.objects.filter(username=f"kadis.{office}").update(email=EMAIL)


def at_signature() -> Walk:
    walk = Walk("tarakan").submit().until("kirim-surat-tanggapan")
    walk.at = timezone.now()
    return walk


def sign(walk: Walk, **data: object) -> Event:
    return advance(
        walk.booking, "sign_and_send", by=actor("kadis.tarakan", walk.at), data=data, step_run=walk.run.pk, at=walk.at
    )


def signed_elsewhere(pdf: bytes) -> bytes:
    authority, key = ensure_ca()
    certificate, own = issue_certificate(authority, key, name="Kepala Dinas", title="")
    return sign_with(SigningRequest(pdf=pdf, name="", title=""), certificate=certificate, key=own, chain=[authority])


def without_code(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.docinfo["/Keywords"]
        opened.save(out)
    return out.getvalue()


def returned(walk: Walk, content: bytes) -> StoredFile:
    by = actor("kadis.tarakan", walk.at)
    return store_bytes(content, name="surat.pdf", by=by, office=walk.booking.office)


def test_gateway_signs_at_its_step(world: None, server: EsignServer) -> None:
    use("tarakan", "bsre_v2", server)
    walk = at_signature()

    event = sign(walk, passphrase=PASSPHRASE)

    letter = sent_reply(walk.booking)
    walk.booking.refresh_from_db()
    assert (letter.status, letter.provider, letter.owner_kind) == ("sent", "certificate", "booking")
    assert letter.file is not None
    assert PASSPHRASE not in str(event.data)
    assert walk.step == "terima-surat-tanggapan"


def test_wrong_passphrase_stands_at_its_field_and_moves_nothing(world: None, server: EsignServer) -> None:
    use("tarakan", "bsre_v2", server)
    walk = at_signature()
    events = Event.objects.filter(booking=walk.booking).count()

    with pytest.raises(Incomplete) as refused:
        sign(walk, passphrase="salah")

    letter = open_reply(walk.booking)
    assert list(refused.value.fields) == ["passphrase"]
    assert (walk.step, letter.status) == ("kirim-surat-tanggapan", "initialled")
    assert Event.objects.filter(booking=walk.booking).count() == events
    number = letter.number
    sign(walk, passphrase=PASSPHRASE)
    assert sent_reply(walk.booking).number == number


def test_page_asks_for_the_passphrase_and_shows_what_is_wrong(world: None, client: Client, server: EsignServer) -> None:
    use("tarakan", "bsre_v2", server)
    walk = at_signature()
    client.force_login(User.objects.get(username="kadis.tarakan"))

    page = client.get(walk.booking.get_absolute_url()).content.decode()
    url = reverse("bookings:act", args=[walk.booking.ticket, "sign_and_send"])
    answer = client.post(url, {"step_run": walk.run.pk, "passphrase": "salah sekali"})

    assert 'name="passphrase"' in page
    assert 'name="pin"' not in page
    assert answer.status_code == 422
    assert "Passphrase tidak cocok" in answer.content.decode()
    assert "salah sekali" not in answer.content.decode()


def test_others_hear_that_it_is_being_signed(world: None, server: EsignServer) -> None:
    use("tarakan", "bsre_v2", server)
    walk = at_signature()
    head = actor("kadis.tarakan", walk.at)

    begin_signing(open_reply(walk.booking), by=head, at=walk.at)

    for by, action in ((walk.applicant, "cancel"), (head, "sign_and_send"), (head, "revise")):
        assert "sedang ditandatangani" in str(why_not(by, walk.booking, action, walk.at))
    with pytest.raises(NotLegal, match="sedang ditandatangani"):
        sign(walk, passphrase=PASSPHRASE)


def test_local_asks_for_the_pin(world: None) -> None:
    use("tarakan", "local")
    walk = at_signature()

    sign(walk, pin=PIN)

    assert sent_reply(walk.booking).provider == "trial"


def test_ink_number_first_then_the_scan(world: None) -> None:
    use("tarakan", "none")
    walk = at_signature()
    head = actor("kadis.tarakan", walk.at)
    photo = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(photo, "JPEG")
    scan = returned(walk, photo.getvalue())
    assert "Beri nomor dahulu" in draw_panel(walk)
    with pytest.raises(NotLegal, match="Beri nomor"):
        sign(walk, pin=PIN, signed_file=str(scan.pk))

    numbered = number_paper(open_reply(walk.booking), by=actor("tu.tarakan", walk.at), at=walk.at)
    sign(walk, pin=PIN, signed_file=str(scan.pk))

    letter = sent_reply(walk.booking)
    assert numbered.context["stamp"]["signature"]["name"] == head.user.name
    assert (letter.number, letter.provider, letter.file.content_type) == (numbered.number, "paper", "application/pdf")


def test_ink_recorded_by_tu(world: None) -> None:
    use("tarakan", "none")
    walk = at_signature()
    tu, head = actor("tu.tarakan", walk.at), actor("kadis.tarakan", walk.at)
    number_paper(open_reply(walk.booking), by=tu, at=walk.at, number="B/77/SRIKANDI/2026")
    scan = store_bytes(render_paper(open_reply(walk.booking)), name="a.pdf", by=tu, office=walk.booking.office)

    advance(walk.booking, "sign_and_send", by=head, step_run=walk.run.pk, at=walk.at, recorded_by=tu, evidence=scan)

    assert sent_reply(walk.booking).number == "B/77/SRIKANDI/2026"


UPLOADS = {
    "unsigned": (lambda pdf: pdf, "belum bertanda tangan"),
    "another paper": (lambda pdf: signed_elsewhere(without_code(pdf)), "bukan surat nomor"),
    "changed": (lambda pdf: signed_elsewhere(pdf) + b"\n% lagi\n", "berubah setelah ditandatangani"),
}


@pytest.mark.parametrize("case", UPLOADS)
def test_upload_refuses(world: None, case: str) -> None:
    use("tarakan", "upload")
    walk = at_signature()
    number_paper(open_reply(walk.booking), by=actor("tu.tarakan", walk.at), at=walk.at)
    change, words = UPLOADS[case]
    stored = returned(walk, change(render_paper(open_reply(walk.booking))))

    with pytest.raises(NotLegal, match=words):
        sign(walk, pin=PIN, signed_file=str(stored.pk))

    assert walk.step == "kirim-surat-tanggapan"


def test_upload_takes_what_was_signed_elsewhere(world: None) -> None:
    use("tarakan", "upload")
    walk = at_signature()
    number_paper(open_reply(walk.booking), by=actor("tu.tarakan", walk.at), at=walk.at)
    content = signed_elsewhere(render_paper(open_reply(walk.booking)))

    sign(walk, pin=PIN, signed_file=str(returned(walk, content).pk))

    letter = sent_reply(walk.booking)
    with letter.file.content.open("rb") as file:
        assert file.read() == content
    assert (letter.provider, letter.provider_answer["trusted"]) == ("elsewhere", True)


def test_letter_beside_the_case_is_signed_by_the_gateway(world: None, server: EsignServer) -> None:
    use("kalbar", "bsre_v2", server)
    walk = Walk("kalbar", mode="host").submit().until("laksanakan")
    walk.at = timezone.now()
    draft, head = open_reply(walk.booking), actor("kadis.kalbar", walk.at)

    with pytest.raises(Incomplete, match="Passphrase tidak cocok"):
        sign_paper(draft, by=head, at=walk.at, secrets=Secrets(passphrase="salah"))
    sent = sign_paper(draft, by=head, at=walk.at, secrets=Secrets(passphrase=PASSPHRASE))

    assert (sent.status, sent.provider) == ("sent", "certificate")
    assert Booking.objects.get(pk=walk.booking.pk).status == "open"


def test_words_of_a_letter_beside_the_case_change_visibly(world: None, client: Client) -> None:
    walk = Walk("kalbar", mode="host").submit().until("laksanakan")
    draft = open_reply(walk.booking)
    url = reverse("bookings:paper", args=[walk.booking.ticket, draft.pk, "edit"])
    client.force_login(User.objects.get(username="bidang.kalbar"))
    form = client.get(url).content.decode()

    answer = client.post(url, {"conditions": "Ruang dibuka pukul 08.00", "closing_notes": "", "copies": ""})

    client.force_login(User.objects.get(username="kadis.kalbar"))
    page = client.get(reverse("bookings:paper", args=[walk.booking.ticket, draft.pk, "sign_and_send"])).content.decode()
    assert 'name="conditions"' in form
    assert answer.status_code == 302
    assert "<ins>Ruang dibuka pukul 08.00</ins>" in page
    assert "<del>Perubahan waktu atau tempat" in page


def test_a_letter_signed_on_paper_is_numbered_before_its_scan_is_asked_for(client: Client, world: None) -> None:
    use("kalbar", "none")
    walk = Walk("kalbar", mode="host").submit().until("laksanakan")
    letter, head = open_reply(walk.booking), actor("kadis.kalbar", walk.at)
    assert letter is not None
    assert head.user is not None
    client.force_login(head.user)
    sign, number = (
        reverse("bookings:paper", args=[walk.booking.ticket, letter.pk, deed]) for deed in ("sign_and_send", "number")
    )

    sent_on = client.get(sign)
    client.post(number, {"number": "", "reason": ""})
    asked = client.get(sign)

    assert (sent_on.status_code, sent_on["Location"]) == (302, number)
    assert (asked.status_code, "signed_file" in asked.content.decode()) == (200, True)
