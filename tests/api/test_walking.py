"""A client that knows nothing but the API walks every SOP: it asks who may act, and fills in what the schema wants."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from bookings.models import Event
from tests.api.conftest import Caller
from tests.walks.driver import MINIMAL_PDF, usernames
from tests.walks.test_happy_paths import PATHS
from vidcon_portal.procedures.choices import Kind


class Walker:
    """One request, seen only through HTTP; the clock moves with every action."""

    def __init__(self, office: str, ticket: str, clock: Any, at: datetime) -> None:
        self.office, self.ticket, self.clock, self.at = office, ticket, clock, at
        self.callers = {username: Caller(username, at) for username in usernames(office)}

    def case(self, username: str) -> Any:
        caller = self.callers.get(username) or Caller(username, self.at)
        return caller.get(f"/bookings/{self.ticket}").json()

    def move_to(self, at: datetime) -> None:
        if at - self.at > timedelta(hours=1):  # a token lives for a day's work
            self.callers = {username: Caller(username, at) for username in self.callers}
        self.at = at
        self.clock.move_to(at, tick=False)

    def act(self, action: str, **more: Any) -> Any:
        """Take the action as the first login that may, whoever acted last being asked first; returns the answer."""
        data = more.pop("data", {})
        for username, who in list(self.callers.items()):
            case = self.case(username)
            found = next((each for each in case["actions"] if each["action"] == action and each["allowed"]), None)
            if found is not None:
                self.callers = {username: who} | self.callers
                filled = {**fill(found["fields"], who, self.at), **data}
                body = {"step_run": case["step"]["step_run"], "data": filled, **more}
                return who.post(f"/bookings/{self.ticket}/actions/{action}", body)
        raise AssertionError(f"nobody may {action}")


def fill(schema: dict[str, Any], who: Caller, at: datetime) -> dict[str, Any]:
    data = {}
    for name, field in schema["properties"].items():
        if name == "pin":
            data[name] = "123456"
        elif "default" in field:
            data[name] = field["default"]
        elif name in schema["required"] or name == "join_url":
            data[name] = something(field, who, at)
    return data


def something(field: dict[str, Any], who: Caller, at: datetime) -> Any:
    if "enum" in field:
        return field["enum"][0]
    if field["type"] == "array":
        return [something(field["items"], who, at)]
    match field.get("format"):
        case "date-time":
            return (at + timedelta(hours=1)).isoformat()
        case "date":
            return at.date().isoformat()
        case "uuid":
            return who.upload(MINIMAL_PDF).json()["id"]
        case "uri":
            return "https://rapat.contoh.invalid/j/123"
    return {"boolean": True, "integer": 1}.get(field["type"], "Diisi untuk uji")


@pytest.fixture
def walker(submitted: Callable[..., str], clock: Any, monday: datetime) -> Callable[[str], Walker]:
    return lambda office: Walker(office, submitted(office), clock, monday)


def hold_sessions(walk: Walker) -> None:
    for session in walk.case(f"pemohon.{walk.office}")["sessions"]:
        for action, moment in (("start", session["starts_at"]), ("finish", session["ends_at"])):
            walk.move_to(datetime.fromisoformat(moment))
            answer = walk.act(action, data={"session": session["id"]})
            assert answer.status_code == 200, answer.content


def go_on(walk: Walker, step: dict[str, Any]) -> None:
    if step["kind"] == Kind.EXECUTE:
        hold_sessions(walk)
        return
    walk.move_to(walk.at + timedelta(minutes=5))
    answer = walk.act(Kind(step["kind"]).onward_action)
    assert answer.status_code == 200, (step, answer.content)


@pytest.mark.parametrize("office", PATHS)
def test_every_sop_is_walked_by_its_own_description(walker: Callable[[str], Walker], office: str) -> None:
    walk = walker(office)
    visited: list[str] = []

    for _turn in range(40):
        step = walk.case(f"pemohon.{office}")["step"]
        if step is None:
            break
        if visited[-1:] != [step["code"]]:
            visited.append(step["code"])
        go_on(walk, step)

    case = walk.case(f"pemohon.{office}")
    assert visited == PATHS[office]
    assert (case["status"], case["decision"], case["phase"]) == ("completed", "served", "Selesai")


def until_execute(walk: Walker) -> None:
    while (step := walk.case(f"pemohon.{walk.office}")["step"])["kind"] != Kind.EXECUTE:
        go_on(walk, step)


def test_what_was_noted_offline_keeps_its_hour(walker: Callable[[str], Walker]) -> None:
    walk = walker("kalbar")
    until_execute(walk)
    session = walk.case("pemohon.kalbar")["sessions"][0]
    start = datetime.fromisoformat(session["starts_at"])
    walk.move_to(start + timedelta(hours=1))
    began = {"session": session["id"]}

    too_old = walk.act("start", data=began, occurred_at=(start - timedelta(hours=24)).isoformat())
    future = walk.act("start", data=began, occurred_at=(start + timedelta(hours=2)).isoformat())
    late = walk.act("start", data=began, occurred_at=start.isoformat())

    assert too_old.status_code == future.status_code == 422
    assert "occurred_at" in too_old.json()["fields"]
    assert late.status_code == 200, late.content
    assert Event.objects.get(action="start").occurred_at == start
    assert walk.case("pemohon.kalbar")["phase"] == "Berlangsung"


def test_link_is_told_to_the_agency_once_handed_over(walker: Callable[[str], Walker]) -> None:
    walk = walker("tarakan")
    while walk.case("pemohon.tarakan")["step"]["kind"] != Kind.HAND_OVER:
        go_on(walk, walk.case("pemohon.tarakan")["step"])

    inside, outside = walk.case("staf.tarakan"), walk.case("pemohon.tarakan")
    auditor = walk.case("auditor.tarakan")
    walk.act("hand_over")
    told = walk.case("pemohon.tarakan")

    assert inside["meeting"]["join_url"] == "https://rapat.contoh.invalid/j/123"
    assert outside["meeting"] is None
    assert auditor["meeting"] is None
    assert told["meeting"] == told["sessions"][0]["meeting"] == inside["meeting"]
