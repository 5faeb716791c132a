"""Units of the office that a request may name. The list shows a queryset; what was picked is read with a kept statement,
for every submission reads it twice."""

import functools
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Office
from vidcon_portal.kept import Given, is_one_of, kept

LARGEST_ID = 2**63 - 1

Kinds = tuple[ResourceKind, ...]


class UnitField(forms.ModelChoiceField):
    """One usable unit of an office."""

    office: Office
    kinds: Kinds

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Resource.objects.none(), **kwargs)

    def to_python(self, value: Any) -> Resource | None:
        if value in self.empty_values:
            return None
        return _picked(self, [value])[0]


class UnitsField(forms.ModelMultipleChoiceField):
    """Any number of usable units of an office, in the order of the list."""

    office: Office
    kinds: Kinds

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Resource.objects.none(), **kwargs)

    def _check_values(self, value: Iterable[Any]) -> Any:
        return _picked(self, list(value))


def offer_units(field: forms.Field, office: Office, *kinds: ResourceKind) -> None:
    """Which units the field knows: the usable ones of these kinds."""
    assert isinstance(field, (UnitField, UnitsField))
    field.office, field.kinds = office, kinds
    field.queryset = _usable(*kinds).filter(office=office)


def skill_choices(office: Office) -> list[tuple[str, str]]:
    """What the office's people master, after the choice of none; one query, when somebody looks."""
    people = _usable(ResourceKind.PERSON).filter(office=office).order_by()
    skills = {skill for known in people.values_list("skills", flat=True) for skill in known}
    return [("", _("Tidak ada yang khusus")), *((skill, skill[:1].upper() + skill[1:]) for skill in sorted(skills))]


def _picked(field: UnitField | UnitsField, values: list[Any]) -> list[Resource]:
    """The units that the field knows of what was given: units or their ids. Raises ValidationError for anything else."""
    ids = {_id_of(value): value for value in values}
    known = [pk for pk in ids if pk is not None]
    found = _units(field.kinds).all(office=field.office.pk, ids=known) if known else []
    for pk in ids.keys() - {unit.pk for unit in found}:
        raise forms.ValidationError(
            field.error_messages["invalid_choice"], code="invalid_choice", params={"value": ids[pk]}
        )
    return found


def _id_of(value: Any) -> int | None:
    try:
        number = int(str(value.pk if isinstance(value, Resource) else value))
    except ValueError:
        return None
    return number if 0 < number <= LARGEST_ID else None


@functools.cache
def _usable(*kinds: ResourceKind) -> QuerySet[Resource]:
    """Not read here: only what others narrow."""
    return Resource.objects.usable().filter(kind__in=kinds).order_by("-kind", "name")


@kept
def _units(kinds: Kinds) -> QuerySet[Resource]:
    return _usable(*kinds).filter(is_one_of("pk", "ids"), office=Given("office"))
