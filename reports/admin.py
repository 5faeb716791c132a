"""What an office sets about results: how many working days an answer may take, how its survey is counted."""

from django.contrib import admin

from .models import ComplaintDeadline, OfficeNotice, SurveySetting


@admin.register(ComplaintDeadline)
class ComplaintDeadlineAdmin(admin.ModelAdmin):
    list_display = ("office", "category", "working_days")
    list_filter = ("office",)
    list_select_related = ("office",)


@admin.register(SurveySetting)
class SurveySettingAdmin(admin.ModelAdmin):
    list_display = ("office", "weight", "population")
    list_select_related = ("office",)


@admin.register(OfficeNotice)
class OfficeNoticeAdmin(admin.ModelAdmin):
    list_display = ("office", "privacy_officer", "privacy_contact")
    list_select_related = ("office",)
