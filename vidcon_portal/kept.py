"""Querysets whose SQL is written once per process and prepared once per connection.

Writing the SQL of a joined queryset costs Django ten times what PostgreSQL needs to answer it, and PostgreSQL plans
it anew each time. What every page asks (who reads, what waits for him) is therefore kept: the rules stay querysets,
read like all others, and only the values that differ from call to call are handed in later.

    @kept
    def _open_steps(role: str) -> QuerySet[StepRun]:
        return StepRun.objects.filter(roles__contains=[role], booking__office=Given("office"), closed_at=None)

    runs = _open_steps(actor.role).all(office=actor.office.pk)

The arguments of the function are its shape: each combination is one statement, so they must be few and hashable.
Whatever the rows depend on is either an argument or a ``Given``: nothing may be read from outside. What is neither is
written into the statement.
"""

import contextlib
import functools
import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.postgresql.psycopg_any import mogrify
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

    def __init__(self, rows: QuerySet[Any, Row]) -> None:
        self._rows = rows
        self._compiler = rows.query.get_compiler(rows.db)
        self._sql = ""
        self._given: tuple[str, ...] = ()
        with contextlib.suppress(EmptyResultSet):
            self._sql, self._given = _with_constants(*self._compiler.as_sql(), using=rows.db)
            fields = [field for field, *_rest in self._compiler.select[: self._compiler.col_count]]
            self._converters = self._compiler.get_converters(fields)

    def all(self, **values: Any) -> list[Row]:
        """The rows, as the queryset would give them; one statement, none where nothing can match."""
        if not self._sql:
            return []
        chunk = fetch(self._sql, self._bound(values), using=self._rows.db)
        compiler = copy(self._compiler)
        compiler.execute_sql = lambda *_args, **_options: [chunk]
        compiler.get_converters = lambda _fields: self._converters
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
        return [values[name] for name in self._given]


def _with_constants(sql: str, params: Sequence[Any], *, using: str) -> tuple[str, tuple[str, ...]]:
    """The statement with its constants written into it, and the names of the values that are told later.

    A plan that PostgreSQL keeps can use what it reads in the statement alone: a partial index, how rare a status is.
    With all values told later it planned the statements of many tables anew each time, for longer than it ran them.
    """
    given: list[str] = []
    values = iter(params)

    def written(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return found[0]
        value = next(values)
        if isinstance(value, _Name):
            given.append(value.name)
            return "%s"
        return mogrify("%s", [value], connections[using]).replace("%", "%%")

    return re.sub("%%|%s", written, sql), tuple(given)


def kept(build: Callable[Shape, QuerySet[Any, Row]]) -> Callable[Shape, Kept[Row]]:
    """Keep the statement of each shape of the queryset that the function builds."""

    @functools.lru_cache(maxsize=MOST_SHAPES)
    @functools.wraps(build)
    def statement(*args: Shape.args, **options: Shape.kwargs) -> Kept[Row]:
        return Kept(build(*args, **options))

    return statement  # type: ignore[return-value] # lru_cache forgets the parameters


def fetch(sql: str, params: dict[str, Any] | list[Any], *, using: str = "default") -> list[Any]:
    """The rows of a statement that is written by hand, prepared like the kept ones."""
    with _cursor(using) as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def fetch_planned(sql: str, params: dict[str, Any] | list[Any], *, using: str = "default") -> list[Any]:
    """As ``fetch``, planned for these very values at each call.

    For what asks about a stretch of time: which index is best depends on how long it is. A plan that is kept for any
    stretch read a million allocations twenty times longer than planning takes.
    """
    with connections[using].cursor() as cursor:
        cursor.execute(sql, params)
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
