"""/lacak/ gives nothing away, and one visitor's guesses do not shut out the others behind the same proxy."""

import re

from django.core.cache import cache

from tests.walks.driver import Walk


def guess(client, ticket, address):
    return client.post(
        "/lacak/", {"ticket": ticket, "code": "AAAAAAAA"}, headers={"X-Forwarded-For": address}, REMOTE_ADDR="10.0.0.1"
    )


def without_marks(response, ticket):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode()).replace(ticket, "")


def test_an_unknown_ticket_and_a_wrong_code_look_alike(client, world):
    cache.clear()
    ticket = Walk("kalbar").submit().booking.ticket

    known, unknown = guess(client, ticket, "1.1.1.1"), guess(client, "KALBAR-2026-9999", "1.1.1.1")

    assert known.status_code == unknown.status_code == 404
    assert without_marks(known, ticket) == without_marks(unknown, "KALBAR-2026-9999")


def test_guesses_count_per_visitor_behind_a_proxy(client, world, settings):
    cache.clear()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    said = [guess(client, f"KALBAR-2026-{number:04d}", "1.1.1.1").status_code for number in range(11)]

    assert said == [404] * 10 + [429]
    assert guess(client, "KALBAR-2026-5000", "2.2.2.2").status_code == 404


def test_a_unit_of_another_office_is_unknown(client, world):
    """By its id nobody learns when another office's officer is free, nor his name."""
    from bookings.models import Resource
    from vidcon_portal.accounts.models import User

    client.force_login(User.objects.get(username="pemohon.kalbar"))
    foreign = Resource.objects.filter(office__code="tarakan", kind="person").first()
    own = Resource.objects.filter(office__code="kalbar", kind="person").first()
    service = own.office.services.first()
    asked = {"service": service.pk, "start": "2026-12-01T09:00", "end": "2026-12-01T10:00"}

    for each in (foreign, own):
        response = client.get("/api/v1/alternatives", {**asked, "needs": str(each.pk)})
        assert response.status_code == 422
        assert each.name not in response.content.decode()
