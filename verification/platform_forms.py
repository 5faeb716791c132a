"""The form in which an office's admin connects a provider of meetings."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.ui.forms import say_what_to_do
from vidcon_portal.ui.layout import FormSection, make_helper, numbered

from .choices import Platform
from .models import MeetingPlatform
from .queries import meeting_accounts


class SecretField(forms.CharField):
    """Typed, never shown."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(required=False, max_length=1000, widget=widget, **kwargs)


PARTS: Mapping[Platform, Mapping[str, tuple[Any, Any]]] = {
    Platform.ZOOM: {
        "account_id": (
            gettext_lazy("ID akun"),
            gettext_lazy("Dari aplikasi Server-to-Server OAuth di Zoom Marketplace."),
        ),
        "client_id": (gettext_lazy("ID klien"), ""),
        "new_secret": (gettext_lazy("Rahasia klien"), ""),
        "new_hook_secret": (
            gettext_lazy("Token rahasia webhook"),
            gettext_lazy("Boleh kosong. Dengan ini Zoom mengabari portal kapan rapat dibuka dan ditutup."),
        ),
        "base_url": (gettext_lazy("Alamat lain"), gettext_lazy("Kosongkan: portal memakai zoom.us.")),
    },
    Platform.BIGBLUEBUTTON: {
        "base_url": (
            gettext_lazy("Alamat server"),
            gettext_lazy("Sampai /bigbluebutton, contoh https://bbb.contohprov.go.id/bigbluebutton."),
        ),
        "new_secret": (gettext_lazy("Rahasia bersama"), gettext_lazy("Hasil perintah bbb-conf --secret di servernya.")),
    },
    Platform.JITSI: {
        "base_url": (gettext_lazy("Alamat server"), gettext_lazy("Contoh https://meet.contohprov.go.id.")),
        "client_id": (
            gettext_lazy("ID aplikasi"),
            gettext_lazy("Boleh kosong: ruangnya terbuka bagi pemegang tautan."),
        ),
        "new_secret": (
            gettext_lazy("Rahasia aplikasi"),
            gettext_lazy("Boleh kosong. Dengan ini setiap orang mendapat izin masuknya sendiri."),
        ),
    },
}
"""What each provider is asked for, in this order: label and help."""


SECRET_FIELDS = {"secret": "new_secret", "hook_secret": "new_hook_secret"}
NEEDED: Mapping[Platform, tuple[str, ...]] = {
    Platform.ZOOM: ("account_id", "client_id", "new_secret"),
    Platform.BIGBLUEBUTTON: ("base_url", "new_secret"),
    Platform.JITSI: ("base_url",),
}


class PlatformForm(forms.ModelForm):
    """What one provider needs, and for each meeting account of the schedule whether it lives there.

    Secrets are written and never shown: an empty field keeps what is stored. ``host_<id>`` is the account's user at
    Zoom, ``at_<id>`` a mark for the others, which know no users.
    """

    new_secret = SecretField(label=gettext_lazy("Rahasia"))
    new_hook_secret = SecretField(label=gettext_lazy("Token rahasia webhook"))

    class Meta:
        model = MeetingPlatform
        fields = ["name", "base_url", "account_id", "client_id", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider = Platform(self.instance.provider)
        for name in ("base_url", "account_id", "client_id", "new_secret", "new_hook_secret"):
            if name in PARTS[provider]:
                self.fields[name].label, self.fields[name].help_text = PARTS[provider][name]
            else:
                del self.fields[name]
        for name in NEEDED[provider]:
            self.fields[name].required = name != "new_secret" or not self.instance.secret
        for name, stored in (("new_secret", self.instance.secret), ("new_hook_secret", self.instance.hook_secret)):
            if name in self.fields and stored:
                self.fields[name].help_text = _("Sudah tersimpan. Isi hanya untuk menggantinya.")
        say_what_to_do(self)
        accounts = self._add_accounts(provider)
        parts = [name for name in (*PARTS[provider], "is_active") if name in self.fields]
        self.helper = make_helper(
            numbered(
                FormSection(_("Sambungan"), "name", *parts),
                *([FormSection(_("Akun rapat kantor"), *accounts)] if accounts else []),
            )
        )

    def _add_accounts(self, provider: Platform) -> list[str]:
        """One field for each; who lives elsewhere now is said."""
        self.accounts = {account.pk: account for account in meeting_accounts(self.instance.office)}
        names = []
        for account in self.accounts.values():
            lives = getattr(account, "meeting_account", None)
            here = lives is not None and lives.platform_id == self.instance.pk
            elsewhere = _("Sekarang di %(name)s.") % {"name": lives.platform} if lives is not None and not here else ""
            field: forms.Field
            if provider == Platform.ZOOM:
                name = f"host_{account.pk}"
                field = forms.EmailField(
                    label=_("%(account)s: pos-el penggunanya di Zoom") % {"account": account.name},
                    required=False,
                    max_length=254,
                    initial=lives.host if lives is not None and here else "",
                    help_text=elsewhere or _("Kosongkan bila akun ini tidak di Zoom ini."),
                    error_messages={"invalid": _("Tulis alamat pos-el lengkap, contoh rapat@dinas.go.id.")},
                )
            else:
                name = f"at_{account.pk}"
                field = forms.BooleanField(label=account.name, required=False, initial=here, help_text=elsewhere)
            self.fields[name] = field
            names.append(name)
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new_secret"):
            self.instance.secret = cleaned["new_secret"]
        elif self.instance.secret and "base_url" in self.changed_data:
            # Else whoever may change the address could have a secret sent to himself that nobody shows him.
            self.add_error("new_secret", _("Alamatnya berubah. Isi rahasianya sekali lagi."))
        if cleaned.get("new_hook_secret"):
            self.instance.hook_secret = cleaned["new_hook_secret"]
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """What the model misses is said once, where one can type it."""
        found = getattr(error, "error_dict", None)
        if found is not None:
            named = {SECRET_FIELDS.get(name, name): said for name, said in found.items()}
            error = ValidationError({name: said for name, said in named.items() if name not in self.errors})
        super().add_error(field, error)

    @property
    def hosts(self) -> dict[int, str | None]:
        """By the account's id the user at the provider, empty where it knows none; None where it does not live there."""
        found: dict[int, str | None] = {}
        for pk in self.accounts:
            if f"host_{pk}" in self.fields:
                found[pk] = self.cleaned_data.get(f"host_{pk}") or None
            else:
                found[pk] = "" if self.cleaned_data.get(f"at_{pk}") else None
        return found
