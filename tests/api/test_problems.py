"""Whatever goes wrong is a problem in JSON with a sentence, never a page."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.api.conftest import Caller
from vidcon_portal import problems
from vidcon_portal.accounts.models import User


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/tidak-ada", "/api/v1/bookings/", "/api/v1/bookings/X/Y/Z"])
def test_unknown_address(world: None, path: str) -> None:
    response = Client().get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "not-found"


def test_wrong_method_names_the_right_one(caller: Callable[[str], Caller]) -> None:
    response = caller("kadis.kalbar").post("/offices", {})

    assert response.status_code == 405
    assert response["Allow"] == "GET"
    assert response.json()["type"] == "method-not-allowed"


@pytest.mark.parametrize(
    "body", [b"{", b"bukan json", b'{"a": NaN}', b'{"service": "\\u0000"}', b'{"service": "\\ud800"}', b"\xff\xfe"]
)
def test_unreadable_json_is_a_bad_request(caller: Callable[[str], Caller], body: bytes) -> None:
    applicant = caller("pemohon.kalbar")

    response = applicant.client.post(
        "/api/v1/bookings", body, content_type="application/json", headers=applicant.headers()
    )

    assert response.status_code == 400
    assert response.json()["type"] == "bad-request"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "service"),
        ({"service": 1, "mode": "host"}, "data"),
        ({"service": 1, "mode": "host", "data": []}, "data"),
        ({"service": 1, "mode": "host", "data": {}, "on_clash": "apa"}, "on_clash"),
        ({"service": 1, "mode": "host", "data": {}, "judul": "x"}, "judul"),
    ],
)
def test_wrong_shape_names_the_field(caller: Callable[[str], Caller], body: Any, field: str) -> None:
    response = caller("pemohon.kalbar").post("/bookings", body)

    assert response.status_code == 422
    assert response.json()["type"] == "incomplete"
    assert field in response.json()["fields"]


def test_fault_of_ours_shows_nothing_inside(
    caller: Callable[[str], Caller], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("rahasia dapur")

    monkeypatch.setattr("vidcon_portal.accounts.api.hats", fail)

    response = caller("kadis.kalbar").get("/me")

    assert response.status_code == 500
    assert response.json()["type"] == "server-error"
    assert "rahasia" not in response.content.decode()
    assert "rahasia dapur" in caplog.text


def test_every_type_has_a_title() -> None:
    for kind in problems.TITLES:
        body = json.loads(problems.problem(kind, 400, "…").content)
        assert body["type"] == kind
        assert body["title"]


def test_docs_stand_behind_sign_in_and_load_nothing_from_elsewhere(world: None) -> None:
    visitor = Client().get("/api/v1/docs")
    assert visitor.status_code == 302
    assert visitor["Location"].startswith("/masuk/")

    browser = Client()
    browser.force_login(User.objects.get(username="kadis.kalbar"), "vidcon_portal.accounts.backends.AccountBackend")
    page = browser.get("/api/v1/docs")

    assert page.status_code == 200
    assert b"https://" not in page.content
    assert "script-src 'self'" in page["Content-Security-Policy"]
    described = browser.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert "/api/v1/bookings/{ticket}/actions/{action}" in described["paths"]
