"""The forms of one's own account."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.errors import PinRefused
from vidcon_portal.accounts.models import Appointment, Position, User
from vidcon_portal.accounts.phones import parse_phone, show_phone
from vidcon_portal.accounts.pins import refuse_weak_pin
from vidcon_portal.accounts.seams import delegation_scopes
from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import DateInput, PhoneInput, PinInput


class AccountForm(forms.Form):
    """A form of ``/akun/``: several stand on one page, so each has its prefix and prints no summary."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)
        self.helper = make_helper(summary=False)


class PasswordGuard(forms.Form):
    """Asks for the password again before a change that would give the account away."""

    password = forms.CharField(
        label=_("Kata sandi Anda sekarang"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Isi kata sandi Anda sekarang.")},
    )

    user: User

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_g("Kata sandi tidak cocok. Isi kata sandi yang Anda pakai untuk masuk."))
        return password


class ProfileForm(AccountForm):
    name = forms.CharField(
        label=_("Nama lengkap dengan gelar"),
        max_length=200,
        error_messages={"required": _("Isi nama lengkap.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telepon (WhatsApp)"), required=False, widget=PhoneInput(), help_text=_("Contoh 0812-3456-7890.")
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": user.name, "phone": show_phone(user.phone)})
        super().__init__(user, *args, **kwargs)

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class EmailForm(PasswordGuard, AccountForm):
    email = forms.EmailField(
        label=_("Pos-el"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Tulis alamat pos-el lengkap, contoh nama@dinas.go.id.")},
        help_text=_("Pemberitahuan dikirim ke sini. Kosongkan bila tidak ingin dikirimi."),
    )
    field_order = ["email", "password"]

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"email": user.email})
        super().__init__(user, *args, **kwargs)


class DisplayForm(AccountForm):
    theme = forms.ChoiceField(label=_("Tampilan"), choices=User.Theme.choices, required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Bahasa"), choices=[("id", "Bahasa Indonesia"), ("en", "English")], widget=forms.RadioSelect
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"theme": user.theme, "language": user.language})
        super().__init__(user, *args, **kwargs)
        self.fields["theme"].required = False


class PinForm(PasswordGuard, AccountForm):
    new_pin = forms.CharField(
        label=_("PIN baru"),
        widget=PinInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Isi PIN baru.")},
        help_text=_("6 angka, tidak berurutan dan tidak sama semua."),
    )
    repeated_pin = forms.CharField(
        label=_("PIN baru sekali lagi"),
        widget=PinInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Isi PIN baru sekali lagi.")},
    )
    field_order = ["new_pin", "repeated_pin", "password"]

    def clean_new_pin(self) -> str:
        pin: str = self.cleaned_data["new_pin"].strip()
        try:
            refuse_weak_pin(pin)
        except PinRefused as error:
            raise forms.ValidationError(error.sentence) from error
        return pin

    def clean_repeated_pin(self) -> str:
        pin: str = self.cleaned_data["repeated_pin"].strip()
        if "new_pin" in self.cleaned_data and pin != self.cleaned_data["new_pin"]:
            raise forms.ValidationError(_g("Kedua PIN tidak sama. Ketik ulang."))
        return pin


class PositionChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Position) -> str:
        return obj.title


class DelegateChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Appointment) -> str:
        return f"{obj.user.name} — {obj.printed_title}"


def judge_period(form: forms.Form, data: dict[str, Any]) -> None:
    """A period that runs backwards or is over helps nobody; one that has begun is a decree that came late."""
    starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        form.add_error("ends_on", _g("Tanggal selesai harus sama dengan atau sesudah tanggal mulai."))
    elif ends_on and ends_on < timezone.localdate():
        form.add_error("ends_on", _g("Masa ini sudah lewat. Pilih tanggal selesai hari ini atau sesudahnya."))


class DelegationForm(AccountForm):
    """Lend a position that one holds; ``positions``, ``delegates`` and ``between`` bound the choices."""

    position = PositionChoice(
        label=_("Jabatan yang dilimpahkan"), queryset=None, error_messages={"required": _("Pilih jabatan.")}
    )
    delegate = DelegateChoice(
        label=_("Dilimpahkan kepada"), queryset=None, error_messages={"required": _("Pilih penerima.")}
    )
    through = PositionChoice(
        label=_("Melalui jabatan (u.b.)"),
        queryset=None,
        required=False,
        empty_label=_("Langsung, tanpa u.b."),
        help_text=_("Hanya bila pejabat di antaranya melimpahkan lagi. Tercetak pada blok tanda tangan."),
    )
    starts_on = forms.DateField(
        label=_("Mulai"), widget=DateInput(), error_messages={"required": _("Isi tanggal mulai.")}
    )
    ends_on = forms.DateField(
        label=_("Sampai"), widget=DateInput(), error_messages={"required": _("Isi tanggal selesai.")}
    )
    scope = forms.MultipleChoiceField(
        label=_("Yang boleh dikerjakan"),
        required=False,
        choices=delegation_scopes,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Kosong berarti semua, kecuali menandatangani surat."),
    )
    basis = forms.CharField(
        label=_("Dasar"), required=False, max_length=200, help_text=_("Contoh: nomor surat perintah.")
    )

    def __init__(self, user: User, *args: Any, positions: Any, delegates: Any, between: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["through"].queryset = between  # type: ignore[attr-defined]
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]
        self.fields["delegate"].queryset = delegates  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        judge_period(self, data)
        return data


class ActingForm(AccountForm):
    """Name a Plt. or Plh. of the office; ``positions`` and ``people`` bound the choices."""

    position = PositionChoice(
        label=_("Jabatan yang digantikan"), queryset=None, error_messages={"required": _("Pilih jabatan.")}
    )
    person = DelegateChoice(
        label=_("Pejabat pengganti"), queryset=None, error_messages={"required": _("Pilih pejabat pengganti.")}
    )
    kind = forms.ChoiceField(
        label=_("Sebagai"),
        choices=[(kind.value, kind.label) for kind in AppointmentKind if kind != AppointmentKind.DEFINITIVE],
        widget=forms.RadioSelect,
        error_messages={"required": _("Pilih Plt. atau Plh.")},
    )
    starts_on = forms.DateField(
        label=_("Mulai"), widget=DateInput(), error_messages={"required": _("Isi tanggal mulai.")}
    )
    ends_on = forms.DateField(
        label=_("Sampai"), widget=DateInput(), error_messages={"required": _("Isi tanggal selesai.")}
    )
    basis = forms.CharField(
        label=_("Dasar"), required=False, max_length=200, help_text=_("Contoh: nomor surat perintah.")
    )

    def __init__(self, user: User, *args: Any, positions: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        judge_period(self, data)
        return data

    def clean_kind(self) -> AppointmentKind:
        return AppointmentKind(self.cleaned_data["kind"])


class PasskeyForm(AddWebAuthnForm):
    """A passkey that signs in without a password unless one unticks that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _g("Nama kunci ini")
        self.fields["passwordless"].label = _g("Masuk tanpa kata sandi dengan kunci ini")
        self.fields["passwordless"].initial = True


class EditPasskeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _g("Nama kunci ini")
