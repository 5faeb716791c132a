"""What an office sets about results: how many working days an answer may take."""

from django.contrib import admin

from .models import ComplaintDeadline


@admin.register(ComplaintDeadline)
class ComplaintDeadlineAdmin(admin.ModelAdmin):
    list_display = ("office", "category", "working_days")
    list_filter = ("office",)
    list_select_related = ("office",)
