"""Schemathesis reads our own description and asks nonsense: never a page, never a fault of ours."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from tests.api.conftest import Caller
from vidcon_portal.api import api

described = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
asked: Any = described.exclude(path_regex="/token$|/files$")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@asked.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_nonsense_is_answered_in_json(case: Any, caller: Callable[[str], Caller]) -> None:
    who = caller("tu.kalbar")
    sent = case.as_transport_kwargs(base_url="http://testserver")
    address = urlsplit(sent["url"]).path
    if sent.get("params"):
        address += "?" + urlencode(sent["params"], doseq=True)

    if sent["method"] == "POST":
        response = who.client.post(address, sent.get("json"), content_type="application/json", headers=who.headers())
    else:
        response = who.client.get(address, headers=who.headers())

    assert response.status_code < 500, response.content
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["detail"]
