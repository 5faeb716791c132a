"""What a page says about a letter on its way: why it came back, and who changed which words."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from vidcon_portal.documents.models import Document
from vidcon_portal.documents.wording import date_and_clock

ALIKE = 0.5
"""From which share of common words on two versions are read as one."""


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a changed part: gone, new, or as it was."""

    text: str
    gone: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A part of the letter, word for word."""

    label: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class EditLine:
    """One edit: who, when, and what it changed."""

    who: str
    at: str
    changes: tuple[ChangeLine, ...]


def edits_of(document: Document) -> list[EditLine]:
    """Every edit of a draft, the latest first; one query."""
    return [
        EditLine(
            who=", ".join(filter(None, [each.user.name if each.user else "", each.title])),
            at=date_and_clock(each.at, document.office.tz),
            changes=tuple(_change_line(change) for change in each.changes),
        )
        for each in document.edits.select_related("user").order_by("-at", "-pk")
    ]


def _change_line(change: Mapping[str, str]) -> ChangeLine:
    return ChangeLine(change["label"], tuple(compared(change["before"], change["after"])))


def compared(before: str, after: str) -> Iterable[Words]:
    """Both versions in one, so that the eye finds the word that changed; other words altogether stand whole. Pure."""
    old, new = re.findall(r"\s*\S+", before), re.findall(r"\s*\S+", after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        yield from (Words(before, gone=True), Words(" "), Words(after, new=True))
        return
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            yield Words("".join(new[k:m]))
            continue
        if i < j:
            yield Words("".join(old[i:j]), gone=True)
        if k < m:
            yield Words("".join(new[k:m]), new=True)


def say_return(document: Document) -> str:
    """Why a draft was handed back, by whom and when; empty once it is initialled again."""
    if not document.is_returned or document.returned_at is None:
        return ""
    return _("Dikembalikan %(who)s, %(when)s: %(note)s") % {
        "who": document.returned_by.name if document.returned_by else "",
        "when": date_and_clock(document.returned_at, document.office.tz),
        "note": document.return_note,
    }
