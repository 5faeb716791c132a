"""Lacak: status words and dates for whoever holds ticket and code."""

import pytest
from django.core.cache import cache

from bookings.views.tracking import TRIES


@pytest.fixture(autouse=True)
def _empty_cache(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


def test_the_code_opens_the_phase_and_no_more(client, kalbar):
    page = client.post("/lacak/", {"ticket": kalbar.booking.ticket.lower(), "code": kalbar.code}).content.decode()

    assert "Disposisi" in page
    assert kalbar.booking.title not in page
    assert kalbar.booking.agency.name not in page


@pytest.mark.parametrize("ticket", ["KALBAR-2026-9999", None])
def test_wrong_code_and_unknown_ticket_answer_alike(client, kalbar, ticket):
    response = client.post("/lacak/", {"ticket": ticket or kalbar.booking.ticket, "code": "AAAAAAAA"})

    assert response.status_code == 404
    assert "Tidak ada permohonan dengan nomor dan kode itu." in response.content.decode()


def test_guessing_is_slowed_down(client, kalbar):
    for _try in range(TRIES):
        client.post("/lacak/", {"ticket": kalbar.booking.ticket, "code": "AAAAAAAA"})

    assert client.post("/lacak/", {"ticket": kalbar.booking.ticket, "code": kalbar.code}).status_code == 429


def test_an_empty_form_says_what_to_fill(client, world):
    response = client.post("/lacak/", {})

    assert response.status_code == 422
    assert "Isi nomor permohonan" in response.content.decode()
