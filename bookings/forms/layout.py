"""The request's form in numbered sections, as the page draws it; the API knows nothing of this."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Row
from django import forms
from django.utils.translation import gettext as _

from vidcon_portal.ui.layout import FormSection, TemplatePart, make_helper, numbered
from vidcon_portal.ui.widgets import ChipRadioSelect, NumberInput, PhoneInput

from .booking import BookingForm

NUMBERS = ("participants_onsite", "participants_online", "operators")


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the drawn form: where it begins, and the fields in it."""

    number: int
    title: str
    anchor: str
    fields: tuple[str, ...]


def parts_of(form: BookingForm, helper: FormHelper) -> list[Part]:
    """The numbered sections of a helper made by ``draft_helper``."""
    sections = [each for each in helper.layout.fields if isinstance(each, FormSection)]
    return [Part(each.number or 0, each.title, each.title_id(form), tuple(_names_in(each))) for each in sections]


def _names_in(layout: object) -> Iterator[str]:
    for each in getattr(layout, "fields", ()):
        if isinstance(each, str):
            yield each
        else:
            yield from _names_in(each)


def draft_helper(form: BookingForm) -> FormHelper:
    """Six sections with the lead time and what is free between them; the buttons stand in the last."""
    dress(form)
    return make_helper(
        numbered(
            FormSection(
                _("Pemohon"),
                TemplatePart("bookings/parts/draft_applicant.html"),
                *_there(form, "contact_name", "contact_phone"),
            ),
            FormSection(_("Kegiatan"), *_event(form)),
            FormSection(
                _("Waktu dan tempat"),
                TemplatePart("bookings/parts/draft_days.html"),
                *_there(form, "sessions"),
                TemplatePart("bookings/parts/draft_add_session.html"),
                *_there(form, "place", "layout", "room"),
                TemplatePart("bookings/parts/availability.html"),
                *_there(form, "connection_test_at"),
                note=_("Ketersediaan dicek setiap Anda mengubah isian."),
            ),
            FormSection(
                _("Kebutuhan"), *_needs(form), note=_("Yang tidak kami miliki menjadi tanggung jawab pemohon.")
            ),
            FormSection(_("Surat permohonan"), TemplatePart("bookings/parts/draft_letter.html"), *_letter(form)),
            FormSection(_("Kirim"), TemplatePart("bookings/parts/draft_send.html")),
        )
    )


def completion_helper(form: BookingForm) -> FormHelper:
    """The same fields where a request is completed; the action's page brings the button."""
    dress(form)
    return make_helper(
        numbered(
            FormSection(_("Pemohon"), *_there(form, "contact_name", "contact_phone")),
            FormSection(_("Kegiatan"), *_event(form)),
            FormSection(
                _("Waktu dan tempat"), *_there(form, "sessions", "place", "layout", "room", "connection_test_at")
            ),
            FormSection(_("Kebutuhan"), *_needs(form)),
            FormSection(_("Surat permohonan"), *_letter(form)),
        )
    )


def dress(form: BookingForm) -> None:
    """Chips for short choices, numeric keypads, several boxes instead of a list to hold Ctrl in."""
    for name in ("leader_rank", "other_zone", "secrecy"):
        _swap(form, name, ChipRadioSelect())
    _swap(form, "equipment", forms.CheckboxSelectMultiple())
    for name in NUMBERS:
        if name in form.fields:
            form.fields[name].widget = NumberInput()
    form.fields["contact_phone"].widget = PhoneInput()
    if "leader_rank" in form.fields:
        form.fields["leader_rank"].label = _("Siapa pimpinan yang hadir?")
        form.fields["leader_rank"].help_text = _("Kegiatan pimpinan didahulukan, tetap melalui verifikasi.")
    for name in form.demanded:
        form.fields[name].mark = _("(diminta SOP)")  # type: ignore[attr-defined] # printed beside the label
    form.initial.setdefault("secrecy", "ordinary")
    if isinstance(moment := form.initial.get("connection_test_at"), str):
        form.initial["connection_test_at"] = _as_local(moment, form.office.tz)
    form.initial.setdefault("leader_rank", "")
    form.initial.setdefault("other_zone", "")


def _as_local(text: str, tz: tzinfo) -> str:
    """A kept moment as the browser's control reads it; what cannot be read stays as it was typed."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (moment.astimezone(tz) if moment.tzinfo else moment).strftime("%Y-%m-%dT%H:%M")


def _swap(form: BookingForm, name: str, widget: forms.Widget) -> None:
    field = form.fields.get(name)
    if isinstance(field, forms.ChoiceField):
        widget.choices = field.choices  # type: ignore[attr-defined]
        field.widget = widget


def _event(form: BookingForm) -> list[object]:
    return [
        *_there(form, "title", "leader_rank", "leader_name"),
        *_side_by_side(form, "participants_online", "participants_onsite"),
        *_there(form, "other_zone", "description", "secrecy"),
    ]


def _needs(form: BookingForm) -> list[object]:
    skill = form.fields.get("operator_skill")
    has_skills = isinstance(skill, forms.ChoiceField) and len(list(skill.widget.choices)) > 1
    people = _there(form, "operators", *(["operator_skill"] if has_skills else []))
    return [
        *_there(form, "application", "meeting_link", "equipment"),
        *people,
        *_there(form, "equipment_note", "own_equipment"),
    ]


def _letter(form: BookingForm) -> list[object]:
    return [
        *_side_by_side(form, "letter_number", "letter_date"),
        *_there(form, "srikandi_number", "letter_file", "letter_owed"),
    ]


def _there(form: BookingForm, *names: str) -> Iterable[str]:
    return [name for name in names if name in form.fields]


def _side_by_side(form: BookingForm, *names: str) -> list[Row]:
    found = [Column(name) for name in _there(form, *names)]
    return [Row(*found)] if found else []
