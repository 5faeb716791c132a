"""The icon set: read once from ``templates/sprite.svg``, inlined one by one."""

import re
from functools import cache

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_SYMBOL = re.compile(r'<symbol id="i-([\w-]+)" viewBox="([\d ]+)">(.*?)</symbol>', re.DOTALL)


@cache
def icon_paths() -> dict[str, tuple[str, str]]:
    """Name → (viewBox, markup) of every symbol in the sprite."""
    sprite = get_template("sprite.svg").render()
    return {name: (view_box, markup) for name, view_box, markup in _SYMBOL.findall(sprite)}


@cache
def render_icon(name: str, css_class: str = "i") -> SafeString:
    """The icon as inline SVG, hidden from assistive technology: the word beside it speaks. KeyError when unknown."""
    view_box, markup = icon_paths()[name]
    return format_html(
        '<svg class="{}" viewBox="{}" aria-hidden="true">{}</svg>',
        css_class,
        view_box,
        mark_safe(markup),
    )
