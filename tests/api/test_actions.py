"""The engine's door over HTTP: what is done, what is refused, what is repeated."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from bookings.models import Booking, Event, StepRun
from tests.api.conftest import Caller
from vidcon_portal.accounts.models import IdempotencyKey

Callers = Callable[[str], Caller]
Submit = Callable[..., str]


def forward(who: Caller, ticket: str, *, pin: str = "123456", **more: Any) -> Any:
    case = who.get(f"/bookings/{ticket}").json()
    fields = next(each["fields"] for each in case["actions"] if each["action"] == "forward")
    data = {"to": fields["properties"]["to"]["enum"][0], "note": "Verifikasi segera", "pin": pin}
    headers = more.pop("headers", {})
    body = {"step_run": case["step"]["step_run"], "data": data, **more}
    return who.post(f"/bookings/{ticket}/actions/forward", body, **headers)


def test_action_answers_with_the_new_state(caller: Callers, submitted: Submit) -> None:
    ticket = submitted("kalbar")

    response = forward(caller("kadis.kalbar"), ticket)

    assert response.status_code == 200, response.content
    body = response.json()
    assert body["ticket"] == ticket
    assert body["status"] == "open"
    assert body["step"]["kind"] == "check_resources"
    assert body["event"]["action"] == "forward"
    assert "pin" not in body["event"]["data"]


def test_second_of_two_hears_who_was_first(caller: Callers, submitted: Submit) -> None:
    ticket = submitted("kalbar")
    head = caller("kadis.kalbar")
    seen = head.get(f"/bookings/{ticket}").json()["step"]["step_run"]
    forward(head, ticket)

    response = head.post(f"/bookings/{ticket}/actions/forward", {"step_run": seen, "data": {"pin": "123456"}})

    assert response.status_code == 409
    assert response.json()["type"] == "already-handled"
    assert "Kepala Dinas" in response.json()["detail"]


@pytest.mark.parametrize(
    ("username", "action", "status", "kind"),
    [
        ("tu.kalbar", "forward", 403, "not-yours"),
        ("pemohon.kalbar", "forward", 403, "not-yours"),
        ("kadis.kalbar", "accept", 409, "not-now"),
        ("kadis.kalbar", "terbang", 409, "not-now"),
        ("kadis.kalbar", "lapse", 403, "not-yours"),
        ("kadis.kalbar", "reopen", 409, "not-now"),
    ],
)
def test_refusals_write_nothing(
    caller: Callers, submitted: Submit, username: str, action: str, status: int, kind: str
) -> None:
    ticket = submitted("kalbar")
    before = Event.objects.count(), StepRun.objects.count()

    response = caller(username).post(f"/bookings/{ticket}/actions/{action}", {"data": {"pin": "123456"}})

    assert response.status_code in (status, 409), response.content
    assert response.json()["type"] in (kind, "not-now")
    assert response.json()["detail"]
    assert (Event.objects.count(), StepRun.objects.count()) == before


def test_wrong_pin_and_missing_fields_are_named(caller: Callers, submitted: Submit) -> None:
    ticket = submitted("kalbar")
    head = caller("kadis.kalbar")

    wrong = forward(head, ticket, pin="654987")
    without = head.post(f"/bookings/{ticket}/actions/forward", {"data": {}})
    incomplete = head.post(f"/bookings/{ticket}/actions/forward", {"data": {"pin": "123456"}})

    assert [each.status_code for each in (wrong, without, incomplete)] == [422, 422, 422]
    assert "Sisa 4 percobaan" in wrong.json()["fields"]["pin"][0]
    assert list(without.json()["fields"]) == ["pin"]
    assert "to" in incomplete.json()["fields"]
    head.user.refresh_from_db()
    assert head.user.pin_failures == 0  # the right PIN forgives


def test_same_key_and_request_is_answered_again(caller: Callers, submitted: Submit) -> None:
    ticket = submitted("kalbar")
    head = caller("kadis.kalbar")
    case = head.get(f"/bookings/{ticket}").json()
    to = next(each for each in case["actions"] if each["action"] == "forward")["fields"]["properties"]["to"]["enum"][0]
    body = {"step_run": case["step"]["step_run"], "data": {"to": to, "pin": "123456"}}

    first = head.post(f"/bookings/{ticket}/actions/forward", body, Idempotency_Key="k-1")
    again = head.post(f"/bookings/{ticket}/actions/forward", body, Idempotency_Key="k-1")
    other = head.post(f"/bookings/{ticket}/actions/forward", {**body, "step_run": 1}, Idempotency_Key="k-1")

    assert first.status_code == again.status_code == 200, first.content
    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert other.status_code == 422
    assert "Idempotency-Key" in other.json()["fields"]
    assert Event.objects.filter(action="forward").count() == 1


def test_repeated_submission_makes_one_request_and_keeps_the_code_unreadable(
    caller: Callers, wishes: Callable[..., dict[str, Any]]
) -> None:
    applicant = caller("pemohon.kalbar")
    body = wishes(applicant, "kalbar")

    first = applicant.post("/bookings", body, Idempotency_Key="abc")
    again = applicant.post("/bookings", body, Idempotency_Key="abc")

    assert first.status_code == again.status_code == 201
    assert again.json() == first.json()
    assert Booking.objects.count() == 1
    kept = IdempotencyKey.objects.get()
    assert first.json()["tracking_code"] not in kept.answer
    assert "abc" not in kept.key_hash


def test_key_of_somebody_else_means_nothing(caller: Callers, wishes: Callable[..., dict[str, Any]]) -> None:
    first, second = caller("pemohon.kalbar"), caller("pemohon2.kalbar")
    assert first.post("/bookings", wishes(first, "kalbar"), Idempotency_Key="abc").status_code == 201

    assert second.post("/bookings", wishes(second, "kalbar", days=9), Idempotency_Key="abc").status_code == 201

    assert Booking.objects.count() == 2


def test_refusal_is_not_kept(caller: Callers, wishes: Callable[..., dict[str, Any]]) -> None:
    applicant = caller("pemohon.kalbar")
    body = wishes(applicant, "kalbar")

    assert applicant.post("/bookings", {**body, "mode": "apa"}, Idempotency_Key="abc").status_code == 422
    assert not IdempotencyKey.objects.exists()
    assert applicant.post("/bookings", body, Idempotency_Key="abc").status_code == 201


def test_upload_is_repeated_safely_and_refused_by_content(caller: Callers, pdf: bytes) -> None:
    applicant = caller("pemohon.kalbar")

    first = applicant.upload(pdf, Idempotency_Key="f1")
    again = applicant.upload(pdf, Idempotency_Key="f1")
    disguised = applicant.upload(b"MZ program", name="surat.pdf")

    assert first.status_code == again.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert disguised.status_code == 422
    assert list(disguised.json()["fields"]) == ["file"]


def test_registrar_records_a_paper_decision(caller: Callers, submitted: Submit, pdf: bytes, monday: datetime) -> None:
    ticket = submitted("kalbar")
    registrar = caller("tu.kalbar")
    decided_at = monday + timedelta(minutes=5)

    with time_machine.travel(monday + timedelta(minutes=30), tick=False):
        case = registrar.get(f"/bookings/{ticket}").json()
        action = next(each for each in case["actions"] if each["action"] == "forward")
        assert action["allowed"] is False
        assert "pin" not in action["fields"]["properties"]
        response = registrar.post(
            f"/bookings/{ticket}/actions/forward",
            {
                "step_run": case["step"]["step_run"],
                "data": {"to": action["fields"]["properties"]["to"]["enum"][0]},
                "occurred_at": decided_at.isoformat(),
                "evidence": registrar.upload(pdf).json()["id"],
            },
        )

    assert response.status_code == 200, response.content
    event = Event.objects.get(action="forward")
    assert event.actor is not None
    assert event.actor.username == "kadis.kalbar"
    assert event.recorded_by == registrar.user
    assert event.occurred_at == decided_at
    assert event.evidence is not None


def test_moment_is_neither_in_the_future_nor_free_to_choose(
    caller: Callers, submitted: Submit, monday: datetime
) -> None:
    ticket = submitted("kalbar")
    head = caller("kadis.kalbar")

    future = forward(head, ticket, occurred_at=(monday + timedelta(minutes=1)).isoformat())
    past = forward(head, ticket, occurred_at=(monday - timedelta(minutes=1)).isoformat())

    assert future.status_code == past.status_code == 422
    assert "occurred_at" in future.json()["fields"]
    assert "occurred_at" in past.json()["fields"]


def test_stranger_cannot_record_with_evidence(caller: Callers, submitted: Submit, pdf: bytes) -> None:
    ticket = submitted("kalbar")
    applicant = caller("pemohon.kalbar")

    response = applicant.post(
        f"/bookings/{ticket}/actions/forward", {"data": {}, "evidence": applicant.upload(pdf).json()["id"]}
    )

    assert response.status_code == 403
    assert not Event.objects.filter(action="forward").exists()


def test_a_yes_in_part_gives_up_what_is_struck_and_says_so(caller: Callers, submitted: Submit) -> None:
    ticket = submitted("kalbar")
    forward(caller("kadis.kalbar"), ticket)
    officer = caller("bidang.kalbar")
    case = officer.get(f"/bookings/{ticket}").json()
    fields = next(each["fields"] for each in case["actions"] if each["action"] == "accept_partly")["properties"]
    answers = {name: "yes" for name in fields if name.startswith("c_")}
    path, step_run = f"/bookings/{ticket}/actions/accept_partly", case["step"]["step_run"]
    (account, *_others) = fields["struck"]["items"]["enum"]

    silent = officer.post(path, {"step_run": step_run, "data": {**answers, "struck": [account]}})
    unknown = officer.post(path, {"step_run": step_run, "data": {**answers, "struck": [99], "note": "Tanpa akun"}})
    done = officer.post(path, {"step_run": step_run, "data": {**answers, "struck": [account], "note": "Tanpa akun"}})

    assert [(each.status_code, list(each.json()["fields"])) for each in (silent, unknown)] == [
        (422, ["note"]),
        (422, ["struck"]),
    ]
    assert done.status_code == 200, done.content
    told = caller("pemohon.kalbar").get(f"/bookings/{ticket}").json()
    assert (told["decision"], told["hold"]) == ("partly", "confirmed")
    occupied = {each["kind"] for each in officer.get(f"/bookings/{ticket}").json()["allocations"]}
    assert occupied == {"person"}
