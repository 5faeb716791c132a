"""The outbox, to look at; nothing is written here."""

from django.contrib import admin
from django.http import HttpRequest

from .models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin):
    list_display = ["created_at", "topic", "channel", "recipient", "subject", "state", "attempts", "last_error"]
    list_filter = ["state", "channel", "topic", "office"]
    search_fields = ["subject", "address", "recipient__name", "recipient__username", "dedupe_key"]
    date_hierarchy = "created_at"
    list_select_related = ["recipient"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return False
