"""The outbox, to look at; the gateways, whose tokens are written and never shown."""

from django.contrib import admin
from django.http import HttpRequest

from .forms import GatewayForm
from .models import Delivery, Gateway


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


@admin.register(Gateway)
class GatewayAdmin(admin.ModelAdmin):
    form = GatewayForm
    list_display = ["office", "provider", "is_active"]
    list_select_related = ["office"]
