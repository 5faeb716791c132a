"""Letters signed by a server: what it answers, and where the letter is after each answer."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.vidcon_portal.documents.esign_server import EMAIL, NIK, PASSPHRASE, EsignServer, days_ago
from tests.vidcon_portal.documents.samples import REPLIES
from tests.vidcon_portal.documents.test_papers import needs_poppler, text_of
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.errors import WrongStatusError
from vidcon_portal.documents.models import Document, OfficeSigning, Register
from vidcon_portal.documents.services.files import keep_bytes
from vidcon_portal.documents.services.issuing import send_document, update_draft, void_document
from vidcon_portal.documents.services.signing import (
    Secrets,
    SignedFile,
    begin_signing,
    issue_signed,
    sign_outside,
    signed_outside,
)
from vidcon_portal.documents.signing.checking import check_signatures
from vidcon_portal.documents.signing.local import ensure_ca, issue_certificate
from vidcon_portal.documents.signing.provider import SigningRefusedError

NUMBER = "000.1.4/001/DISKOMINFO/2026"
RIGHT = Secrets(passphrase=PASSPHRASE, nik=NIK)


@pytest.fixture(autouse=True)
def data_dir(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    settings.TRUST_ROOTS_DIR = tmp_path / "trust"


@pytest.fixture
def server(data_dir: None) -> Iterator[EsignServer]:
    with EsignServer() as server:
        yield server


def use(office: Office, server: EsignServer, provider: str, **more: object) -> OfficeSigning:
    how = OfficeSigning(office=office, provider=provider, base_url=server.url, username="portal", timeout=2, **more)
    how.password = "sandi-aplikasi"
    how.full_clean()
    how.save()
    return how


def sign(draft: Document, by: Actor, secrets: Secrets = RIGHT) -> Document:
    assert by.user is not None
    by.user.email = EMAIL
    at = timezone.now()
    with signed_outside(lambda: begin_signing(draft, by=by, at=at), by=by, secrets=secrets) as (begun, signed):
        return issue_signed(begun, signed, by=by, at=at)


def content_of(document: Document) -> bytes:
    assert document.file is not None
    with document.file.content.open("rb") as file:
        content: bytes = file.read()
    return content


@needs_poppler
@pytest.mark.parametrize(
    ("provider", "by_id"), [("bsre_v1", False), ("bsre_v1", True), ("bsre_v2", False)], ids=["v1", "v1-by-id", "v2"]
)
def test_gateway_signs(
    provider: str, by_id: bool, draft: Document, head: Actor, office: Office, server: EsignServer
) -> None:
    use(office, server, provider)
    server.by_id = by_id

    signed = sign(draft, head)

    content = content_of(signed)
    [finding] = check_signatures(content)
    text = " ".join(text_of(content).split())
    assert (signed.status, signed.provider, signed.number) == ("signed", "certificate", NUMBER)
    assert finding.intact
    assert finding.is_last
    assert "Ditandatangani secara elektronik oleh:" in text
    assert "diterbitkan oleh Balai Sertifikasi Elektronik" in text
    assert "PIN" not in text
    assert signed.provider_answer["provider"] == provider
    assert send_document(signed, by=head, at=timezone.now()).status == "sent"


FAULTS = {
    "expired": ("kedaluwarsa", ""),
    "500": ("bermasalah (500)", ""),
    "iText": ("InvalidPdfException", ""),
    "slow": ("tidak menjawab dalam 2 detik", ""),
    "cut": ("tidak dapat dihubungi", ""),
    "unsigned": ("tidak bertanda tangan sah", ""),
    "garbage": ("tidak terbaca", ""),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_letter_stays_where_it_was_and_keeps_its_number(
    fault: str, draft: Document, head: Actor, office: Office, server: EsignServer
) -> None:
    use(office, server, "bsre_v1" if fault == "cut" else "bsre_v2")
    server.fault, server.by_id = fault, fault == "cut"
    words, field = FAULTS[fault]

    with pytest.raises(SigningRefusedError) as refused:
        sign(draft, head)

    draft.refresh_from_db()
    assert words in refused.value.sentence
    assert PASSPHRASE not in refused.value.sentence
    assert refused.value.field == field
    assert (draft.status, draft.number, draft.signed_at) == ("draft", NUMBER, None)
    assert draft.context["stamp"]["signature"] is None
    server.fault = ""
    assert sign(draft, head).number == NUMBER
    assert Register.objects.get().last_number == 1


@pytest.mark.parametrize("provider", ["bsre_v1", "bsre_v2"])
def test_wrong_passphrase_is_tried_once(
    provider: str, draft: Document, head: Actor, office: Office, server: EsignServer
) -> None:
    use(office, server, provider)

    with pytest.raises(SigningRefusedError, match="Passphrase tidak cocok") as refused:
        sign(draft, head, Secrets(passphrase="salah", nik=NIK))

    draft.refresh_from_db()
    assert refused.value.field == "passphrase"
    assert server.attempts == ["salah"]
    assert (draft.status, draft.number) == ("draft", NUMBER)


def test_expired_certificate_is_told_before_the_passphrase_leaves(
    draft: Document, head: Actor, office: Office, server: EsignServer
) -> None:
    use(office, server, "bsre_v2")
    server.fault = "expired"

    with pytest.raises(SigningRefusedError, match="kedaluwarsa"):
        sign(draft, head)

    assert (server.calls, server.attempts) == (["/api/v2/user/check/status"], [])


def test_wrong_password_of_the_application_is_the_admins(
    draft: Document, head: Actor, office: Office, server: EsignServer
) -> None:
    how = use(office, server, "bsre_v2")
    how.password = "bukan ini"
    how.save()

    with pytest.raises(SigningRefusedError, match="akun aplikasi portal"):
        sign(draft, head)


def test_unreachable_server(draft: Document, head: Actor, office: Office, server: EsignServer) -> None:
    how = use(office, server, "bsre_v2")
    how.base_url = "http://127.0.0.1:9"
    how.save()

    with pytest.raises(SigningRefusedError, match="tidak dapat dihubungi"):
        sign(draft, head)


def test_keys_may_be_renamed(draft: Document, head: Actor, office: Office, server: EsignServer) -> None:
    use(office, server, "bsre_v2", names={"passphrase": "passPhrase"}, signer_key="nik")
    server.names["passphrase"] = "passPhrase"

    assert sign(draft, head).status == "signed"


def test_secrets_go_nowhere_else(
    draft: Document, head: Actor, office: Office, server: EsignServer, caplog: pytest.LogCaptureFixture
) -> None:
    use(office, server, "bsre_v1")
    caplog.set_level(logging.INFO)

    signed = sign(draft, head)

    row = str(list(Document.objects.filter(pk=signed.pk).values()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM documents_officesigning")
        shown = caplog.text + row + repr(RIGHT) + str(cursor.fetchall())
    assert PASSPHRASE not in shown
    assert NIK not in shown
    assert "sandi-aplikasi" not in shown


def test_nobody_touches_a_letter_while_it_is_signed(
    draft: Document, head: Actor, office: Office, server: EsignServer
) -> None:
    use(office, server, "bsre_v2")
    begin_signing(draft, by=head, at=timezone.now())

    for deed in (
        lambda: begin_signing(draft, by=head, at=timezone.now()),
        lambda: void_document(draft, by=head, reason="Batal", at=timezone.now()),
    ):
        with pytest.raises(WrongStatusError, match="sedang ditandatangani"):
            deed()


def test_a_letter_left_behind_is_free_after_two_minutes(
    draft: Document, head: Actor, office: Office, server: EsignServer, at: datetime
) -> None:
    use(office, server, "bsre_v2")
    left = begin_signing(draft, by=head, at=at)
    assert head.user is not None
    head.user.email = EMAIL
    late = sign_outside(left, by=head, secrets=RIGHT)

    signed = sign(draft, head)

    assert signed.number == left.number
    stored = keep_bytes(late.content, name="surat.pdf", by=head, office=office)
    with pytest.raises(WrongStatusError):
        issue_signed(left, SignedFile(stored, late.answer), by=head, at=at)


def test_local_is_marked_as_a_trial(draft: Document, head: Actor, office: Office) -> None:
    OfficeSigning.objects.create(office=office, provider="local")

    signed = sign(draft, head, Secrets())

    [finding] = check_signatures(content_of(signed))
    assert signed.provider == "trial"
    assert (finding.intact, finding.trusted, finding.is_trial, finding.is_good) == (True, True, True, False)


def test_findings_see_what_was_changed_and_what_ran_out(
    data_dir: None, draft: Document, head: Actor, office: Office
) -> None:
    OfficeSigning.objects.create(office=office, provider="local")
    content = content_of(sign(draft, head, Secrets()))

    [touched] = check_signatures(content.replace(b"/Lang (id)", b"/Lang (en)", 1))
    [added] = check_signatures(content + b"\n% ditambah\n")
    with EsignServer() as server:
        authority, key = ensure_ca()
        server.certificate = issue_certificate(authority, key, name="Lama", title="", valid_from=days_ago(30), days=10)
        [expired] = check_signatures(server.sign(content, "x"))[-1:]

    assert not touched.intact
    assert not added.is_last
    assert (expired.was_valid, expired.trusted) == (False, False)


def test_draft_keeps_its_number_when_its_words_change(
    draft: Document, head: Actor, office: Office, server: EsignServer
) -> None:
    use(office, server, "bsre_v2")
    with pytest.raises(SigningRefusedError):
        sign(draft, head, Secrets(passphrase="salah"))

    changed = update_draft(draft, REPLIES["cannot"], by=head, at=timezone.now())

    assert (changed.number, changed.status) == (NUMBER, "draft")
