"""How PostgreSQL answers each statement of a page: ``EXPLAIN (ANALYZE, BUFFERS)``."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection

from .pages import Page, browser_of


def plans_of(pages: Iterable[Page]) -> str:
    """The plans as Markdown, a statement of several pages once."""
    parts, seen = [], set()
    for page in pages:
        browser = browser_of(WSGIHandler(), page)
        browser.get(page.address)
        asked: list[tuple[str, Any]] = []
        with connection.execute_wrapper(_listener(asked)):
            browser.get(page.address)
        parts.append(f"## {page.name}\n\n`{page.address}`\n")
        for sql, params in asked:
            if sql in seen or not sql.lstrip().upper().startswith(("SELECT", "WITH", "(")):
                continue
            seen.add(sql)
            parts.append(f"```\n{' '.join(sql.split())[:400]}\n\n{_explain(sql, params)}\n```\n")
    return "\n".join(parts)


def _listener(asked: list[tuple[str, Any]]) -> Callable[..., Any]:
    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append((sql, params))
        return execute(sql, params, many, context)

    return listen


def _explain(sql: str, params: Any) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {sql}", params)
        return "\n".join(row[0] for row in cursor.fetchall())
