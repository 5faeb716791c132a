"""Who gets which file, and what everybody may learn from a code."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from tests.vidcon_portal.documents.samples import REPLIES
from tests.vidcon_portal.documents.test_content import a_pdf, a_picture
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.documents.models import Document, OfficeSigning
from vidcon_portal.documents.services.files import attach_file, store_file
from vidcon_portal.documents.services.issuing import sign_document, supersede_document, void_document
from vidcon_portal.documents.services.pdfs import ensure_pdf
from vidcon_portal.documents.services.signing import reserve_number


@pytest.fixture
def signed(draft: Document, head: Actor, at: datetime) -> Document:
    return sign_document(draft, by=head, at=at)


def as_user(client: Client, actor: Actor) -> Client:
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def body_of(response: HttpResponseBase) -> bytes:
    """Read to the end; the test client then closes the file."""
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]


def test_pdf_made_on_the_first_click(client: Client, signed: Document, staff: Actor) -> None:
    response = as_user(client, staff).get(signed.get_absolute_url())

    signed.refresh_from_db()
    assert body_of(response).startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="surat-tanggapan-000.1.4-001-diskominfo-2026.pdf"'
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert signed.file is not None


def test_pdf_is_not_sent_twice(client: Client, signed: Document, staff: Actor) -> None:
    first = as_user(client, staff).get(signed.get_absolute_url())
    body_of(first)

    again = client.get(signed.get_absolute_url(), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_pdf_waits_for_nothing_but_who_may_have_it(
    client: Client, signed: Document, staff: Actor, at: datetime, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    ensure_pdf(signed, at=at)
    body_of(as_user(client, staff).get(signed.get_absolute_url()))

    with django_assert_max_num_queries(4):  # the session, who it is, the paper, its case
        response = client.get(signed.get_absolute_url())

    assert body_of(response).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("asked", "given"),
    [("bytes=0-4", slice(0, 5)), ("bytes=100-", slice(100, None)), ("bytes=-7", slice(-7, None))],
)
def test_pdf_comes_in_ranges(client: Client, signed: Document, staff: Actor, asked: str, given: slice) -> None:
    whole = body_of(as_user(client, staff).get(signed.get_absolute_url()))

    part = client.get(signed.get_absolute_url(), headers={"Range": asked, "Accept-Encoding": "gzip"})

    first = range(len(whole))[given][0]
    assert part.status_code == 206
    assert body_of(part) == whole[given]
    assert part["Content-Range"] == f"bytes {first}-{first + len(whole[given]) - 1}/{len(whole)}"
    assert int(part["Content-Length"]) == len(whole[given])


@pytest.mark.parametrize(("asked", "status"), [("bytes=9999999-", 416), ("bytes=5-2", 200), ("bytes=0-1,4-5", 200)])
def test_pdf_of_an_impossible_range(client: Client, signed: Document, staff: Actor, asked: str, status: int) -> None:
    body_of(as_user(client, staff).get(signed.get_absolute_url()))

    response = client.get(signed.get_absolute_url(), headers={"Range": asked})
    body_of(response)

    assert response.status_code == status


def test_pdf_of_an_older_version_comes_whole(client: Client, signed: Document, staff: Actor) -> None:
    body_of(as_user(client, staff).get(signed.get_absolute_url()))

    response = client.get(signed.get_absolute_url(), headers={"Range": "bytes=0-4", "If-Range": '"former"'})
    body_of(response)

    assert response.status_code == 200


def test_pdf_of_a_draft_is_shown_and_not_kept(client: Client, draft: Document, staff: Actor) -> None:
    response = as_user(client, staff).get(draft.get_absolute_url())

    draft.refresh_from_db()
    assert response.content.startswith(b"%PDF-")
    assert (response["Cache-Control"], draft.file) == ("private, no-store", None)


def test_pdf_for_a_stranger_is_404(client: Client, signed: Document, stranger: Actor) -> None:
    assert as_user(client, stranger).get(signed.get_absolute_url()).status_code == 404


def test_pdf_for_a_superuser_without_position_is_404(client: Client, signed: Document) -> None:
    client.force_login(User.objects.create_superuser("superuser", "vidcon", name="Superuser"))

    assert client.get(signed.get_absolute_url()).status_code == 404


def test_pdf_without_signing_in_leads_to_the_door(client: Client, signed: Document) -> None:
    response = client.get(signed.get_absolute_url())

    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/masuk/")


def test_pdf_that_cannot_be_made_says_so(
    client: Client, signed: Document, staff: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vidcon_portal.documents.services.pdfs.render_paper", lambda document: 1 / 0)

    response = as_user(client, staff).get(signed.get_absolute_url())

    signed.refresh_from_db()
    assert (response.status_code, signed.render_state) == (503, "failed")
    assert "PDF belum dapat dibuat" in response.content.decode()


def test_file_before_it_hangs_anywhere_is_its_uploaders(
    client: Client, staff: Actor, head: Actor, office: Office
) -> None:
    stored = store_file(SimpleUploadedFile("foto.jpg", a_picture()), by=staff, office=office)

    assert as_user(client, head).get(stored.get_absolute_url()).status_code == 404
    response = as_user(client, staff).get(stored.get_absolute_url())
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    body_of(response)


def test_file_of_a_case_is_for_who_may_see_the_case(
    client: Client, staff: Actor, head: Actor, stranger: Actor, office: Office
) -> None:
    stored = store_file(SimpleUploadedFile("surat.pdf", a_pdf()), by=staff, office=office)
    attach_file(stored, owner_kind="case", owner_id="tanjungraya:1", by=staff)

    response = as_user(client, head).get(stored.get_absolute_url())
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    body_of(response)
    assert as_user(client, stranger).get(stored.get_absolute_url()).status_code == 404


def test_file_of_an_unknown_owner_kind_is_nobodys(client: Client, staff: Actor, office: Office) -> None:
    stored = store_file(SimpleUploadedFile("surat.pdf", a_pdf()), by=staff, office=office)
    attach_file(stored, owner_kind="mystery", owner_id="1", by=staff)

    assert as_user(client, staff).get(stored.get_absolute_url()).status_code == 404


def test_verify_tells_who_signed_and_nothing_of_the_content(client: Client, signed: Document) -> None:
    page = client.get(signed.get_verify_path()).content.decode()

    assert "Naskah ini asli dan berlaku." in page
    for told in (signed.number, "23 November 2026", "Ir. Markus Lintangbuana, M.T.", "PIN Portal Vidcon"):
        assert told in page
    for secret in ("Dinas Kesehatan", "845 2210 9973", "197102031998031001", "Stunting"):
        assert secret not in page


@pytest.mark.parametrize("code", ["aaaaaaaaaaaaaaaaaaaa", "kode", "7k2m4qx9rb8cdhj3w5tf"])
def test_verify_unknown_code_is_404(client: Client, db: None, code: str) -> None:
    response = client.get(f"/verifikasi/{code}/")

    assert response.status_code == 404
    assert "Tidak ada naskah dengan kode itu." in response.content.decode()


def test_verify_does_not_know_a_draft(client: Client, draft: Document) -> None:
    assert client.get(draft.get_verify_path()).status_code == 404


def test_verify_tells_of_a_void_paper(client: Client, signed: Document, head: Actor, at: datetime) -> None:
    void_document(signed, by=head, reason="Salah alamat", at=at)

    page = client.get(signed.get_verify_path()).content.decode()

    assert "Naskah ini sudah dibatalkan dan tidak berlaku." in page
    assert "Salah alamat" not in page


def test_verify_tells_of_a_printed_letter_before_it_is_back_and_when_it_is_given_up(
    client: Client, draft: Document, head: Actor, at: datetime
) -> None:
    OfficeSigning.objects.create(office=draft.office, provider="none")
    numbered = reserve_number(draft, by=head, at=at)

    before = client.get(draft.get_verify_path())
    void_document(numbered, by=head, reason="Tidak jadi", at=at)
    after = client.get(draft.get_verify_path())

    assert "belum terbit" in before.content.decode()
    assert "Naskah ini sudah dibatalkan dan tidak berlaku." in after.content.decode()
    assert all("Disahkan oleh" not in page.content.decode() for page in (before, after))


def test_verify_tells_of_a_replaced_paper(client: Client, signed: Document, head: Actor, at: datetime) -> None:
    sign_document(supersede_document(signed, REPLIES["change"], by=head, at=at), by=head, at=at)

    page = client.get(signed.get_verify_path()).content.decode()

    assert "digantikan oleh naskah nomor 000.1.4/002/DISKOMINFO/2026 tanggal 23 November 2026" in page


def test_verify_takes_the_printed_code(client: Client, signed: Document) -> None:
    printed = signed.context["stamp"]["verify_code"]

    response = client.get("/verifikasi/", {"code": f" {printed} "})

    assert response.headers["Location"] == signed.get_verify_path()


def test_verify_keeps_what_was_typed_wrongly(client: Client, db: None) -> None:
    response = client.get("/verifikasi/", {"code": "abc"})

    assert response.status_code == 422
    page = response.content.decode()
    assert 'value="abc"' in page
    assert "Belum dapat diperiksa. Perbaiki yang berikut:" in page


def test_verify_compares_the_file(client: Client, signed: Document, at: datetime) -> None:
    document = ensure_pdf(signed, at=at)
    assert document.file is not None
    with document.file.content.open("rb") as file:
        content = file.read()

    def answer(path: str, sent: bytes) -> str:
        return client.post(path, {"file": SimpleUploadedFile("a.pdf", sent)}).content.decode()

    same, other = (
        "Berkas Anda sama persis dengan yang diterbitkan.",
        "Berkas Anda berbeda dengan naskah yang diterbitkan",
    )
    assert same in answer(signed.get_verify_path(), content)
    assert other in answer(signed.get_verify_path(), content + b"\n")
    assert same in answer("/verifikasi/", content)
    assert "bukan PDF yang diterbitkan portal ini" in answer("/verifikasi/", content + b"\n")


def test_verify_without_a_file_says_so(client: Client, signed: Document, at: datetime) -> None:
    ensure_pdf(signed, at=at)

    response = client.post(signed.get_verify_path(), {})

    assert response.status_code == 422
    assert "Naskah ini asli dan berlaku." in response.content.decode()


@pytest.mark.parametrize("model", ["document", "register", "storedfile"])
def test_admin_shows_papers_and_lets_nobody_delete(client: Client, signed: Document, at: datetime, model: str) -> None:
    ensure_pdf(signed, at=at)
    client.force_login(User.objects.create_superuser("superuser", "vidcon", name="Superuser"))

    assert client.get(f"/admin/documents/{model}/").status_code == 200
    row = {"document": signed.pk, "register": signed.register_id, "storedfile": None}[model]
    if row is not None:
        assert client.get(f"/admin/documents/{model}/{row}/change/").status_code == 200
        assert client.post(f"/admin/documents/{model}/{row}/delete/", {"post": "yes"}).status_code == 403
