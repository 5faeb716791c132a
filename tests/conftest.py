"""The cast: who is who in the tests, and why each of them is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection

from tests.world import build_world
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat

MONDAY = datetime(2026, 8, 24, 1, 0, tzinfo=UTC)
"""Monday 24 August 2026, 09.00 WITA and 08.00 WIB: an ordinary working morning (Tuesday is a holiday)."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The world stands before the first test; tests that roll back find it whole."""
    with django_db_blocker.unblock():
        build_world()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # A browser that is still connected keeps a thread of the live server, and with it a session, alive.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def world(db: None) -> None:
    """The five offices, rebuilt if a test that commits has emptied the database."""
    build_world()


@pytest.fixture
def committed_world(transactional_db: None) -> Any:
    """For races in several connections: a world that is really in the database, gone afterwards."""
    build_world()
    call_command("createcachetable")
    return None


@pytest.fixture
def actor_of(world: None) -> Callable[[str], Actor]:
    """``actor_of("kadis.kalbar")``: a demo login with its default hat on."""

    def find(username: str, at: datetime = MONDAY) -> Actor:
        return default_hat(User.objects.get(username=username), at=at)

    return find


@pytest.fixture
def office_of(world: None) -> Callable[[str], Office]:
    return lambda code: Office.objects.get(code=code)


@pytest.fixture
def monday() -> datetime:
    return MONDAY


@pytest.fixture
def wita() -> ZoneInfo:
    return ZoneInfo("Asia/Makassar")
