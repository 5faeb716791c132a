"""``{% load ui %}``: icons, sheets with content, wording filters, and what the form pack needs."""

from collections.abc import Iterable
from copy import copy
from datetime import date, datetime, time, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages import constants as levels
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from vidcon_portal.ui import wording
from vidcon_portal.ui.choices import State
from vidcon_portal.ui.fields import Part, field_kind, field_parts, first_input_id, render_widget
from vidcon_portal.ui.icons import render_icon
from vidcon_portal.ui.memo import render_once, renderer
from vidcon_portal.ui.parts import Frame, NavItem
from vidcon_portal.ui.timeline import Cell, TimelineResource

register = template.Library()

_LEVEL_STATES = {
    levels.DEBUG: State.NEUTRAL,
    levels.INFO: State.CONFIRMED,
    levels.SUCCESS: State.DONE,
    levels.WARNING: State.WAITING,
    levels.ERROR: State.REFUSED,
}
_NOTICE_ICONS = {State.DONE: "confirmed", State.WAITING: "overdue", State.CONFIRMED: "info", State.NEUTRAL: "info"}


@register.simple_tag
def icon(name: str, css_class: str = "i") -> SafeString:
    """``{% icon "clock" %}``; the name is a state or a word of the sprite. Unknown names fail loudly."""
    return render_icon(str(name), css_class)


@register.simple_tag
def sop_lang() -> SafeString:
    """`` lang="id"`` for the SOP's and the office's own words on a page that speaks another language."""
    return SafeString("" if get_language() == settings.LANGUAGE_CODE else f' lang="{settings.LANGUAGE_CODE}"')


@register.simple_tag
def once(template: str, **values: Any) -> SafeString:
    """``{% once "components/badge.html" state=badge.state label=badge.label icon=badge.icon %}``: as ``include … only``.

    For rows that come by the dozen: equal values are rendered once. They must be hashable.
    """
    return render_once(template, **values)


@register.simple_tag
def each_once(template: str, name: str, values: Iterable[Any]) -> SafeString:
    """``{% each_once "components/task.html" "task" tasks %}``: ``once`` for each of many."""
    render = renderer(template)
    return mark_safe("".join([render(**{name: value}) for value in values]))


@register.simple_tag
def masthead(nav: Iterable[NavItem], frame: Frame) -> SafeString:
    """What stands above every page; the same menu is rendered once. Error pages have neither menu nor frame."""
    return render_once("components/masthead.html", nav=tuple(nav or ()), frame=_plain(frame))


@register.simple_tag
def footer(frame: Frame) -> SafeString:
    """What stands below every page."""
    return render_once("components/footer.html", frame=_plain(frame))


def _plain(frame: Frame) -> Frame:
    """Without the request that the lazy one of the context remembers."""
    return copy(frame) if frame else Frame()  # asked first: an unread lazy object would be copied as such


@register.simple_tag
def timeline_lines(lines: Iterable[tuple[TimelineResource, Iterable[Cell]]]) -> SafeString:
    """The rows of a group of resources."""
    head, render = renderer("components/timeline_head.html"), renderer("components/timeline_cell.html")
    parts: list[str] = []
    for resource, cells in lines:
        parts += ["<tr>", head(name=resource.name, note=resource.note, url=resource.url)]
        parts += [render(cell=cell) for cell in cells]
        parts.append("</tr>\n")
    return mark_safe("".join(parts))


@register.simple_block_tag
def bottom_sheet(content: SafeString, sheet_id: str, title: str, open: bool = False) -> SafeString:  # noqa: A002 - reads well in templates
    """``{% bottom_sheet "sign" _("Tanda tangani") %}…{% endbottom_sheet %}``; ``open`` shows it in place (after errors)."""
    context = {"content": content, "id": sheet_id, "title": title, "open": open}
    return render_to_string("components/bottom_sheet.html", context)


@register.simple_block_tag
def sheet(content: SafeString, title: str = "", sheet_id: str = "", css_class: str = "") -> SafeString:
    """``{% sheet title=_("Ruang rapat daring") sheet_id="meeting" %}…{% endsheet %}``: paper, for things that exist on paper."""
    context = {"content": content, "id": sheet_id, "title": title, "css_class": css_class}
    return render_to_string("components/sheet.html", context)


@register.simple_block_tag
def action_bar(content: SafeString, summary: str = "") -> SafeString:
    """``{% action_bar summary %}<button …>{% endaction_bar %}``: the sticky bar with what will be signed and one button."""
    return render_to_string("components/action_bar.html", {"content": content, "summary": summary})


@register.filter
def notice_state(message: Message) -> str:
    """The look of a message of Django's messages framework."""
    return _LEVEL_STATES.get(message.level, State.CONFIRMED)


@register.filter
def notice_icon(state: str) -> str:
    """The icon of a notice in that state."""
    return _NOTICE_ICONS.get(State(state), str(state))


@register.filter
def is_failure(message: Message) -> bool:
    """Whether a message must interrupt a screen reader."""
    return message.level >= levels.ERROR


@register.filter
def long_date(value: datetime | date | None) -> str:
    return wording.say_date(value) if value else ""


@register.filter
def short_date(value: datetime | date | None) -> str:
    return wording.say_short_date(value) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    """09.00 WITA."""
    return wording.say_clock(value) if value is not None else ""


@register.filter
def hour(value: datetime | time | None) -> str:
    """09.00, for columns and spans that name the zone once."""
    return wording.say_hour(value) if value is not None else ""


@register.filter
def instant(value: datetime) -> str:
    """2026-11-26T09.00…+08:00 for the ``datetime`` of a ``<time>``, which knows no microseconds."""
    return str(wording.local(value).isoformat(timespec="seconds"))


@register.filter
def duration(value: timedelta | float | None) -> str:
    return wording.say_duration(value) if value is not None else ""


@register.filter
def file_size(value: int | None) -> str:
    return wording.say_file_size(value) if value is not None else ""


@register.simple_tag
def span(start: datetime, end: datetime) -> str:
    """``{% span session.start session.end %}``: Kam 26 Nov, 09.00–11.00 WITA."""
    return wording.say_span(start, end)


@register.filter
def page_numbers(page: Page) -> Iterable[int | str]:
    """The page numbers to offer, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def kind(field: BoundField) -> str:
    """How the form pack draws a field: control, select, options, checkbox, file, parts."""
    return field_kind(field)


@register.filter
def anchor(field: BoundField) -> str:
    """The id that a link of the error summary jumps to."""
    return first_input_id(field)


@register.filter
def parts(field: BoundField) -> list[Part]:
    """The inputs of a field made of several (date and time)."""
    return field_parts(field)


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """The bare control of a field, with our class and the browser's own date and time pickers."""
    return render_widget(field)


@register.filter
def error_fields(form: BaseForm | BaseFormSet | Any) -> list[BoundField]:
    """The visible fields with errors, in page order, of a form or of each form of a formset."""
    forms = form.forms if isinstance(form, BaseFormSet) else [form]
    return [field for each in forms for field in each if field.errors]


@register.filter
def general_errors(form: BaseForm | BaseFormSet | Any) -> list[str]:
    """The errors that belong to no field, hidden fields' included."""
    if isinstance(form, BaseFormSet):
        return [*form.non_form_errors(), *(error for each in form.forms for error in each.non_field_errors())]
    return list(form.non_field_errors())
