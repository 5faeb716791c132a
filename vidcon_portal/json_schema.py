"""A Django form as JSON Schema 2020-12: the page and the API read the same fields.

Pure: reads the form, touches no request. A field of our own may say more by a method ``json_schema()``.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Model
from django.forms.utils import pretty_name

DIALECT = "https://json-schema.org/draft/2020-12/schema"
MOST_CHOICES = 500
"""A longer list of rows is not spelt out."""

Schema = dict[str, Any]


def form_schema(form: forms.BaseForm) -> Schema:
    """Types, titles, required fields, choices with their labels (``x-labels``), defaults, limits."""
    properties = {}
    for name, field in form.fields.items():
        schema = field_schema(field)
        schema["title"] = str(field.label or pretty_name(name))
        if field.help_text:
            schema["description"] = str(field.help_text)
        if isinstance(field.widget, forms.PasswordInput):
            schema["writeOnly"] = True
        elif (default := _default(form, name, field)) is not None:
            schema["default"] = default
        properties[name] = schema
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": properties,
        "required": [name for name, field in form.fields.items() if field.required],
    }


def field_schema(field: forms.Field) -> Schema:
    """What one field accepts as JSON."""
    describe = getattr(field, "json_schema", None)
    if callable(describe):
        return dict(describe())
    for kind, build in _BUILDERS:
        if isinstance(field, kind):
            return build(field)
    return {}


def readable(form: forms.BaseForm, data: Mapping[str, Any]) -> dict[str, Any]:
    """JSON data as the form's fields can read them: moments and dates are text, whatever was sent."""
    given = dict(data)
    for name, field in form.fields.items():
        value = given.get(name)
        if isinstance(field, forms.fields.BaseTemporalField) and value is not None and not isinstance(value, str):
            given[name] = str(value)
        if isinstance(field, forms.NullBooleanField) and isinstance(value, list | dict):
            given[name] = None
    return given


def _choices(pairs: Iterable[Any], coerce: Any = str) -> Schema:
    labels: dict[str, str] = {}
    values: list[Any] = []
    for value, label in pairs:
        if isinstance(label, list | tuple):
            inner = _choices(label, coerce)
            values += inner["enum"]
            labels |= inner["x-labels"]
        elif value not in (None, ""):
            values.append(coerce(str(value)))
            labels[str(value)] = str(label)
    return {"enum": values, "x-labels": labels}


def _one_of(field: forms.ChoiceField) -> Schema:
    coerce: type = int if getattr(field, "coerce", None) is int else str
    pairs: Any = field.choices
    return {"type": "integer" if coerce is int else "string", **_choices(pairs, coerce)}


def _some_of(field: forms.MultipleChoiceField) -> Schema:
    return {"type": "array", "items": _one_of(field), "uniqueItems": True}


def _one_row(field: forms.ModelChoiceField) -> Schema:
    rows = list(field.queryset.all()[: MOST_CHOICES + 1]) if field.queryset is not None else []
    if len(rows) > MOST_CHOICES:
        return {"type": ["integer", "string"]}
    ids = [row.pk if isinstance(row.pk, int) else str(row.pk) for row in rows]
    labels = {str(row.pk): str(field.label_from_instance(row)) for row in rows}
    kind = "string" if any(isinstance(each, str) for each in ids) else "integer"
    return {"type": kind, "enum": ids, "x-labels": labels}


def _some_rows(field: forms.ModelMultipleChoiceField) -> Schema:
    return {"type": "array", "items": _one_row(field), "uniqueItems": True}


def _number(field: forms.IntegerField) -> Schema:
    exact = not isinstance(field, forms.FloatField | forms.DecimalField)
    schema: Schema = {"type": "integer" if exact else "number"}
    for name, limit in (("minimum", field.min_value), ("maximum", field.max_value)):
        if limit is not None:
            value = limit() if callable(limit) else limit
            schema[name] = int(value) if exact else float(value)
    return schema


def _text(field: forms.CharField) -> Schema:
    schema: Schema = {"type": "string"}
    if field.max_length is not None:
        schema["maxLength"] = int(field.max_length)
    if field.min_length or field.required:
        schema["minLength"] = int(field.min_length or 1)
    return schema


def _yes_no(field: forms.Field) -> Schema:
    return {"type": "boolean", **({"const": True} if field.required else {})}


_BUILDERS: tuple[tuple[type[forms.Field], Any], ...] = (
    (forms.ModelMultipleChoiceField, _some_rows),
    (forms.ModelChoiceField, _one_row),
    (forms.MultipleChoiceField, _some_of),
    (forms.ChoiceField, _one_of),
    (forms.NullBooleanField, lambda field: {"type": ["boolean", "null"]}),
    (forms.BooleanField, _yes_no),
    (forms.IntegerField, _number),
    (forms.DateTimeField, lambda field: {"type": "string", "format": "date-time"}),
    (forms.SplitDateTimeField, lambda field: {"type": "string", "format": "date-time"}),
    (forms.DateField, lambda field: {"type": "string", "format": "date"}),
    (forms.TimeField, lambda field: {"type": "string", "format": "time"}),
    (forms.DurationField, lambda field: {"type": "string", "format": "duration"}),
    (forms.UUIDField, lambda field: {"type": "string", "format": "uuid"}),
    (forms.EmailField, lambda field: {**_text(field), "format": "email"}),
    (forms.URLField, lambda field: {**_text(field), "format": "uri"}),
    (forms.JSONField, lambda field: {}),
    (forms.CharField, _text),
)
"""The first that fits says the type; the order goes from special to general."""


def _default(form: forms.BaseForm, name: str, field: forms.Field) -> Any:
    """What the page would show already, if JSON can say it."""
    value = _plain(form.get_initial_for_field(field, name))
    return None if value in ("", [], {}) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk if isinstance(value.pk, int) else str(value.pk)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, uuid.UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        plain = {str(key): _plain(item) for key, item in value.items()}
        return plain if all(item is not None for item in plain.values()) else None
    if isinstance(value, list | tuple | set | frozenset):
        items = [_plain(item) for item in value]
        return items if all(item is not None for item in items) else None
    return None
