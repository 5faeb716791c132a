"""How one wants to be told, and the gateway of an office."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import TimeInput

from .choices import MUTABLE, Pace, Provider
from .models import Gateway, Preference
from .wording import MessageKind, strange_gaps


class PreferenceForm(forms.Form):
    mail = forms.ChoiceField(label=_("Pos-el"), choices=Pace.choices, widget=forms.RadioSelect)
    digest_at = forms.TimeField(
        label=_("Jam ringkasan harian"),
        widget=TimeInput(),
        help_text=_("Dipakai bila pos-el dikirim sebagai ringkasan."),
        error_messages={"required": _("Isi jam ringkasan.")},
    )
    whatsapp = forms.ChoiceField(
        label="WhatsApp", choices=[Pace.AT_ONCE.pair, Pace.NEVER.pair], widget=forms.RadioSelect
    )
    muted = forms.MultipleChoiceField(
        label=_("Cukup di portal saja"),
        choices=[(topic.value, topic.label) for topic in MUTABLE],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hal ini tidak dikirim lewat pos-el dan WhatsApp. Giliran dan keputusan tetap dikirim."),
    )
    quiet_from = forms.TimeField(label=_("Jam tenang mulai"), required=False, widget=TimeInput())
    quiet_until = forms.TimeField(
        label=_("Jam tenang sampai"),
        required=False,
        widget=TimeInput(),
        help_text=_("Pesan menunggu sampai jam ini, kecuali yang mendesak. Kosongkan keduanya bila tidak perlu."),
    )

    def __init__(self, preference: Preference, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "mail": preference.mail,
                "digest_at": preference.digest_at,
                "whatsapp": preference.whatsapp,
                "muted": preference.muted,
                "quiet_from": preference.quiet_from,
                "quiet_until": preference.quiet_until,
            },
        )
        super().__init__(*args, **kwargs)
        self.helper = make_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name, other in (("quiet_from", "quiet_until"), ("quiet_until", "quiet_from")):
            if cleaned.get(other) is not None and name in cleaned and cleaned[name] is None:
                self.add_error(name, _g("Isi kedua jam tenang, atau kosongkan keduanya."))
        return cleaned


class MessageTextForm(forms.Form):
    """An office's own words; only the gaps of the kind are allowed."""

    subject = forms.CharField(label=_("Judul"), max_length=150, error_messages={"required": _("Isi judul pesan.")})
    body = forms.CharField(
        label=_("Isi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Isi pesannya.")},
    )

    def __init__(self, kind: MessageKind, *args: Any, **kwargs: Any) -> None:
        self.kind = kind
        super().__init__(*args, **kwargs)
        self.fields["body"].help_text = _g(
            "Isian yang dapat dipakai: %(gaps)s. Baris yang isiannya kosong dihilangkan."
        ) % {"gaps": ", ".join(f"{{{name}}}" for name in kind.gaps)}
        self.helper = make_helper()

    def clean_subject(self) -> str:
        return " ".join(self._checked("subject").split())

    def clean_body(self) -> str:
        return self._checked("body")

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if strange := strange_gaps(text, self.kind.gaps):
            raise forms.ValidationError(
                _g("%(strange)s tidak dikenal. Pakai hanya %(gaps)s.")
                % {"strange": ", ".join(strange), "gaps": ", ".join(f"{{{gap}}}" for gap in self.kind.gaps)}
            )
        return text


class GatewayForm(forms.ModelForm):
    """The token is written, never read back: an empty field keeps what is stored."""

    new_token = forms.CharField(
        label=_("Token baru"),
        required=False,
        strip=True,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kosongkan untuk memakai token yang tersimpan. Wablas: token.kunci."),
    )

    class Meta:
        model = Gateway
        fields = ["office", "provider", "base_url", "sender", "template", "is_active"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new_token"):
            self.instance.token = cleaned["new_token"]
        elif self.instance.token and {"base_url", "provider"} & set(self.changed_data):
            # Else whoever may change the address could have a token sent to himself that nobody shows him.
            self.add_error("new_token", _g("Penyedia atau alamatnya berubah. Isi tokennya sekali lagi."))
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """What is missing in ``token`` is said where one can type it."""
        messages = getattr(error, "error_dict", None)
        if messages and "token" in messages:
            messages["new_token"] = messages.pop("token")
        super().add_error(field, error)


class OwnGatewayForm(GatewayForm):
    """The gateway of one's own office; what a provider does not need stays empty."""

    class Meta:
        model = Gateway
        fields = ["provider", "base_url", "sender", "template", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [each for each in Provider if settings.DEMO or each != Provider.DEMO]
        self.fields["provider"] = forms.ChoiceField(
            label=_("Penyedia"),
            choices=[(each.value, each.label) for each in offered],
            widget=forms.RadioSelect,
            error_messages={"required": _("Pilih penyedia.")},
        )
        if self.instance.token:
            self.fields["new_token"].help_text = _(
                "Sudah tersimpan. Isi hanya untuk menggantinya. Wablas: token.kunci."
            )
        self.order_fields(["provider", "new_token", "base_url", "sender", "template", "is_active"])
        self.helper = make_helper()
