"""Browsers of the cast, at an ordinary Monday morning."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tests.conftest import MONDAY
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import User

SOON = MONDAY + timedelta(hours=1)
"""When the pages are opened: an hour after the requests of the walks begin."""


@pytest.fixture(autouse=True)
def _clock(world: None) -> Iterator[None]:
    with time_machine.travel(SOON, tick=False):
        yield


@pytest.fixture
def browser() -> Callable[[str], Client]:
    """``browser("kadis.kalbar")``: signed in, with the first page behind it."""

    def open_one(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        client.get("/akun/")
        return client

    return open_one


@pytest.fixture
def kalbar() -> Walk:
    """Submitted in Kalbar: waits for the head's disposition."""
    return Walk("kalbar").submit()
