"""Every refusal for a clash leads on: the page shows what is free, as a tap that goes there."""

import re
from datetime import timedelta

import pytest

from bookings.choices import ResourceKind
from bookings.models import Allocation, Booking, Resource
from bookings.scheduling.services import block_resource
from bookings.scheduling.spans import Span
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import situation_of
from tests.walks.driver import Walk, fill
from vidcon_portal.accounts.actors import SYSTEM

LINK = re.compile(r'href="(/permohonan/[^"]+/([a-z]+)/\?jadwal=[^"]+)"')


@pytest.fixture
def taken(world: None) -> Walk:
    """At Kalbar's check, and all accounts are taken at its own hour and the one after it: it has no account."""
    walk = Walk("kalbar").submit().until("verifikasi")
    start = walk.booking.first_session_start
    assert start is not None
    Allocation.objects.filter(booking=walk.booking).update(state="released")
    for account in Resource.objects.filter(office__code="kalbar", kind=ResourceKind.ACCOUNT):
        block_resource(account, [Span(start, start + timedelta(hours=5))], by=SYSTEM, at=walk.at)
    Booking.objects.filter(pk=walk.booking.pk).update(hold="waiting")
    return walk


def test_a_yes_that_clashes_offers_times_to_offer(taken: Walk, browser) -> None:
    client = browser("bidang.kalbar")
    url = taken.booking.get_absolute_url()
    holder = taken.holder()
    form = form_for(situation_of(taken.booking, taken.at), "accept", by=holder)
    data = {"step_run": taken.run.pk, **fill(form, holder, taken.office, taken.at)}

    page = client.post(f"{url}accept/", data)

    assert page.status_code == 409, re.findall(r'class="error"[^>]*>([^<]+)', page.content.decode())
    links = LINK.findall(page.content.decode())
    assert [deed for _link, deed in links] == ["reschedule", "reschedule", "reschedule", "offer"]
    offer = client.get(links[-1][0].replace("&amp;", "&")).content.decode()
    assert re.search(r'name="option_3-0-date"[^>]*value="2026-', offer)


def test_a_new_time_that_clashes_offers_others_in_the_same_form(taken: Walk, browser) -> None:
    client = browser("pemohon.kalbar")
    url = f"{taken.booking.get_absolute_url()}reschedule/"
    data = {
        "step_run": taken.run.pk, "reason": "Mundur",
        "sessions-0-date": "2026-08-31", "sessions-0-start": "10:00", "sessions-0-end": "12:00",
    }  # fmt: skip

    refused = client.post(url, data)
    link, deed = LINK.findall(refused.content.decode())[0]
    chosen = client.get(link.replace("&amp;", "&")).content.decode()

    assert (refused.status_code, deed) == (409, "reschedule")
    start = re.search(r'name="sessions-0-start"[^>]*value="([^"]+)"', chosen).group(1)
    assert start != "10:00"
    assert 'value="10:00"' in refused.content.decode()
