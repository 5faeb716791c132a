"""Asking for an account, and deciding about it."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from vidcon_portal.accounts.choices import APPLICANT_ROLES, Role
from vidcon_portal.accounts.models import Agency, Office, User
from vidcon_portal.accounts.phones import parse_phone
from vidcon_portal.ui.layout import FormSection, make_helper, numbered
from vidcon_portal.ui.widgets import PhoneInput

from .models import Signup
from .queries import agency_named

NEW = 0
"""The choice of an agency that the office does not know yet."""


class OfficeChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Office) -> str:
        return f"{obj.name}, {obj.government}"


class SignupForm(forms.Form):
    office = OfficeChoice(
        label=_("Kantor yang melayani"),
        queryset=Office.objects.filter(is_active=True),
        empty_label=_("Pilih kantor"),
        to_field_name="code",
        error_messages={"required": _("Pilih kantor."), "invalid_choice": _("Pilih kantor dari daftar.")},
    )
    agency_name = forms.CharField(
        label=_("Instansi"),
        max_length=200,
        help_text=_("Nama lengkap, contoh Dinas Kesehatan Provinsi Kalimantan Barat."),
        error_messages={"required": _("Isi nama instansi.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    title = forms.CharField(
        label=_("Jabatan"),
        max_length=200,
        help_text=_("Contoh Kepala Subbagian Umum, atau Staf."),
        error_messages={"required": _("Isi jabatan.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    name = forms.CharField(
        label=_("Nama lengkap dengan gelar"),
        max_length=200,
        error_messages={"required": _("Isi nama lengkap.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telepon (WhatsApp)"),
        widget=PhoneInput(),
        help_text=_("Contoh 0812-3456-7890."),
        error_messages={"required": _("Isi nomor telepon.")},
    )
    email = forms.EmailField(
        label=_("Pos-el"),
        max_length=150,
        help_text=_("Jawaban kantor dikirim ke sini, dan dengan alamat ini Anda masuk."),
        error_messages={
            "required": _("Isi pos-el."),
            "invalid": _("Tulis alamat pos-el lengkap, contoh nama@dinas.go.id."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        strip=False,
        max_length=128,
        help_text=_("Paling sedikit 10 huruf atau angka, bukan kata yang umum."),
        error_messages={"required": _("Isi kata sandi.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    repeated_password = forms.CharField(
        label=_("Kata sandi sekali lagi"),
        strip=False,
        error_messages={"required": _("Isi kata sandi sekali lagi.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    website = forms.CharField(
        label=_("Kosongkan kolom ini"), required=False, widget=forms.TextInput(attrs={"tabindex": "-1"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper(
            numbered(
                FormSection(_g("Instansi"), "office", "agency_name", "title"),
                FormSection(_g("Anda"), "name", "phone", "email"),
                FormSection(_g("Kata sandi"), "password", "repeated_password"),
            )
        )

    def clean_agency_name(self) -> str:
        return " ".join(self.cleaned_data["agency_name"].split())

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_repeated_password(self) -> str:
        repeated: str = self.cleaned_data["repeated_password"]
        if "password" in self.cleaned_data and repeated != self.cleaned_data["password"]:
            raise ValidationError(_g("Kedua kata sandi tidak sama. Ketik ulang."))
        return repeated

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            person = User(username=data.get("email", ""), name=data.get("name", ""), email=data.get("email", ""))
            try:
                validate_password(data["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return data

    @property
    def is_by_robot(self) -> bool:
        """Only a script fills in what nobody sees."""
        return bool(self.cleaned_data.get("website"))


class ApprovalForm(forms.Form):
    """Where the person works, as the office knows it."""

    agency = forms.TypedChoiceField(label=_("Instansi"), coerce=int, error_messages={"required": _("Pilih instansi.")})
    title = forms.CharField(label=_("Jabatan"), max_length=200, error_messages={"required": _("Isi jabatan.")})
    role = forms.ChoiceField(
        label=_("Peran"),
        choices=[(role.value, role.label) for role in Role if role in APPLICANT_ROLES],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih peran.")},
    )

    def __init__(self, signup: Signup, *args: Any, **kwargs: Any) -> None:
        known = agency_named(signup.office, signup.agency_name)
        agency = known.pk if known else NEW
        kwargs.setdefault("initial", {"agency": agency, "title": signup.title, "role": Role.APPLICANT.value})
        super().__init__(*args, **kwargs)
        self.agencies = {each.pk: each for each in Agency.objects.filter(office=signup.office, is_active=True)}
        self.fields["agency"].choices = [  # type: ignore[attr-defined]
            (NEW, _g("Instansi baru: %(name)s") % {"name": signup.agency_name}),
            *((pk, each.name) for pk, each in self.agencies.items()),
        ]
        self.helper = make_helper()

    def clean_agency(self) -> Agency | None:
        return self.agencies.get(self.cleaned_data["agency"])

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dikirim kepada pendaftar apa adanya."),
        error_messages={"required": _("Isi alasannya. Pendaftar membacanya.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()
