"""Where meetings are made; secrets are written and never shown."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from vidcon_portal.accounts.office_owned import OfficeOwned

from .models import MeetingAccount, MeetingPlatform


class PlatformForm(forms.ModelForm):
    """An empty secret keeps what is stored."""

    new_secret = forms.CharField(
        label=_("Rahasia baru"),
        required=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kosongkan untuk memakai yang tersimpan."),
    )

    new_hook_secret = forms.CharField(
        label=_("Token rahasia webhook baru (Zoom)"),
        required=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Alamat webhook: /kait/zoom/ diikuti nomor penyedia ini. Kosongkan untuk memakai yang tersimpan."),
    )

    class Meta:
        model = MeetingPlatform
        fields = ["office", "name", "provider", "base_url", "account_id", "client_id", "is_active"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("new_secret"):
            self.instance.secret = cleaned["new_secret"]
        if cleaned.get("new_hook_secret"):
            self.instance.hook_secret = cleaned["new_hook_secret"]
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """What is missing in ``secret`` is said where one can type it."""
        found = getattr(error, "error_dict", None)
        if found and "secret" in found:
            found["new_secret"] = found.pop("secret")
        super().add_error(field, error)


@admin.register(MeetingPlatform)
class MeetingPlatformAdmin(OfficeOwned, admin.ModelAdmin):
    """The office's admin connects them on a page of the portal (``views/platforms.py``), where addresses are judged."""

    office_rights = frozenset()
    form = PlatformForm
    list_display = ["id", "name", "office", "provider", "is_active"]
    list_select_related = ["office"]


@admin.register(MeetingAccount)
class MeetingAccountAdmin(OfficeOwned, admin.ModelAdmin):
    """The same: an account that has meetings at its provider does not leave it there."""

    office_path = "resource__office"
    office_rights = frozenset()
    list_display = ["resource", "platform", "host", "calls_on", "calls"]
    list_select_related = ["resource", "platform"]
    autocomplete_fields = ["resource"]
