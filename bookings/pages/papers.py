"""What a page says about a letter on its way: who changed which words."""

from dataclasses import dataclass

from vidcon_portal.documents.models import Document
from vidcon_portal.documents.wording import date_and_clock


@dataclass(frozen=True, slots=True)
class EditLine:
    """One edit: who, when, and each part before and after."""

    who: str
    at: str
    changes: tuple[dict[str, str], ...]


def edits_of(document: Document) -> list[EditLine]:
    """Every edit of a draft, the latest first; one query."""
    return [
        EditLine(
            who=", ".join(filter(None, [each.user.name if each.user else "", each.title])),
            at=date_and_clock(each.at, document.office.tz),
            changes=tuple(each.changes),
        )
        for each in document.edits.select_related("user").order_by("-at", "-pk")
    ]
