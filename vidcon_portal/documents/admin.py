"""Looking at papers, registers and files; only the pattern of a register and the way of signing may be edited."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from vidcon_portal.accounts.admin import PositionAdmin
from vidcon_portal.accounts.models import Position
from vidcon_portal.accounts.office_owned import KEEPS_AND_DELETES, OfficeOwned
from vidcon_portal.documents.models import Document, DocumentInitial, OfficeSigning, Register, RetentionRule, StoredFile


class ReadOnly:
    """Nobody adds, changes or deletes here; services do."""

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class InitialInline(ReadOnly, admin.TabularInline):
    model = DocumentInitial
    fields = ("title", "user", "at", "withdrawn_at")
    extra = 0


@admin.register(Document)
class DocumentAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("number", "kind", "variant", "title", "office", "status", "render_state", "date")
    list_filter = ("office", "kind", "status", "render_state")
    search_fields = ("number", "title", "owner_id")
    list_select_related = ("office",)
    date_hierarchy = "created_at"
    exclude = ("context", "provider_answer", "verify_token")
    inlines = (InitialInline,)


@admin.register(Register)
class RegisterAdmin(OfficeOwned, admin.ModelAdmin):
    list_display = ("office", "kind", "unit", "year", "pattern", "last_number")
    list_filter = ("office", "kind", "year")
    readonly_fields = ("office", "kind", "unit", "year", "last_number")
    list_select_related = ("office",)

    def get_readonly_fields(self, request: HttpRequest, obj: Register | None = None) -> tuple[str, ...]:
        """A new register may be named; ``last_number`` may be given once, to go on from the paper book."""
        return tuple(self.readonly_fields) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


admin.site.unregister(Position)


@admin.register(Position)
class NumberingPositionAdmin(PositionAdmin):
    """Says so when the unit of a position keeps no book: accounts, below us, knows no registers."""

    def save_model(self, request: HttpRequest, obj: Position, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        unit = obj.number_unit
        if unit and obj.office is not None and not Register.objects.filter(office=obj.office, unit=unit).exists():
            sentence = gettext(
                "Unit %(unit)s belum punya buku register: naskah jabatan ini bernomor di buku kantor. "
                "Bila unit ini bernomor sendiri, tambahkan bukunya pada daftar Register."
            )
            messages.warning(request, sentence % {"unit": unit})


class OfficeSigningForm(forms.ModelForm):
    """The gateway's password is written, never shown; left empty it stays."""

    password = forms.CharField(
        label=_("Sandi akun aplikasi"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Kosongkan bila tidak berubah. Disimpan terenkripsi."),
    )

    class Meta:
        model = OfficeSigning
        fields = (
            "office",
            "provider",
            "base_url",
            "username",
            "password",
            "signer_key",
            "timeout",
            "issuer_words",
            "names",
            "ca_certificate",
        )

    def clean_password(self) -> str:
        return str(self.cleaned_data["password"] or self.instance.password)


@admin.register(OfficeSigning)
class OfficeSigningAdmin(SimpleHistoryAdmin):
    form = OfficeSigningForm
    list_display = ("office", "provider", "base_url", "timeout")
    list_select_related = ("office",)
    fieldsets = [
        (None, {"fields": ["office", "provider"]}),
        (
            _("Server TTE (BSrE)"),
            {"fields": ["base_url", "username", "password", "signer_key", "timeout", "issuer_words"]},
        ),
        (_("Bila server dinas berbeda"), {"fields": ["names", "ca_certificate"], "classes": ["collapse"]}),
    ]

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(RetentionRule)
class RetentionRuleAdmin(OfficeOwned, SimpleHistoryAdmin):
    """What an office's JRA says otherwise than the schedule that the portal brings."""

    office_rights = KEEPS_AND_DELETES

    list_display = ("code", "title", "office", "active_years", "inactive_years", "fate")
    list_filter = ("office", "fate")
    list_select_related = ("office",)
    search_fields = ("code", "title")


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "office", "content_type", "size", "purpose", "uploaded_by", "created_at")
    list_filter = ("office", "content_type", "purpose")
    search_fields = ("name", "sha256", "owner_id")
    list_select_related = ("office", "uploaded_by")
    exclude = ("content",)
