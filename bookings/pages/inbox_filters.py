"""Narrowing the inbox: links that keep each other, and the tasks that they leave."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from vidcon_portal.ui.parts import NavItem

from .inbox import Task


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader wants to see; empty is everything. Unknown values leave nothing and say so."""

    sort: str = ""
    agency: str = ""
    overdue: bool = False
    leader: bool = False

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        return cls(
            sort=query.get("jenis", "")[:40],
            agency=query.get("instansi", "")[:20],
            overdue=query.get("lewat") == "1",
            leader=query.get("pimpinan") == "1",
        )

    @property
    def is_empty(self) -> bool:
        return not self.query

    @property
    def query(self) -> str:
        values = {
            "jenis": self.sort,
            "instansi": self.agency,
            "lewat": "1" if self.overdue else "",
            "pimpinan": "1" if self.leader else "",
        }
        return urlencode({name: value for name, value in values.items() if value})

    def matches(self, task: Task) -> bool:
        return (
            self.sort in ("", task.sort)
            and self.agency in ("", task.agency)
            and (task.overdue or not self.overdue)
            and (bool(task.row.badges) or not self.leader)
        )


def filters_of(path: str, tasks: Sequence[Task], wish: Wish) -> list[NavItem]:
    """Overdue, leaders and each sort of task, with how many there are; pressed again, one is taken off.

    Nothing while there is nothing to choose from.
    """

    def item(label: str, chosen: Wish, count: int, *, current: bool) -> NavItem:
        query = chosen.query
        return NavItem(f"{path}?{query}" if query else path, label, count=count, current=current)

    sorts = Counter((task.sort, task.row.deed) for task in tasks)
    late, leaders = sum(task.overdue for task in tasks), sum(bool(task.row.badges) for task in tasks)
    found = []
    if late or wish.overdue:
        found.append(item(_("Lewat waktu"), replace(wish, overdue=not wish.overdue), late, current=wish.overdue))
    if leaders or wish.leader:
        found.append(item(_("Pimpinan"), replace(wish, leader=not wish.leader), leaders, current=wish.leader))
    if len(sorts) > 1 or wish.sort:
        found += [
            item(deed, replace(wish, sort="" if wish.sort == sort else sort), count, current=wish.sort == sort)
            for (sort, deed), count in sorted(sorts.items(), key=lambda each: (-each[1], each[0]))
        ]
    if not found and wish.is_empty:
        return []
    return [item(_("Semua"), Wish(), len(tasks), current=wish.is_empty), *found]


def agencies_of(path: str, tasks: Sequence[Task], wish: Wish) -> list[NavItem]:
    """A link for each agency, where there are several."""
    agencies = Counter((task.agency, task.row.agency) for task in tasks)
    if len(agencies) < 2 and not wish.agency:
        return []
    return [
        NavItem(f"{path}?{replace(wish, agency=agency).query}", name, count=count, current=wish.agency == agency)
        for (agency, name), count in sorted(agencies.items(), key=lambda each: each[0][1])
    ]
