"""Other people's files reach a browser only as their publishers made them."""

import base64
import hashlib

import pytest
from django.contrib.staticfiles import finders

from vidcon_portal import staticfiles
from vidcon_portal.staticfiles import PINNED_FILES, AppFinder, PinnedFinder


@pytest.mark.parametrize("name", PINNED_FILES)
def test_pinned_file_is_the_published_one(name):
    with open(finders.find(name), "rb") as file:  # noqa: PTH123  # exactly what Django would serve
        digest = hashlib.sha384(file.read()).digest()

    assert base64.b64encode(digest).decode() == PINNED_FILES[name].sha384


def test_altered_file_stops_the_start_and_is_not_collected(monkeypatch):
    name = "vendor/htmx.min.js"
    monkeypatch.setitem(staticfiles.PINNED_FILES, name, PINNED_FILES[name]._replace(sha384="another"))

    errors = PinnedFinder().check()

    assert [error.id for error in errors] == ["vidcon_portal.E001"]
    with pytest.raises(ValueError, match="not the published file"):
        list(PinnedFinder().list([]))


def test_only_one_htmx_is_served():
    collected = [path for path, _ in AppFinder().list([])]

    assert [path for path in collected if "htmx" in path] == []
    assert [path for path in collected if path.endswith(".map")] == []
