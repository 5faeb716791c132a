"""Files in pieces over real HTTP requests: on where it stopped, nobody else's, judged like any other upload."""

import base64
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.http import HttpResponse

from tests.api.conftest import Caller
from vidcon_portal.documents.models import ResumableUpload, StoredFile
from vidcon_portal.documents.services.uploads import forget_expired_uploads

Callers = Callable[[str], Caller]


def heavy_pdf(size: int = 300_000) -> bytes:
    """A sound PDF whose bytes cannot be made fewer."""
    with pikepdf.Pdf.new() as paper:
        paper.add_blank_page()
        paper.Root.Weight = paper.make_stream(os.urandom(size))
        out = io.BytesIO()
        paper.save(out, compress_streams=False)
    return out.getvalue()


class Sender:
    """A program that speaks tus."""

    def __init__(self, who: Caller) -> None:
        self.who = who

    def begin(self, size: Any, name: str = "surat berat.pdf", **headers: str) -> HttpResponse:
        metadata = f"filename {base64.b64encode(name.encode()).decode()}"
        said = {"Upload-Length": str(size), "Upload-Metadata": metadata, **headers}
        return self.who.client.post("/api/v1/uploads", headers=self.headers(**said))

    def send(self, url: str, piece: bytes, offset: int) -> HttpResponse:
        return self.who.client.patch(
            url,
            piece,
            content_type="application/offset+octet-stream",
            headers=self.headers(**{"Upload-Offset": str(offset)}),
        )

    def ask(self, url: str) -> HttpResponse:
        return self.who.client.head(url, headers=self.headers())

    def keep(self, url: str) -> HttpResponse:
        return self.who.client.post(f"{url}/file", headers=self.headers())

    def headers(self, **more: str) -> dict[str, str]:
        return {**self.who.headers(), "Tus-Resumable": "1.0.0", **more}


@pytest.fixture
def sender(caller: Callers) -> Sender:
    return Sender(caller("pemohon.kalbar"))


def parts() -> list[Path]:
    return list(Path(settings.MEDIA_ROOT).glob("unfinished/*/*.part"))


def test_it_goes_on_where_it_stopped_and_becomes_one_file(sender: Sender) -> None:
    pdf = heavy_pdf()
    begun = sender.begin(len(pdf))
    url = begun["Location"]

    first = sender.send(url, pdf[:100_000], 0)
    again = sender.send(url, pdf[:100_000], 0)  # the answer was lost, the piece was not
    there = sender.ask(url)
    rest = sender.send(url, pdf[100_000:], 100_000)
    kept, repeated = sender.keep(url), sender.keep(url)

    assert (begun.status_code, begun["Upload-Offset"], first.status_code) == (201, "0", 204)
    assert (again.status_code, again["Upload-Offset"], again.json()["type"]) == (409, "100000", "changed")
    assert (there.status_code, there["Upload-Offset"], there["Upload-Length"]) == (200, "100000", str(len(pdf)))
    assert (rest.status_code, rest["Upload-Offset"]) == (204, str(len(pdf)))
    assert (kept.status_code, kept.json()) == (201, repeated.json())
    stored = StoredFile.objects.get()
    with stored.content.open("rb") as content:
        assert (str(stored.pk), stored.name, content.read()) == (kept.json()["id"], "surat berat.pdf", pdf)
    assert ResumableUpload.objects.get().file == stored


def test_nobody_reaches_what_another_one_sends(sender: Sender, caller: Callers) -> None:
    url = sender.begin(500)["Location"]
    other = Sender(caller("pemohon2.kalbar"))

    answers = [other.ask(url), other.send(url, b"%PDF-1.4 nothing", 0), other.keep(url)]
    answers.append(other.who.client.delete(url, headers=other.headers()))

    assert [answer.status_code for answer in answers] == [404] * 4
    assert ResumableUpload.objects.get().received == 0
    assert sender.who.client.delete(url, headers=sender.headers()).status_code == 204
    assert not ResumableUpload.objects.exists()


def test_what_is_too_large_or_disguised_is_refused_before_it_is_sent(sender: Sender, settings: Any) -> None:
    large = sender.begin(6 * 1024 * 1024, "surat.pdf")
    disguised = sender.begin(6 * 1024 * 1024, "surat.jpg")["Location"]
    as_photo = sender.send(disguised, b"%PDF-" + bytes(995), 0)
    url = sender.begin(5000, "surat.pdf")["Location"]
    program = sender.send(url, b"MZ\x90\x00" + bytes(996), 0)
    settings.UPLOAD_UNFINISHED_MAX_BYTES = 5000
    sender.begin(4000)
    heap = sender.begin(2000)
    too_long = sender.send(sender.begin(900)["Location"], b"%PDF-" + bytes(1000), 0)

    assert (large.status_code, "paling besar" in large.json()["detail"]) == (413, True)
    assert (as_photo.status_code, sender.ask(disguised).status_code) == (413, 404)
    assert (program.status_code, "bukan PDF" in program.json()["detail"]) == (422, True)
    assert sender.ask(url).status_code == 404
    assert (heap.status_code, "Kirim formulirnya dahulu" in heap.json()["detail"]) == (413, True)
    assert (too_long.status_code, "lebih panjang" in too_long.json()["detail"]) == (422, True)
    assert parts() == []


def test_a_whole_that_is_no_sound_pdf_is_judged_like_any_upload(sender: Sender) -> None:
    content = b"%PDF-1.4 looks like one" + bytes(400)
    url = sender.begin(len(content))["Location"]
    early = sender.keep(url)
    sender.send(url, content, 0)

    refused = sender.keep(url)

    assert (early.status_code, "belum lengkap" in early.json()["detail"]) == (422, True)
    assert (refused.status_code, "PDF ini rusak" in refused.json()["detail"]) == (422, True)
    assert not StoredFile.objects.exists()


def test_what_does_not_grow_expires_and_is_swept_away(sender: Sender, clock: Any, monday: Any) -> None:
    url = sender.begin(500)["Location"]
    sender.send(url, b"%PDF-1.4 something", 0)
    assert len(parts()) == 1
    assert forget_expired_uploads(at=monday + timedelta(hours=23)) == 0

    clock.shift(timedelta(hours=11))
    sender.send(url, b"and more", 18)
    clock.shift(timedelta(hours=25))
    sender = Sender(Caller("pemohon.kalbar", monday + timedelta(hours=36)))
    gone = sender.send(url, b"too late", 26)

    assert (gone.status_code, "kedaluwarsa" in gone.json()["detail"]) == (410, True)
    assert forget_expired_uploads(at=monday + timedelta(hours=36)) == 1
    assert (ResumableUpload.objects.count(), sender.ask(url).status_code) == (0, 404)


def test_only_the_protocol_is_spoken(sender: Sender) -> None:
    who = sender.who

    assert who.client.options("/api/v1/uploads")["Tus-Extension"] == "creation,expiration,termination"
    strange = who.client.post("/api/v1/uploads", headers=who.headers(Upload_Length="5"))
    assert (strange.status_code, strange["Tus-Version"]) == (412, "1.0.0")
    assert [sender.begin(size).status_code for size in ("", "-1", "0", "9" * 40)] == [422] * 4
    url = sender.begin(50, name="\x00x")["Location"]
    wrong = who.client.patch(url, b"x", content_type="text/plain", headers=sender.headers(**{"Upload-Offset": "0"}))
    assert wrong.status_code == 415
    assert who.client.post("/api/v1/uploads").status_code == 401
