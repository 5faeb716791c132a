"""Looking at papers, registers and files; only the pattern of a register may be edited."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from vidcon_portal.documents.models import Document, DocumentInitial, Register, StoredFile


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
class RegisterAdmin(admin.ModelAdmin):
    list_display = ("office", "kind", "unit", "year", "pattern", "last_number")
    list_filter = ("office", "kind", "year")
    readonly_fields = ("office", "kind", "unit", "year", "last_number")
    list_select_related = ("office",)

    def get_readonly_fields(self, request: HttpRequest, obj: Register | None = None) -> tuple[str, ...]:
        """A new register may be named; ``last_number`` may be given once, to go on from the paper book."""
        return tuple(self.readonly_fields) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(StoredFile)
class StoredFileAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("name", "office", "content_type", "size", "purpose", "uploaded_by", "created_at")
    list_filter = ("office", "content_type", "purpose")
    search_fields = ("name", "sha256", "owner_id")
    list_select_related = ("office", "uploaded_by")
    exclude = ("content",)
