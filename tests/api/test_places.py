"""Offices, services, what is free and what there is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bookings.choices import ResourceKind
from tests.api.conftest import Caller
from vidcon_portal.accounts.models import Office
from vidcon_portal.documents.models import Document
from vidcon_portal.procedures.models import Procedure, Service

Callers = Callable[[str], Caller]

WINDOW = {"start": "2026-09-01T09:00:00+07:00", "end": "2026-09-01T11:00:00+07:00"}


def test_offices_services_and_agencies(caller: Callers) -> None:
    applicant = caller("pemohon.kalbar")

    assert {each["code"] for each in applicant.get("/offices").json()} >= {"kalbar", "kaltara", "tarakan"}
    own = applicant.get("/services").json()
    assert [(each["office"], each["in_force"]) for each in own] == [("kalbar", True)]
    assert own[0]["modes"][0] == {"mode": "host", "label": "Rapat daring diselenggarakan"}
    assert applicant.get("/services", office="tarakan").json()[0]["office"] == "tarakan"
    assert applicant.get("/services", office="atlantis").status_code == 404
    assert {each["office"] for each in applicant.get("/agencies").json()} == {"kalbar"}


def test_availability_names_people_only_at_home(caller: Callers) -> None:
    service = caller("pemohon.kalbar").get("/services").json()[0]["id"]

    inside = caller("kadis.kalbar").get("/availability", service=service, **WINDOW).json()["resources"]
    outside = caller("pemohon.kalbar").get("/availability", service=service, **WINDOW).json()["resources"]

    assert len(inside) == len(outside)
    assert {each["name"] for each in outside if each["kind"] == ResourceKind.PERSON} == {"Petugas"}
    assert "Petugas" not in {each["name"] for each in inside}
    assert all(each["free"] == each["lanes"] for each in inside)


@pytest.mark.parametrize(("days", "left"), [(0, 2), (1, None)])
def test_availability_says_how_many_events_the_sop_in_force_still_allows(
    caller: Callers, monday: datetime, days: int, left: int | None
) -> None:
    who = caller("kadis.kalbar")
    service = Service.objects.create(office=Office.objects.get(code="kalbar"), code="batas", name="Dengan batas")
    Procedure.objects.create(
        service=service, code="batas", title="Batas", status=Procedure.Status.IN_FORCE,
        in_force_from=(monday + timedelta(days=days)).date(), max_concurrent_events=2,
    )  # fmt: skip

    assert who.get("/availability", service=service.pk, **WINDOW).json()["events_left"] == left


def test_availability_asks_five_statements_of_a_browser(
    caller: Callers, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    who = caller("kadis.kalbar")
    query = {"service": who.get("/services").json()[0]["id"], **WINDOW}
    client.force_login(who.user)
    client.get("/")  # the first page notes where this browser is
    address = "/api/v1/availability"

    with django_assert_max_num_queries(5):
        assert client.get(address, query).status_code == 200


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"end": "2026-09-01T08:00:00+07:00"}, "end"),
        ({"end": "2026-12-01T08:00:00+07:00"}, "end"),
        ({"start": "0001-01-01T00:00:00", "end": "0001-01-01T01:00:00"}, "start"),
        ({"start": "besok"}, "start"),
        ({"needs": "gajah"}, "needs"),
        ({"needs": "room*0"}, "needs"),
    ],
)
def test_unreadable_window_is_named(caller: Callers, query: dict[str, str], field: str) -> None:
    who = caller("kadis.kalbar")
    service = who.get("/services").json()[0]["id"]

    response = who.get("/availability", service=service, **{**WINDOW, **query})

    assert response.status_code == 422, response.content
    assert field in response.json()["fields"]


def test_needs_choose_what_is_shown(caller: Callers) -> None:
    who = caller("kadis.kalbar")
    service = who.get("/services").json()[0]["id"]

    found = who.get("/availability", service=service, needs="equipment:webcam*2", **WINDOW).json()["resources"]

    assert {each["group"] for each in found} == {"webcam"}


def test_alternatives_before_there_is_a_request(caller: Callers) -> None:
    who = caller("pemohon.kalbar")
    service = who.get("/services").json()[0]["id"]

    found = who.get("/alternatives", service=service, mode="host", count=2, **WINDOW).json()

    assert len(found) == 2
    assert found[0]["sessions"][0]["starts_at"].endswith("+07:00")
    assert who.get("/alternatives", service=service).status_code == 422
    assert who.get("/alternatives").status_code == 404


def test_resources_name_people_only_at_home(caller: Callers) -> None:
    def kinds(username: str, **query: Any) -> set[str]:
        return {each["kind"] for each in caller(username).get("/resources", **query).json()}

    assert kinds("kadis.kalbar") == {"room", "kit", "equipment", "account", "person"}
    assert kinds("pemohon.kalbar") == {"room", "kit", "equipment", "account"}
    assert kinds("kadis.kaltara", office="kalbar") == {"room", "kit", "equipment", "account"}
    assert kinds("kadis.kalbar", kind="room") == {"room"}


def test_paper_is_for_who_may_see_the_request(caller: Callers, submitted: Callable[..., str]) -> None:
    from tests.api.test_actions import forward

    ticket = submitted("kalbar")
    head = caller("kadis.kalbar")
    assert forward(head, ticket).status_code == 200
    sheet = head.get(f"/bookings/{ticket}").json()["documents"][0]

    paper = head.get(f"/documents/{sheet['id']}")

    assert sheet["kind"] == "disposition_sheet"
    assert paper.status_code == 200
    assert paper["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert caller("kadis.kaltara").get(f"/documents/{sheet['id']}").status_code == 404
    assert caller("pemohon.kalbar").get(f"/bookings/{ticket}").json()["documents"] == []
    assert head.get(f"/documents/{Document().pk}").status_code == 404
