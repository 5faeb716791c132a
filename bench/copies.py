"""A copy of the seeded database for each measurement, so that none stands on what another filled."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, connections


@contextmanager
def own_copy(name: str) -> Iterator[None]:
    """Work in a copy of the database as it is now; it is dropped at the end. Nobody else may be connected."""
    original = connection.settings_dict["NAME"]
    _execute(f'DROP DATABASE IF EXISTS "{name}"')
    _execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
    _use(name)
    try:
        yield
    finally:
        _use(original)
        _execute(f'DROP DATABASE "{name}"')


def _use(name: str) -> None:
    connections.close_all()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = name


def _execute(sql: str) -> None:
    """Outside of the database itself, which nobody may be in while it is copied or dropped."""
    connections.close_all()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined] # what the test runner creates databases with
        cursor.execute(sql)
