"""Forms as JSON Schema, and JSON as forms can read it."""

import datetime as dt

import pytest
from django import forms

from vidcon_portal.json_schema import field_schema, form_schema, readable
from vidcon_portal.ui.widgets import PinInput

CHOICES = (("", "—"), ("Kelompok", (("a", "Satu"), ("b", "Dua"))), ("c", "Tiga"))


class OwnField(forms.Field):
    def json_schema(self) -> dict[str, object]:
        return {"type": "array"}


class Example(forms.Form):
    name = forms.CharField(label="Nama", max_length=10, help_text="Nama lengkap.")
    pin = forms.CharField(widget=PinInput, required=False, initial="123456")
    day = forms.DateField(required=False, initial=dt.date(2026, 8, 24))


@pytest.mark.parametrize(
    ("field", "schema"),
    [
        (forms.CharField(required=False), {"type": "string"}),
        (forms.CharField(max_length=5), {"type": "string", "maxLength": 5, "minLength": 1}),
        (forms.IntegerField(min_value=0, max_value=9), {"type": "integer", "minimum": 0, "maximum": 9}),
        (forms.FloatField(min_value=0.5), {"type": "number", "minimum": 0.5}),
        (forms.BooleanField(), {"type": "boolean", "const": True}),
        (forms.BooleanField(required=False), {"type": "boolean"}),
        (forms.DateField(), {"type": "string", "format": "date"}),
        (forms.DateTimeField(), {"type": "string", "format": "date-time"}),
        (forms.TimeField(), {"type": "string", "format": "time"}),
        (forms.UUIDField(), {"type": "string", "format": "uuid"}),
        (forms.EmailField(required=False), {"type": "string", "maxLength": 320, "format": "email"}),
        (
            forms.ChoiceField(choices=CHOICES),
            {"type": "string", "enum": ["a", "b", "c"], "x-labels": {"a": "Satu", "b": "Dua", "c": "Tiga"}},
        ),
        (
            forms.TypedChoiceField(choices=(("1", "Satu"),), coerce=int),
            {"type": "integer", "enum": [1], "x-labels": {"1": "Satu"}},
        ),
        (
            forms.MultipleChoiceField(choices=(("a", "Satu"),)),
            {
                "type": "array",
                "items": {"type": "string", "enum": ["a"], "x-labels": {"a": "Satu"}},
                "uniqueItems": True,
            },
        ),
        (OwnField(), {"type": "array"}),
        (forms.Field(), {}),
    ],
)
def test_field(field: forms.Field, schema: dict[str, object]) -> None:
    assert field_schema(field) == schema


def test_form() -> None:
    assert form_schema(Example()) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": {
            "name": {
                "type": "string",
                "maxLength": 10,
                "minLength": 1,
                "title": "Nama",
                "description": "Nama lengkap.",
            },
            "pin": {"type": "string", "title": "Pin", "writeOnly": True},
            "day": {"type": "string", "format": "date", "title": "Day", "default": "2026-08-24"},
        },
        "required": ["name"],
    }


@pytest.mark.parametrize("value", [5, True, 1.5, [], {"a": 1}])
def test_moments_of_another_type_are_refused_not_crashed_on(value: object) -> None:
    form = Example(readable(Example(), {"name": "x", "day": value}))

    assert not form.is_valid()
    assert list(form.errors) == ["day"]
