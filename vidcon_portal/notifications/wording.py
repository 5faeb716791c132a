"""What messages say: a default text per kind, which an office may replace, with named gaps and nothing else in it.

A gap is ``{nomor}``; there are no conditions, filters or attributes, so a text can neither run code nor reach data that
its kind does not offer. A line whose gaps are all empty is left out.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.functional import lazy
from django.utils.module_loading import import_string

from .choices import Topic

GAP = re.compile(r"\{([a-z_]{1,30})\}")
BRACE = re.compile(r"[{}]")


@dataclass(frozen=True, slots=True)
class MessageKind:
    """One reason to write. ``gaps`` maps each name to an example, which the preview shows."""

    code: str
    topic: Topic
    label: Any
    subject: Any
    body: Any
    gaps: Mapping[str, Any] = field(default_factory=dict)


@cache
def message_kinds() -> Mapping[str, MessageKind]:
    """All kinds by code, in the order of ``settings.MESSAGE_KINDS``: the ground floor knows no wing."""
    found: dict[str, MessageKind] = {}
    for path in settings.MESSAGE_KINDS:
        for kind in import_string(path):
            assert kind.code not in found, f"{kind.code} stands twice"
            found[kind.code] = kind
    return found


def _call(speak: Callable[[], str]) -> str:
    return speak()


_lazy_call = lazy(_call, str)


def later(speak: Callable[[], str]) -> Any:
    """A text that is made anew in the language of each reader."""
    return _lazy_call(speak)


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its gaps filled; a gap without a value is empty, a line of empty gaps goes."""
    lines = []
    for line in text.splitlines():
        names = GAP.findall(line)
        if names and not any(str(values.get(name, "")) for name in names):
            continue
        lines.append(GAP.sub(lambda gap: str(values.get(gap[1], "")), line).rstrip())
    return "\n".join(lines).strip()


def strange_gaps(text: str, known: Iterable[str]) -> list[str]:
    """What stands in braces and is no gap of this kind, as it is written; a lone brace too."""
    allowed = set(known)
    strange = [f"{{{name}}}" for name in GAP.findall(text) if name not in allowed]
    return list(dict.fromkeys([*strange, *BRACE.findall(GAP.sub("", text))]))
