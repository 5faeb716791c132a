"""The worker's part: each issued paper gets one PDF, once, whoever asks first."""

import hashlib
import threading
from datetime import datetime

import pytest
from django.core.management import call_command
from django.db import connection, connections

from tests.vidcon_portal.documents.samples import REPLIES
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.choices import RenderState
from vidcon_portal.documents.errors import RenderError
from vidcon_portal.documents.models import Document, StoredFile
from vidcon_portal.documents.services.issuing import draft_document, sign_document
from vidcon_portal.documents.services.pdfs import ensure_pdf
from vidcon_portal.documents.tasks import render_document


def test_render_document_stores_the_pdf_once(draft: Document, head: Actor, at: datetime) -> None:
    signed = sign_document(draft, by=head, at=at)

    render_document(document_id=str(signed.pk))
    render_document(document_id=str(signed.pk))

    signed.refresh_from_db()
    assert signed.file is not None
    with signed.file.content.open("rb") as file:
        content = file.read()
    assert content.startswith(b"%PDF-")
    assert signed.file_sha256 == signed.file.sha256 == hashlib.sha256(content).hexdigest()
    assert (signed.render_state, StoredFile.objects.count()) == (RenderState.READY, 1)
    assert (signed.file.owner_kind, signed.file.owner_id) == ("case", "tanjungraya:1")


def test_render_document_leaves_a_draft_alone(draft: Document) -> None:
    render_document(document_id=str(draft.pk))

    draft.refresh_from_db()
    assert (draft.file, draft.render_state) == (None, RenderState.PENDING)


def test_render_document_fails_visibly_and_heals(
    draft: Document, head: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed = sign_document(draft, by=head, at=at)
    with monkeypatch.context() as broken:
        broken.setattr("vidcon_portal.documents.services.pdfs.render_paper", lambda document: 1 / 0)
        with pytest.raises(RenderError):
            render_document(document_id=str(signed.pk))
    signed.refresh_from_db()
    assert (signed.render_state, signed.render_error) == (RenderState.FAILED, "division by zero")

    render_document(document_id=str(signed.pk))

    signed.refresh_from_db()
    assert (signed.render_state, signed.render_error) == (RenderState.READY, "")


def test_render_documents_makes_what_is_missing(
    office: Office, head: Actor, at: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        paper = draft_document(
            REPLIES["cannot"], office=office, owner_kind="case", owner_id=f"tanjungraya:{number}", by=head, at=at
        )
        sign_document(paper, by=head, at=at)

    call_command("render_documents", limit=2)
    call_command("render_documents")

    assert capsys.readouterr().out == "2 of 2 papers rendered.\n1 of 1 papers rendered.\n"
    assert not Document.objects.to_render().exists()


@pytest.mark.django_db(transaction=True)
def test_ensure_pdf_raced_makes_one(office: Office, head: Actor, at: datetime) -> None:
    draft = draft_document(REPLIES["can"], office=office, owner_kind="case", owner_id="tanjungraya:1", by=head, at=at)
    signed = sign_document(draft, by=head, at=at)
    files: list[object] = []

    def race() -> None:
        try:
            files.append(ensure_pdf(signed, at=at).file_id)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=race) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert (len(files), len(set(files)), StoredFile.objects.count()) == (4, 1, 1)
    assert connection.is_usable()
