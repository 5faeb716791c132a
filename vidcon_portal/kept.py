"""Querysets whose SQL is written once per process and prepared once per connection.

Writing the SQL of a joined queryset costs Django ten times what PostgreSQL needs to answer it, and PostgreSQL plans
it anew each time. What every page asks (who reads, what waits for him) is therefore kept: the rules stay querysets,
read like all others, and only the values that differ from call to call are handed in later.

    @kept
    def _open_steps(role: str) -> QuerySet[StepRun]:
        return StepRun.objects.filter(roles__contains=[role], booking__office=Given("office"), closed_at=None)

    runs = _open_steps(actor.role).all(office=actor.office.pk)

The arguments of the function are its shape: each combination is one statement, so they must be few and hashable.
Whatever the rows depend on is either an argument or a ``Given``: nothing may be read from outside.
"""

import functools
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, F, Func, QuerySet, Value

Row = TypeVar("Row")
Shape = ParamSpec("Shape")

MOST_SHAPES = 512
"""Statements that one function keeps; the longest unused goes first."""


@dataclass(frozen=True, slots=True)
class _Name:
    name: str


class Given(Value):
    """A value that is named now and told when the rows are read: ``office=Given("office")``."""

    def __init__(self, name: str) -> None:
        super().__init__(_Name(name))


def is_one_of(field: str, name: str) -> Func:
    """A condition: the field is in the list that is told later; one statement whatever the list's length."""
    return Func(
        F(field),
        Given(name),
        arg_joiner=" = ANY(",
        template="%(expressions)s)",
        output_field=BooleanField(),
    )


class Kept(Generic[Row]):
    """The statement of one queryset."""

    def __init__(self, rows: QuerySet[Any, Row], *, planned_once: bool = False) -> None:
        self._rows = rows
        self._planned_once = planned_once
        self._compiler = rows.query.get_compiler(rows.db)
        self._params: tuple[Any, ...] = ()
        try:
            self._sql, self._params = self._compiler.as_sql()
        except EmptyResultSet:
            self._sql = ""

    def all(self, **values: Any) -> list[Row]:
        """The rows, as the queryset would give them; one statement, none where nothing can match."""
        if not self._sql:
            return []
        chunk = fetch(self._sql, self._bound(values), using=self._rows.db, planned_once=self._planned_once)
        compiler = copy(self._compiler)
        compiler.execute_sql = lambda *_args, **_options: [chunk]
        rows = self._rows._chain()  # type: ignore[attr-defined] # a clone that keeps its slice
        rows.query.get_compiler = lambda *_args, **_options: compiler
        return list(rows)

    def first(self, **values: Any) -> Row | None:
        """The first row; the queryset itself says how many it reads."""
        return next(iter(self.all(**values)), None)

    def count(self, **values: Any) -> int:
        """How many rows there are, counted by the database."""
        if not self._sql:
            return 0
        sql = f"SELECT count(*) FROM ({self._sql}) counted"  # noqa: S608 - Django wrote it
        counted = fetch(sql, self._bound(values), using=self._rows.db)
        return int(counted[0][0])

    def _bound(self, values: dict[str, Any]) -> list[Any]:
        return [values[each.name] if type(each) is _Name else each for each in self._params]


def kept(build: Callable[Shape, QuerySet[Any, Row]]) -> Callable[Shape, Kept[Row]]:
    """Keep the statement of each shape of the queryset that the function builds."""
    return _keeping(build)


def kept_and_planned(build: Callable[Shape, QuerySet[Any, Row]]) -> Callable[Shape, Kept[Row]]:
    """As ``kept``, and PostgreSQL keeps its plan, too: for statements of many tables that it plans for longer than it
    runs them, and whose best way does not depend on the values."""
    return _keeping(build, planned_once=True)


def _keeping(build: Callable[Shape, QuerySet[Any, Row]], **how: bool) -> Callable[Shape, Kept[Row]]:
    @functools.lru_cache(maxsize=MOST_SHAPES)
    @functools.wraps(build)
    def statement(*args: Shape.args, **options: Shape.kwargs) -> Kept[Row]:
        return Kept(build(*args, **options), **how)

    return statement  # type: ignore[return-value] # lru_cache forgets the parameters


def fetch(
    sql: str, params: dict[str, Any] | list[Any], *, using: str = "default", planned_once: bool = False
) -> list[Any]:
    """The rows of a statement that is written by hand, prepared like the kept ones."""
    with _cursor(using) as cursor:
        if not planned_once:
            cursor.execute(sql, params)
            return cursor.fetchall()
        # One journey to the server and back for all three. Were the second to fail, plans would be kept: no harm.
        driver = cursor.connection
        with driver.pipeline():
            driver.execute("SET plan_cache_mode = force_generic_plan")
            cursor.execute(sql, params)
            driver.execute("RESET plan_cache_mode")
        return cursor.fetchall()


class _Cursor(ServerBindingCursor):
    """Remembers its statement even when it is prepared, for whoever logs statements."""

    def _convert_query(self, *args: Any) -> Any:
        self._query = super()._convert_query(*args)  # type: ignore[misc] # the driver's own, not in Django's stubs
        return self._query


def _cursor(using: str) -> CursorWrapper:
    """A cursor that binds values in the server, so that statements can be prepared; logged like Django's own."""
    connection = connections[using]
    connection.ensure_connection()
    return connection._prepare_cursor(_Cursor(connection.connection))  # type: ignore[attr-defined, call-arg]
