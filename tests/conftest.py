"""The cast: who is who in the tests, and why each of them is there."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import TransactionTestCase, override_settings

from tests.database import WorldDatabase
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat

MONDAY = datetime(2026, 8, 24, 1, 0, tzinfo=UTC)
"""Monday 24 August 2026, 09.00 WITA and 08.00 WIB: an ordinary working morning (Tuesday is a holiday)."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that at the end no process waits for another's journey."""
    items.sort(key=lambda item: "journeys" not in item.path.parts)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: Any,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    testrun_uid: str,
) -> Iterator[None]:
    """The world stands before every test: those that roll back leave it whole, after one that commits it is renewed.

    Django would empty the tables one by one, and the world would have to be built again.
    """
    with django_db_blocker.unblock():
        database = WorldDatabase(run=testrun_uid, reuse=django_db_keepdb and not django_db_createdb)
        database.create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda test_case: database.renew())
        yield
    with django_db_blocker.unblock():
        database.drop()


@pytest.fixture(scope="session", autouse=True)
def own_servers() -> Iterator[None]:
    """The fakes of other people's systems run on this machine."""
    with override_settings(INSIDE_HOSTS=["127.0.0.1"]):
        yield


@pytest.fixture
def world(db: None) -> None:
    """The five offices; what a test does to them is rolled back."""


@pytest.fixture
def committed_world(transactional_db: None) -> None:
    """The five offices for several connections: what a test does to them is really in the database."""


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
