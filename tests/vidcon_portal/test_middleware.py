"""The language is Indonesian until a person chooses another; browsers do not choose."""

import pytest
from django.conf import settings


@pytest.mark.parametrize(
    ("cookie", "language"),
    [(None, "id"), ("en", "en"), ("id", "id"), ("xx", "id")],
)
def test_language_is_the_chosen_one(client, db, cookie, language):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie

    response = client.get("/sehat/", headers={"Accept-Language": "en-US,en;q=0.9"})

    assert response.headers["Content-Language"] == language


def test_every_page_forbids_foreign_and_inline_code(client, db):
    policy = client.get("/sehat/").headers["Content-Security-Policy"]

    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in policy
