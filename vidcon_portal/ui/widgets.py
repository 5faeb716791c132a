"""Widgets that phones understand: ISO dates, numeric keypads, chips."""

from collections.abc import Mapping
from typing import Any

from django import forms

Attrs = dict[str, Any]

CHIP_LIMIT = 7


class DateInput(forms.DateInput):
    """The browser's date picker; reads and writes ISO, whatever the locale."""

    input_type = "date"

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's time picker, to the minute."""

    input_type = "time"

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeLocalInput(forms.DateTimeInput):
    """Date and time in one control, in the active zone."""

    input_type = "datetime-local"

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class SplitDateTimeInput(forms.SplitDateTimeWidget):
    """Date and time as two controls under one legend; use with ``SplitDateTimeField``."""

    def __init__(self, attrs: Attrs | None = None) -> None:
        super(forms.SplitDateTimeWidget, self).__init__((DateInput(), TimeInput()), attrs)


class NumberInput(forms.TextInput):
    """Whole numbers with the numeric keypad, without spin buttons."""

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class PhoneInput(forms.TextInput):
    """A telephone number."""

    input_type = "tel"

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__({"autocomplete": "tel", **(attrs or {})})


class PinInput(forms.PasswordInput):
    """The signing PIN: numeric keypad, paste and password managers allowed, never rendered back."""

    def __init__(self, attrs: Attrs | None = None) -> None:
        super().__init__(
            {
                "inputmode": "numeric",
                "autocomplete": "current-password",
                "class": "form-control-lg",
                **(attrs or {}),
            }
        )


class _Chips:
    """Notes under single options, equal widths, one option per line."""

    def __init__(
        self,
        attrs: Attrs | None = None,
        choices: Any = (),
        *,
        notes: Mapping[str, str] | None = None,
        split: bool = False,
        stack: bool = False,
    ) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg] # object here, a choice widget in every subclass
        self.notes = dict(notes or {})
        self.split = split
        self.stack = stack

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["note"] = self.notes.get(str(value), "")
        return option


class ChipRadioSelect(_Chips, forms.RadioSelect):
    """One of two to seven; more become a plain list. ``notes`` maps a value to its small second line."""


class ChipCheckboxSelectMultiple(_Chips, forms.CheckboxSelectMultiple):
    """Any of two to seven; more become a plain list. ``notes`` maps a value to its small second line."""
