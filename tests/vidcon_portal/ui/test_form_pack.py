"""The form pack ``vidcon``: labels, sentences, aria, pickers, chips, the summary that leads to the fields."""

import re
from datetime import UTC, date, datetime, time

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from vidcon_portal.ui import widgets
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.layout import FormSection, make_helper, numbered


class LetterForm(PortalForm):
    number = forms.CharField(label="Nomor surat", help_text="Lihat di kepala surat.")
    subject = forms.CharField(label="Perihal", required=False)
    on = forms.DateField(label="Tanggal surat")
    rank = forms.ChoiceField(
        label="Sifat",
        choices=[("plain", "Biasa"), ("urgent", "Segera")],
        widget=widgets.ChipRadioSelect(notes={"urgent": "Dibaca hari ini"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()


def tag_of(html: str, field_id: str) -> str:
    """The start tag that carries the id."""
    found = re.search(rf'<[^>]*\bid="{field_id}"[^>]*>', html)
    assert found, f"no element {field_id}"
    return found.group()


def test_invalid_field_says_what_to_do_and_points_to_its_sentence() -> None:
    html = render_crispy_form(LetterForm({}))

    control = tag_of(html, "id_number")
    assert 'aria-invalid="true"' in control
    assert 'aria-describedby="id_number_helptext id_number_error"' in control
    assert '<p class="error" id="id_number_error">Isi nomor surat</p>' in html
    assert '<p class="error" id="id_on_error">Pilih tanggal surat</p>' in html


def test_summary_links_to_every_wrong_field_and_to_nothing_else() -> None:
    html = render_crispy_form(LetterForm({}))

    assert re.findall(r'<li><a href="#([\w-]+)">', html) == ["id_number", "id_on", "id_rank_0"]
    assert 'role="alert"' in html
    assert 'id="id_rank_0"' in html


def test_summary_is_left_out_when_the_page_prints_it() -> None:
    form = LetterForm({})
    form.helper = make_helper(summary=False)

    html = render_crispy_form(form)

    assert "error-summary" not in html
    assert "Isi nomor surat" in html


def test_unbound_form_shows_no_error_markup() -> None:
    html = render_crispy_form(LetterForm())

    assert "error" not in html
    assert "aria-invalid" not in html
    assert "<form" not in html
    assert 'aria-describedby="id_number_helptext"' in tag_of(html, "id_number")


def test_optional_field_says_that_it_may_stay_empty() -> None:
    html = render_crispy_form(LetterForm())

    assert html.count("(boleh kosong)") == 1


def test_radio_becomes_chips_with_notes_inside_a_fieldset() -> None:
    html = render_crispy_form(LetterForm({"rank": "urgent"}))

    assert html.count('<label class="chip"') == 2
    assert "<small>Dibaca hari ini</small>" in html
    assert "<legend>Sifat</legend>" in html
    assert re.search(r'<input[^>]*value="urgent"[^>]*checked', html)


@pytest.mark.parametrize(("count", "css_class"), [(7, "chip"), (8, "choice")])
def test_more_than_seven_options_become_a_plain_list(count: int, css_class: str) -> None:
    class ManyForm(forms.Form):
        many = forms.MultipleChoiceField(
            choices=[(str(n), str(n)) for n in range(count)], widget=forms.CheckboxSelectMultiple
        )
        helper = make_helper()

    html = render_crispy_form(ManyForm())

    assert html.count(f'<label class="{css_class}"') == count


def test_dates_and_times_use_the_browsers_pickers_in_iso() -> None:
    class WhenForm(forms.Form):
        on = forms.DateField()
        at = forms.TimeField()
        both = forms.DateTimeField()
        split = forms.SplitDateTimeField()
        helper = make_helper()

    moment = datetime(2026, 11, 26, 1, 30, tzinfo=UTC)
    html = render_crispy_form(
        WhenForm(initial={"on": date(2026, 11, 26), "at": time(9, 30), "both": moment, "split": moment})
    )

    assert re.findall(r'type="([\w-]+)"', html) == ["date", "time", "datetime-local", "date", "time"]
    assert re.findall(r'value="([^"]+)"', html) == [
        "2026-11-26", "09:30", "2026-11-26T09:30", "2026-11-26", "09:30",
    ]  # fmt: skip
    assert '<label class="form-label fw-normal" for="id_split_0">Tanggal</label>' in html


def test_posted_iso_values_are_understood() -> None:
    class WhenForm(forms.Form):
        on = forms.DateField(widget=widgets.DateInput)
        at = forms.TimeField(widget=widgets.TimeInput)
        both = forms.DateTimeField(widget=widgets.DateTimeLocalInput)

    form = WhenForm({"on": "2026-11-26", "at": "09:30", "both": "2026-11-26T09:30"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 11, 26)
    assert form.cleaned_data["at"] == time(9, 30)


def test_pin_is_numeric_and_never_rendered_back() -> None:
    class PinForm(forms.Form):
        pin = forms.CharField(widget=widgets.PinInput)
        helper = make_helper()

    control = tag_of(render_crispy_form(PinForm({"pin": "123456"})), "id_pin")

    assert 'type="password"' in control
    assert 'inputmode="numeric"' in control
    assert 'autocomplete="current-password"' in control
    assert "123456" not in control


def test_rendering_leaves_the_widget_untouched() -> None:
    form = LetterForm()

    render_crispy_form(form)

    assert form.fields["number"].widget.attrs == {}
    assert type(form.fields["on"].widget) is forms.DateInput


def test_sections_are_numbered_and_labelled() -> None:
    form = LetterForm()
    form.helper = make_helper(
        numbered(FormSection("Surat", "number", "on"), FormSection("Sifat", "rank", note="Satu."))
    )

    html = render_crispy_form(form)

    assert re.findall(r"<h2 [^>]*>([^<]+)</h2>", html) == ["1. Surat", "2. Sifat"]
    assert re.findall(r'aria-labelledby="([\w-]+)"', html) == re.findall(r'<h2 id="([\w-]+)"', html)
    assert '<p class="muted">Satu.</p>' in html


def test_labels_and_options_from_data_are_escaped() -> None:
    class HostileForm(forms.Form):
        room = forms.ChoiceField(label="<b>x</b>", choices=[("1", "<script>")], widget=widgets.ChipRadioSelect)
        helper = make_helper()

    html = render_crispy_form(HostileForm())

    assert "<script>" not in html
    assert "<b>x</b>" not in html


def test_error_of_the_whole_form_reaches_the_summary() -> None:
    class ClashForm(LetterForm):
        def clean(self) -> None:
            raise forms.ValidationError("Bentrok: ruang sudah terpakai.")

    html = render_crispy_form(ClashForm({"number": "1", "on": "2026-11-26", "rank": "plain"}))

    assert "<li>Bentrok: ruang sudah terpakai.</li>" in html


def test_formset_renders_management_form_and_one_summary() -> None:
    formset = forms.formset_factory(LetterForm, extra=2)({"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0"})
    formset.forms[0].empty_permitted = False
    formset.is_valid()

    html = render_crispy_form(formset, helper=make_helper())

    assert 'name="form-TOTAL_FORMS"' in html
    assert html.count('class="error-summary"') == 1
    assert 'href="#id_form-0-number"' in html
