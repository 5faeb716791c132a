"""Asking, reading, finding: who sees what, and that a refusal leaves nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking, BookingFile, Event, IncomingLetter, Session
from tests.api.conftest import Caller
from vidcon_portal.procedures.models import Service

Callers = Callable[[str], Caller]
Wishes = Callable[..., dict[str, Any]]
Submit = Callable[..., str]

SHAPE = {
    "ticket",
    "title",
    "office",
    "agency",
    "service",
    "mode",
    "status",
    "phase",
    "decision",
    "sessions",
    "hold",
    "allocations",
    "letters",
    "documents",
    "meeting",
    "events",
    "assignees",
    "flags",
    "staffing",
    "waiting",
    "row",
    "overall",
    "step",
    "actions",
}


def test_submission_answers_with_ticket_hold_and_code(caller: Callers, wishes: Wishes) -> None:
    applicant = caller("pemohon.kalbar")

    response = applicant.post("/bookings", wishes(applicant, "kalbar"))

    assert response.status_code == 201
    body = response.json()
    assert body["ticket"] == "KALBAR-2026-0001"
    assert body["hold"] == "held"
    assert body["alternatives"] == []
    assert len(body["tracking_code"]) == 8


def test_case_has_the_promised_shape(caller: Callers, submitted: Submit) -> None:
    case = caller("kadis.kalbar").get(f"/bookings/{submitted('kalbar')}").json()

    assert set(case) == SHAPE
    assert case["phase"] == "Disposisi"
    assert case["row"]["number"] == 2
    assert case["row"]["remaining"]["unit"] == "work_minutes"
    assert set(case["step"]) >= {"step_run", "code", "kind", "row", "roles", "opened_at"}
    assert case["assignees"][0]["names"] == ["Drs. Marsel Ngabang, M.Si."]
    assert all(set(each) == {"action", "label", "allowed", "why_not", "fields"} for each in case["actions"])
    allowed = {each["action"] for each in case["actions"] if each["allowed"]}
    assert allowed >= {"forward", "return", "reject", "cancel"}
    for each in case["actions"]:
        assert (each["why_not"] is None) == each["allowed"]
        assert (each["fields"] is not None) == each["allowed"]


def test_moments_stand_in_the_office_zone(caller: Callers, submitted: Submit) -> None:
    western = caller("kadis.kalbar").get(f"/bookings/{submitted('kalbar')}").json()
    central = caller("kadis.kaltara").get(f"/bookings/{submitted('kaltara')}").json()

    assert western["sessions"][0]["starts_at"].endswith("+07:00")
    assert western["step"]["opened_at"].endswith("+07:00")
    assert central["events"][0]["at"].endswith("+08:00")


def test_moment_without_offset_counts_at_the_office(caller: Callers, wishes: Wishes) -> None:
    applicant = caller("pemohon.kalbar")
    sessions = [{"starts_at": "2026-09-02T09:00", "ends_at": "2026-09-02T11:00"}]

    ticket = applicant.post("/bookings", wishes(applicant, "kalbar", sessions=sessions)).json()["ticket"]

    case = applicant.get(f"/bookings/{ticket}").json()
    assert case["sessions"][0]["starts_at"] == "2026-09-02T09:00:00+07:00"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": ""}, "title"),
        ({"sessions": []}, "sessions"),
        ({"sessions": "besok"}, "sessions"),
        ({"sessions": [5]}, "sessions"),
        ({"sessions": [{"starts_at": "2026-02-30T09:00"}]}, "sessions"),
        ({"sessions": [{"starts_at": "2026-09-01T09:00", "ends_at": "2026-09-01T08:00"}]}, "sessions"),
        ({"sessions": [{"starts_at": "2020-09-01T09:00", "ends_at": "2020-09-01T10:00"}]}, "sessions"),
        ({"contact_phone": "123"}, "contact_phone"),
        ({"letter_date": 5}, "letter_date"),
        ({"letter_date": {"a": 1}}, "letter_date"),
        ({"letter_date": "2027-01-01"}, "letter_date"),
        ({"letter_file": "00000000-0000-0000-0000-000000000000"}, "letter_file"),
        ({"letter_file": ["x"]}, "letter_file"),
        ({"equipment": 7}, "equipment"),
        ({"equipment": [{"a": 1}]}, "equipment"),
        ({"connection_test_at": 12}, "connection_test_at"),
        ({"room": {"a": 1}}, "room"),
    ],
)
def test_wrong_data_name_the_field_and_leave_nothing(
    caller: Callers, wishes: Wishes, data: dict[str, Any], field: str
) -> None:
    applicant = caller("pemohon.kalbar")

    response = applicant.post("/bookings", wishes(applicant, "kalbar", **data))

    assert response.status_code == 422, response.content
    assert response.json()["type"] == "incomplete"
    assert field in response.json()["fields"]
    assert not Booking.objects.exists()
    assert not IncomingLetter.objects.exists()


def test_file_of_somebody_else_is_not_there(caller: Callers, wishes: Wishes, pdf: bytes) -> None:
    applicant, other = caller("pemohon.kalbar"), caller("pemohon2.kalbar")
    stolen = other.upload(pdf).json()["id"]

    response = applicant.post("/bookings", wishes(applicant, "kalbar", letter_file=stolen))

    assert response.status_code == 422
    assert not Booking.objects.exists()
    assert not BookingFile.objects.exists()


def test_clash_is_accepted_by_default_and_refused_on_wish(caller: Callers, wishes: Wishes, submitted: Submit) -> None:
    accounts = [submitted("singkawang"), submitted("singkawang"), submitted("singkawang")]
    applicant = caller("pemohon2.singkawang")
    before = Booking.objects.count(), Event.objects.count(), Session.objects.count()

    refused = applicant.post("/bookings", {**wishes(applicant, "singkawang"), "on_clash": "reject"})

    assert len(accounts) == 3
    assert refused.status_code == 409, refused.content
    assert refused.json()["type"] == "clash"
    assert refused.json()["alternatives"][0]["sessions"][0]["starts_at"].endswith("+07:00")
    assert {each["session"] for each in refused.json()["alternatives"][0]["sessions"]} == {None}
    assert (Booking.objects.count(), Event.objects.count(), Session.objects.count()) == before
    accepted = applicant.post("/bookings", wishes(applicant, "singkawang"))
    assert accepted.status_code == 201
    assert accepted.json()["hold"] in ("partial", "waiting")
    assert accepted.json()["alternatives"]


def test_stranger_to_the_office_cannot_ask_there(caller: Callers, wishes: Wishes) -> None:
    stranger = caller("pemohon.kaltara")

    response = stranger.post("/bookings", wishes(stranger, "kalbar"))

    assert response.status_code == 403
    assert response.json()["type"] == "not-yours"
    assert not Booking.objects.exists()


def test_registrar_asks_on_behalf_of_an_agency(caller: Callers, wishes: Wishes) -> None:
    registrar = caller("tu.kalbar")
    agencies = registrar.get("/agencies").json()

    body = {**wishes(registrar, "kalbar"), "on_behalf_of": agencies[0]["id"]}
    made = registrar.post("/bookings", body)
    foreign = registrar.post("/bookings", {**wishes(registrar, "kalbar"), "on_behalf_of": 999_999})

    assert made.status_code == 201, made.content
    assert registrar.get(f"/bookings/{made.json()['ticket']}").json()["agency"] == agencies[0]["name"]
    assert foreign.status_code == 404


SEES = {
    "pemohon.kalbar": True,
    "pemohon2.kalbar": False,
    "kadis.kalbar": True,
    "tu.kalbar": True,
    "bidang.kalbar": True,
    "auditor.kalbar": True,
    "kadis.kaltara": False,
    "pemohon.kaltara": False,
    "auditor.kaltara": False,
    "admin": False,
}


def test_visibility(caller: Callers, submitted: Submit) -> None:
    ticket = submitted("kalbar")

    for username, sees in SEES.items():
        who = caller(username)
        assert who.get(f"/bookings/{ticket}").status_code == (200 if sees else 404), username
        assert who.get("/bookings").json()["total"] == int(sees), username
        assert who.get("/alternatives", ticket=ticket).status_code == (200 if sees else 404), username
        if not sees:
            answer = who.post(f"/bookings/{ticket}/actions/forward", {"data": {}})
            assert answer.status_code == 404, username


def test_inside_of_the_trail_stays_in_the_office(caller: Callers, submitted: Submit) -> None:
    ticket = submitted("kalbar")

    outside = caller("pemohon.kalbar").get(f"/bookings/{ticket}").json()["events"][0]
    inside = caller("tu.kalbar").get(f"/bookings/{ticket}").json()["events"][0]

    assert {name for name, value in outside.items() if value is not None} == {
        "number",
        "action",
        "label",
        "at",
        "title",
    }
    assert inside["data"]["letter"] == "005/123/2026"


def test_list_filters(caller: Callers, submitted: Submit, monday: datetime) -> None:
    first = submitted("kalbar", title="Rapat pimpinan")
    submitted("kalbar", title="Sosialisasi", days=9)
    head, applicant, registrar = caller("kadis.kalbar"), caller("pemohon.kalbar"), caller("tu.kalbar")

    assert head.get("/bookings", waiting=True).json()["total"] == 2
    assert registrar.get("/bookings", waiting=True).json()["total"] == 0
    assert applicant.get("/bookings", mine=True).json()["total"] == 2
    assert head.get("/bookings", mine=True).json()["total"] == 0
    assert head.get("/bookings", status="completed").json()["total"] == 0
    assert [each["ticket"] for each in head.get("/bookings", q="pimpinan").json()["items"]] == [first]
    assert head.get("/bookings", since=(monday + timedelta(hours=1)).isoformat()).json()["total"] == 0
    assert head.get("/bookings", since=(monday - timedelta(hours=1)).isoformat()).json()["total"] == 2
    page = head.get("/bookings", limit=1, page=2).json()
    assert (page["total"], page["pages"], len(page["items"])) == (2, 2, 1)
    for wrong in ({"limit": 101}, {"limit": 0}, {"page": 0}, {"status": "apa"}, {"since": "kemarin"}):
        assert head.get("/bookings", **wrong).status_code == 422, wrong


def test_schema_says_what_the_form_asks(caller: Callers) -> None:
    applicant = caller("pemohon.kalbar")
    service = Service.objects.get(office__code="kalbar")

    schema = applicant.get("/bookings/schema", service=service.code, mode="host").json()

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"title", "sessions", "letter_number", "letter_date", "letter_file"} <= set(schema["required"])
    assert schema["properties"]["title"] == {
        "type": "string",
        "maxLength": 300,
        "minLength": 1,
        "title": "Nama kegiatan",
    }
    assert schema["properties"]["letter_file"]["format"] == "uuid"
    assert schema["properties"]["sessions"]["items"]["properties"]["starts_at"]["format"] == "date-time"
    rooms = schema["properties"]["room"]
    assert len(rooms["enum"]) == len(rooms["x-labels"]) == 2
    assert applicant.get("/bookings/schema", service=service.pk, mode="apa").status_code == 422
    assert applicant.get("/bookings/schema", service="tidak-ada", mode="host").status_code == 404


def test_list_costs_the_same_for_one_and_for_many(caller: Callers, submitted: Submit) -> None:
    head = caller("kadis.kalbar")
    submitted("kalbar")
    head.get("/bookings", waiting=True)
    with CaptureQueriesContext(
        connection,
    ) as one:
        head.get("/bookings", waiting=True)
    for number in range(6):
        submitted("kalbar", days=9 + number)

    with CaptureQueriesContext(connection) as many:
        found = head.get("/bookings", waiting=True).json()["total"]

    assert found == 7
    assert len(many) == len(one)
    assert len(many) <= 10


def test_case_costs_the_same_however_long_it_is(caller: Callers, submitted: Submit, monday: datetime) -> None:
    """A case of one session has one question less: single sessions cannot be cancelled apart."""
    head = caller("kadis.kalbar")
    start = monday + timedelta(days=8)
    several = [
        {
            "starts_at": (start + timedelta(minutes=45 * number)).isoformat(),
            "ends_at": (start + timedelta(minutes=45 * number + 30)).isoformat(),
        }
        for number in range(5)
    ]
    first, longer = submitted("kalbar", sessions=several[:2]), submitted("kalbar", sessions=several)
    head.get(f"/bookings/{first}")

    counts = []
    for ticket in (first, longer):
        with CaptureQueriesContext(connection) as queries:
            assert head.get(f"/bookings/{ticket}").status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 45
