"""The picture of a letter's first page: drawn apart, kept once, under the letter's own permission."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from tests.conftest import MONDAY
from tests.walks.driver import MINIMAL_PDF, Walk, actor
from vidcon_portal.documents.models import StoredFile
from vidcon_portal.documents.page_drawer import HEIGHT, WIDTH
from vidcon_portal.documents.services.files import store_file
from vidcon_portal.documents.services.first_pages import draw_first_page, keep_first_page
from vidcon_portal.documents.tasks import draw_picture


def letter_of(walk: Walk) -> StoredFile:
    return walk.booking.letter_links.get().letter.file


def test_a_page_becomes_a_sheet_of_a4(world):
    drawn = draw_first_page(MINIMAL_PDF)

    with Image.open(io.BytesIO(drawn)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
    assert len(drawn) < 100_000


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 broken", b"neither page nor picture"])
def test_what_cannot_be_drawn_has_no_picture(content):
    assert draw_first_page(content) is None


def test_the_worker_draws_a_submitted_letter_once(world):
    walk = Walk("kalbar").submit()

    for _run in range(2):
        draw_picture(str(letter_of(walk).pk))

    file = letter_of(walk)
    assert file.picture.owner_id == str(walk.booking.pk)
    assert StoredFile.objects.filter(purpose="first_page").count() == 1
    assert file.get_picture_url() == f"/berkas/{file.pk}/gambar/"


def test_letters_from_before_get_their_picture_later(world, capsys):
    walks = [Walk("kalbar", letter_number=f"005/{number}").submit() for number in (1, 2)]
    letter_of(walks[0]).content.storage.delete(letter_of(walks[0]).content.name)

    call_command("draw_letters")

    told = capsys.readouterr()
    assert told.out == "1 of 2 letters drawn.\n"
    assert str(letter_of(walks[0]).pk) in told.err
    assert [bool(letter_of(walk).picture) for walk in walks] == [False, True]


def test_a_photographed_letter_is_drawn_too(world):
    photo = io.BytesIO()
    Image.new("RGB", (1200, 900), "navy").save(photo, "PNG")
    by = actor("tu.kalbar", MONDAY)
    upload = SimpleUploadedFile("surat.png", photo.getvalue(), content_type="image/png")

    picture = keep_first_page(store_file(upload, by=by, office=by.office, at=MONDAY), at=MONDAY)

    with picture.content.open("rb") as content, Image.open(content) as drawn:
        assert drawn.size == (WIDTH, HEIGHT)
