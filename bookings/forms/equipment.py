"""What is asked for of an office's kit: single units and sets, or any unit of a group."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _

from bookings.choices import ResourceKind
from bookings.models import Resource
from bookings.scheduling.needs import ANY_OF
from vidcon_portal.json_schema import MOST_CHOICES

from .units import UnitsField


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Any unit of a group: kept among the needs like a unit, by ``pk``; which one it is, is decided under the lock."""

    kind: ClassVar = ResourceKind.EQUIPMENT
    kit_id: ClassVar = None
    group: str

    @property
    def pk(self) -> str:
        return f"{ANY_OF}{self.group}"

    @property
    def name(self) -> str:
        return self.group[:1].upper() + self.group[1:]

    @property
    def label(self) -> str:
        return _("%(group)s, salah satu") % {"group": self.name}


def groups_of(units: Iterable[Resource]) -> list[AnyOf]:
    """The groups of which an office has several units."""
    counts = Counter(unit.group for unit in units if unit.kind == ResourceKind.EQUIPMENT and unit.group)
    return [AnyOf(group) for group, count in sorted(counts.items()) if count > 1]


class _Choices(ModelChoiceIterator):
    """Groups first: who has no wish of his own takes what is free."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        units = list(self.queryset)
        yield from ((group.pk, group.label) for group in groups_of(units))
        yield from (self.choice(unit) for unit in units)


class EquipmentField(UnitsField):
    """Ids of units and sets, and ``group:webcam`` for any unit of a group."""

    iterator = _Choices

    def clean(self, value: Any) -> list[Resource | AnyOf]:  # type: ignore[override]  # a group is no row
        given = value if isinstance(value, list | tuple) else []
        asked = list(dict.fromkeys(each for each in given if isinstance(each, str) and each.startswith(ANY_OF)))
        if not asked:
            return list(super().clean(value))
        known = {group.pk: group for group in groups_of(self._units())}
        for each in asked:
            if each not in known:
                raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": each})
        units = [each for each in given if each not in asked]
        return [*(known[each] for each in asked), *(super().clean(units) if units else ())]

    def json_schema(self) -> dict[str, Any]:
        units = self._units()[: MOST_CHOICES + 1]
        labels = {group.pk: group.label for group in groups_of(units)}
        items: dict[str, Any] = {"type": ["integer", "string"]}
        if len(units) <= MOST_CHOICES:
            items["enum"] = [*labels, *(unit.pk for unit in units)]
            items["x-labels"] = labels | {str(unit.pk): str(self.label_from_instance(unit)) for unit in units}
        return {"type": "array", "items": items, "uniqueItems": True}

    def _units(self) -> list[Resource]:
        assert self.queryset is not None
        return list(self.queryset.all())
