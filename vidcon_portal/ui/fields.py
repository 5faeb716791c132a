"""How the form pack ``vidcon`` draws a bound field: which markup, which control, which id."""

from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vidcon_portal.ui import widgets


@dataclass(frozen=True, slots=True)
class Part:
    """One input of a field made of several."""

    id: str
    label: str
    html: SafeString


def field_kind(field: BoundField) -> str:
    """Which branch of ``vidcon/field.html`` draws the field."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "options"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.MultiWidget):
        return "parts"
    if isinstance(widget, forms.FileInput):
        return "file"
    if widget.use_fieldset:
        return "group"
    return "control"


def first_input_id(field: BoundField) -> str:
    """The id of the field's first control."""
    return field.id_for_label or f"{field.auto_id}_0"


def _control_class(widget: forms.Widget) -> str:
    # Lists, too: Bootstrap's form-select draws its arrow as a data: picture, which our policy refuses.
    base = "" if isinstance(widget, forms.CheckboxInput) else "form-control"
    return " ".join(filter(None, [base, widget.attrs.get("class", "")]))


def _phone_friendly(widget: forms.Widget) -> forms.Widget:
    """Django's text inputs for dates and times, replaced by the browser's pickers; anything else as it is."""
    if isinstance(widget, forms.SplitDateTimeWidget) and not isinstance(widget, widgets.SplitDateTimeInput):
        return widgets.SplitDateTimeInput(widget.attrs)
    if getattr(widget, "input_type", "") != "text":
        return widget
    if isinstance(widget, forms.DateTimeInput):
        return widgets.DateTimeLocalInput(widget.attrs)
    if isinstance(widget, forms.DateInput):
        return widgets.DateInput(widget.attrs)
    if isinstance(widget, forms.TimeInput):
        return widgets.TimeInput(widget.attrs)
    return widget


def render_widget(field: BoundField) -> SafeString:
    """The bare control with class, id and the aria attributes that Django adds. The widget itself stays untouched."""
    widget = _phone_friendly(field.field.widget)
    if isinstance(widget, forms.ClearableFileInput):
        widget = forms.FileInput(widget.attrs)
    return field.as_widget(widget=widget, attrs={"class": _control_class(widget)})


def field_parts(field: BoundField) -> list[Part]:
    """The inputs of a MultiWidget with a label each: date and time for two, numbered otherwise."""
    widget = _phone_friendly(field.field.widget)
    attrs = field.build_widget_attrs({"id": field.auto_id, "class": "form-control"}, widget)
    context = widget.get_context(field.html_name, field.value(), attrs)["widget"]
    is_date_time = isinstance(widget, forms.SplitDateTimeWidget)
    labels = (
        [_("Tanggal"), _("Jam")] if is_date_time else [str(number + 1) for number in range(len(context["subwidgets"]))]
    )
    return [
        Part(
            data["attrs"]["id"],
            label,
            mark_safe(BoundWidget(widget, data, field.form.renderer).tag()),
        )
        for data, label in zip(context["subwidgets"], labels, strict=True)
    ]
