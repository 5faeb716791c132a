"""A form that names files which came in pieces: kept as its own uploads are, and only once."""

import io
import uuid
from typing import Any

import pikepdf
import pytest
from PIL import Image

from bookings.models import Booking
from tests.bookings.views.test_drafts import begin, page_data
from tests.conftest import MONDAY
from tests.walks.driver import MINIMAL_PDF
from vidcon_portal.accounts.models import User
from vidcon_portal.documents.models import ResumableUpload, StoredFile
from vidcon_portal.documents.services.uploads import add_piece, begin_upload


def arrived(content: bytes, name: str = "surat.pdf", who: str = "pemohon.kalbar", *, short: int = 0) -> str:
    user = User.objects.get(username=who)
    upload = begin_upload(user, name=name, size=len(content), at=MONDAY)
    add_piece(upload.pk, content[: len(content) - short], offset=0, user=user, at=MONDAY)
    return str(upload.pk)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "JPEG")
    return out.getvalue()


def save(client: Any, draft: Booking, *ids: str) -> Any:
    data = page_data(save="1", **{"upload-letter_file": list(ids)})
    del data["letter_file"]
    return client.post(draft.get_absolute_url(), data)


def test_a_form_sent_twice_keeps_one_file(browser: Any) -> None:
    client = browser("pemohon.kalbar")
    draft, piece = begin(client), arrived(MINIMAL_PDF)

    answers = [save(client, draft, piece).status_code for _turn in range(2)]

    stored = StoredFile.objects.get()
    draft.refresh_from_db()
    assert (answers, draft.draft_data["letter_file"]) == ([302, 302], str(stored.pk))
    with stored.content.open("rb") as content:
        assert (stored.name, content.read()) == ("surat.pdf", MINIMAL_PDF)


def test_photographs_in_pieces_become_one_pdf_once(browser: Any) -> None:
    client = browser("pemohon.kalbar")
    draft, sheets = begin(client), [arrived(photo(), f"{number}.jpg") for number in (1, 2, 3)]

    for _turn in range(2):
        save(client, draft, *sheets)

    stored = StoredFile.objects.get()
    with stored.content.open("rb") as content, pikepdf.open(content) as pdf:
        assert (stored.name, len(pdf.pages)) == ("1.pdf", 3)


@pytest.mark.parametrize("what", ["unknown", "nonsense", "another's", "not whole"])
def test_what_is_not_there_for_him_is_said_at_the_field(browser: Any, what: str) -> None:
    client = browser("pemohon.kalbar")
    draft = begin(client)
    piece = {
        "unknown": lambda: str(uuid.uuid4()),
        "nonsense": lambda: "../../etc",
        "another's": lambda: arrived(MINIMAL_PDF, who="pemohon2.kalbar"),
        "not whole": lambda: arrived(MINIMAL_PDF, short=5),
    }[what]()

    response = save(client, draft, piece)

    assert response.status_code == 422
    assert "Unggahan ini belum lengkap atau sudah kedaluwarsa. Pilih berkasnya lagi." in response.content.decode()
    assert not StoredFile.objects.exists()
    assert Booking.objects.get(pk=draft.pk).title == "Rapat evaluasi stunting"


def test_a_refused_one_stays_so_that_nothing_is_sent_again(browser: Any) -> None:
    client = browser("pemohon.kalbar")
    draft, piece = begin(client), arrived(b"%PDF-1.4 not sound at all, and long enough")

    response = save(client, draft, piece)

    assert (response.status_code, "PDF ini rusak" in response.content.decode()) == (422, True)
    assert ResumableUpload.objects.get(pk=piece).is_complete
