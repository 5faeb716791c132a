"""Components that depend on nothing but what is handed to them, rendered once for equal values.

A badge, a row of a list, a cell of the calendar: the same few hundred values come back on every page, while Django's
templates take longer for each than the database for the whole page. The value is the key, so nothing can go stale.
"""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

MOST = 4096
"""Renderings that a process keeps, of about a kilobyte each; the longest unused goes first."""

MOST_DRAWINGS = 48
"""Whole calendars that a process keeps, of about a hundred kilobytes each."""

Values = ParamSpec("Values")
Drawing = TypeVar("Drawing")


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


def drawn_once(draw: Callable[Values, Drawing]) -> Callable[Values, Drawing]:
    """Keep what a function draws by the values that it is handed, and by language and time zone.

    For what takes long to draw and is looked at again and again: a day of all rooms. The values are hashable, never
    change and are all that the function looks at, the clock included.
    """

    @lru_cache(maxsize=MOST_DRAWINGS)
    def kept(_language: str, _zone: str, /, *args: Values.args, **options: Values.kwargs) -> Drawing:
        return draw(*args, **options)

    @wraps(draw)
    def drawn(*args: Values.args, **options: Values.kwargs) -> Drawing:
        return kept(get_language(), get_current_timezone_name(), *args, **options)  # type: ignore[arg-type] # hashable

    _DRAWINGS.append(kept)
    return drawn


_DRAWINGS: list[Any] = []


def forget_rendered() -> None:
    """For whoever measures, or edits templates."""
    _render.cache_clear()
    for kept in _DRAWINGS:
        kept.cache_clear()
