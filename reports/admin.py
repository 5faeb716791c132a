"""What an office sets about results: how many working days an answer may take, how its survey is counted."""

from django.contrib import admin

from vidcon_portal.accounts.office_owned import KEEPS_AND_DELETES, OfficeOwned

from .models import ComplaintDeadline, OfficeNotice, SurveySetting


@admin.register(ComplaintDeadline)
class ComplaintDeadlineAdmin(OfficeOwned, admin.ModelAdmin):
    office_rights = KEEPS_AND_DELETES
    list_display = ("office", "category", "working_days")
    list_filter = ("office",)
    list_select_related = ("office",)


@admin.register(SurveySetting)
class SurveySettingAdmin(OfficeOwned, admin.ModelAdmin):
    list_display = ("office", "weight", "population")
    list_select_related = ("office",)


@admin.register(OfficeNotice)
class OfficeNoticeAdmin(OfficeOwned, admin.ModelAdmin):
    list_display = ("office", "privacy_officer", "privacy_contact")
    list_select_related = ("office",)
