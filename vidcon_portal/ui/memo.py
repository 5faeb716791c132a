"""Components that depend on nothing but what is handed to them, rendered once for equal values.

A badge, a row of a list, a cell of the calendar: the same few hundred values come back on every page, while Django's
templates take longer for each than the database for the whole page. The value is the key, so nothing can go stale.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

MOST = 4096
"""Renderings that a process keeps, of about a kilobyte each; the longest unused goes first."""


def render_once(template: str, **values: Hashable) -> SafeString:
    """The component, as ``include … only`` would print it; ``values`` are hashable and never change."""
    return renderer(template)(**values)


def renderer(template: str) -> Callable[..., SafeString]:
    """``render_once`` for many of the same kind: language and time zone are asked once."""
    language, zone = get_language(), get_current_timezone_name()
    return lambda **values: _render(template, language, zone, **values)


@lru_cache(maxsize=MOST)
def _render(template: str, _language: str, _zone: str, /, **values: Hashable) -> SafeString:
    return mark_safe(get_template(template).render(dict(values)))


def forget_rendered() -> None:
    """For whoever measures, or edits templates."""
    _render.cache_clear()
