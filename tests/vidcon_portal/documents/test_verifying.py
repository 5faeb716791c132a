"""What anybody learns from a file that he drops: is it the issued one, and what are its signatures worth?"""

import io
import time
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from tests.vidcon_portal.documents.samples import REPLIES
from tests.vidcon_portal.documents.test_content import a_pdf
from tests.vidcon_portal.documents.test_gateways import content_of, sign
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents import views
from vidcon_portal.documents.models import Document, OfficeSigning, StoredFile
from vidcon_portal.documents.services.issuing import draft_document, sign_document, void_document
from vidcon_portal.documents.services.signing import Secrets
from vidcon_portal.documents.signing import local
from vidcon_portal.documents.signing.checking import UnreadablePdfError, check_signatures


def locked(content: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="o", user="rahasia", R=6))
    return out.getvalue()


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.TRUST_ROOTS_DIR = tmp_path / "trust"


@pytest.fixture
def signed(draft: Document, head: Actor, office: Office) -> Document:
    OfficeSigning.objects.create(office=office, provider="local")
    return sign(draft, head, Secrets())


def drop(client: Client, content: bytes, url: str = "/verifikasi/") -> str:
    return client.post(url, {"file": SimpleUploadedFile("a.pdf", content)}).content.decode()


def test_issued_file_and_its_signature_are_known(client: Client, signed: Document) -> None:
    page = drop(client, content_of(signed))

    assert "sama persis" in page
    assert signed.number in page
    assert "tanda tangan UJI COBA portal" in page
    assert StoredFile.objects.count() == 1


def test_file_changed_after_signing_is_refused(client: Client, signed: Document) -> None:
    changed = content_of(signed).replace(b"/Lang (id)", b"/Lang (en)", 1)

    page = drop(client, changed, signed.get_verify_path())

    assert "Berkas Anda berbeda" in page
    assert "Isi berkas berubah setelah ditandatangani" in page


def test_signature_of_an_authority_is_worth_what_we_know_of_it(
    client: Client,
    draft: Document,
    head: Actor,
    office: Office,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(local, "CA_NAME", "CA Lain")
    settings.DATA_DIR = tmp_path / "foreign"
    OfficeSigning.objects.create(office=office, provider="local")
    content = content_of(sign(draft, head, Secrets()))
    settings.DATA_DIR = tmp_path / "own"

    unknown = drop(client, content)
    (tmp_path / "trust").mkdir()
    (tmp_path / "trust" / "lain.pem").write_bytes((tmp_path / "foreign" / "signing" / local.CERTIFICATE).read_bytes())
    known = drop(client, content)

    assert "penerbit sertifikatnya (CA Lain) tidak dikenal" in unknown
    assert "terbitan CA Lain yang dikenal" in known


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (a_pdf(), "tidak memuat tanda tangan"),
        (b"%PDF-1.7 bukan", "tidak terbaca sebagai PDF"),
        (locked(a_pdf()), "terkunci kata sandi"),
    ],
)
def test_file_without_a_signature(client: Client, db: None, content: bytes, words: str) -> None:
    page = drop(client, content)

    assert "bukan PDF yang diterbitkan portal ini" in page
    assert words in page


def test_large_file_of_nothing_is_not_searched_through() -> None:
    started = time.process_time()

    with pytest.raises(UnreadablePdfError):
        check_signatures(b"%PDF-1.7\n/ByteRange startxref\n" + b"x" * 20_000_000)

    assert time.process_time() - started < 1


def test_too_many_files_from_one_address(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LIMITS", {"verify-codes": "2/5m/ip", "verify-files": "1/5m/ip"})

    statuses = [client.get("/verifikasi/").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_letter_that_was_changed_later_names_the_change(
    client: Client, draft: Document, head: Actor, office: Office, at: datetime
) -> None:
    first = sign_document(draft, by=head, at=at)
    owner = {"owner_kind": first.owner_kind, "owner_id": first.owner_id}

    def issue(name: str, days: int, **other: str) -> Document:
        paper = draft_document(REPLIES[name], office=office, **{**owner, **other}, by=head, at=at)
        return sign_document(paper, by=head, at=at + timedelta(days=days))

    def page(paper: Document) -> str:
        return " ".join(client.get(paper.get_verify_path()).content.decode().split())

    issue("change", 1, owner_id="tanjungraya:other")
    assert "asli dan berlaku" in page(first)
    change = issue("change", 2)

    assert f"kemudian diubah dengan surat nomor {change.number} tanggal" in page(first)
    assert "asli dan berlaku" in page(change)
    void_document(change, by=head, reason="Salah ketik", at=at)
    assert "asli dan berlaku" in page(first)
    assert "sudah dibatalkan" in page(change)
