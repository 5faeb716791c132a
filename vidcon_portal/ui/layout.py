"""Crispy layout objects of the pack ``vidcon``: numbered sections, template parts. No HTML in Python."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django.forms import BaseForm
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.text import slugify


class FormSection(LayoutObject):
    """A ruled section: heading (and note) left, fields right. Number it through ``numbered``."""

    template = "vidcon/layout/form_section.html"

    def __init__(self, title: str, *fields: Any, note: str = "", number: int | None = None) -> None:
        self.title = title
        self.fields = list(fields)
        self.note = note
        self.number = number

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        content = self.get_rendered_fields(form, context, template_pack, **kwargs)
        return render_to_string(
            self.template,
            {
                "title": self.title,
                "note": self.note,
                "number": self.number,
                "title_id": self.title_id(form),
                "content": content,
            },
        )

    def title_id(self, form: BaseForm) -> str:
        """The anchor of the section."""
        return f"{form.prefix or 'f'}-{slugify(str(self.title)) or self.number}"


class TemplatePart(LayoutObject):
    """A template between the fields, with the page's context plus ``form`` and the given values."""

    def __init__(self, template: str, **values: Any) -> None:
        self.template = template
        self.values = values
        self.fields: list[Any] = []

    def render(self, form: BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        page: Any = context.flatten()
        return render_to_string(self.template, {**page, "form": form, **self.values})


def numbered(*sections: FormSection) -> Layout:
    """The sections as one layout, counted from 1."""
    for number, section in enumerate(sections, start=1):
        section.number = number
    return Layout(*sections)


def make_helper(*fields: Any, summary: bool = True) -> FormHelper:
    """A helper without ``<form>`` tag and without csrf field; ``summary=False`` when the page prints the error summary itself."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.include_media = False
    helper.error_summary_elsewhere = not summary
    if fields:
        helper.layout = fields[0] if len(fields) == 1 and isinstance(fields[0], Layout) else Layout(*fields)
    return helper
