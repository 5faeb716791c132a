"""Requests in the admin: to read; what moves a request is the engine."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

import bookings.scheduling.admin  # noqa: F401 - registers resources and blocks

from .history.admin_page import HistoryPage
from .models import Booking, Event, IncomingLetter


class ReadOnlyAdmin(admin.ModelAdmin):
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Booking)
class BookingAdmin(ReadOnlyAdmin):
    list_display = ("ticket", "title", "agency", "office", "status", "decision", "hold", "submitted_at")
    list_filter = ("office", "status", "decision", "mode")
    search_fields = ("ticket", "title", "agency__name")
    date_hierarchy = "created_at"
    list_select_related = ("agency", "office")
    exclude = ("tracking_hash", "draft_data", "meeting_link")

    def get_urls(self) -> list[Any]:
        return [HistoryPage().url(self), *super().get_urls()]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("booking", "number", "action", "actor_name", "actor_title", "occurred_at")
    list_filter = ("action", "booking__office")
    search_fields = ("booking__ticket", "actor_name")
    list_select_related = ("booking",)


@admin.register(IncomingLetter)
class IncomingLetterAdmin(ReadOnlyAdmin):
    list_display = ("agenda", "number", "dated_on", "sender", "subject", "office")
    list_filter = ("office", "channel", "is_owed")
    search_fields = ("number", "subject", "sender__name")
    list_select_related = ("sender", "office")
