"""The database of a test process: a copy of one that the whole run migrates and fills once.

Migrating and filling take a quarter of a minute, copying a moment. So every process copies, and a test that commits
throws its database away and takes another copy.
"""

from django.conf import settings
from django.db import connection, connections

from tests.world import build_world

ONE_AT_A_TIME = 20260824
"""Key of the advisory lock: the first process of a run makes the template, the others wait for it."""


class WorldDatabase:
    """``name``, where the tests of this process run; ``run`` tells this run's template from an old one.

    With ``reuse`` (``pytest --reuse-db``, until ``--create-db``) an old one will do.
    """

    def __init__(self, run: str, *, reuse: bool) -> None:
        self.run, self.reuse = run, reuse
        self.outside = connection.settings_dict["NAME"]
        self.name = connection.creation._get_test_db_name()
        self.template = f"test_{self.outside}_world"

    def create(self) -> None:
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])  # until this connection ends
            cursor.execute(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [self.template]
            )
            made_by = (cursor.fetchone() or [None])[0]
            if made_by is None or (made_by != self.run and not self.reuse):
                cursor.execute(f"DROP DATABASE IF EXISTS {quoted(self.template)}")
                self._make_template()
                cursor.execute(f"COMMENT ON DATABASE {quoted(self.template)} IS '{self.run}'")
        self.renew()

    def renew(self) -> None:
        """The world as it was, whatever has been committed; whoever is still connected is cut off."""
        self._use(self.name)
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {quoted(self.name)} WITH (FORCE)")
            cursor.execute(f"CREATE DATABASE {quoted(self.name)} TEMPLATE {quoted(self.template)}")

    def drop(self) -> None:
        self._use(self.outside)
        with connection.creation._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {quoted(self.name)} WITH (FORCE)")

    def _make_template(self) -> None:
        connection.settings_dict["TEST"]["NAME"] = self.template
        connection.creation.create_test_db(verbosity=0, serialize=False)
        build_world()
        connections.close_all()  # a template can only be copied while nobody is connected to it

    def _use(self, name: str) -> None:
        connections.close_all()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)
