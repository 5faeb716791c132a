"""Master data of people and offices."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.forms import Form, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.admin_forms import NewUserForm, OfficeForm, UserForm
from vidcon_portal.accounts.errors import AccountsError
from vidcon_portal.accounts.models import (
    Agency,
    Appointment,
    Delegation,
    DutyRoster,
    Holiday,
    Office,
    Position,
    User,
)
from vidcon_portal.accounts.services import import_holidays
from vidcon_portal.accounts.services.holidays import SOURCE


class AppointmentInline(admin.TabularInline):
    model = Appointment
    extra = 0
    fields = ["position", "kind", "starts_on", "ends_on", "ended_at"]
    readonly_fields = ["position", "kind", "starts_on", "ends_on", "ended_at"]
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    form = UserForm
    add_form = NewUserForm
    list_display = ["username", "name", "email", "phone", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["username", "name", "email", "phone"]
    ordering = ["username"]
    date_hierarchy = "date_joined"
    readonly_fields = ["last_login", "date_joined", "pin_state"]
    filter_horizontal = ["groups", "user_permissions"]
    inlines = [AppointmentInline]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Orang"), {"fields": ["name", "nip", "rank", "email", "phone", "language", "theme"]}),
        (_("Tanda tangan"), {"fields": ["pin_state"]}),
        (_("Izin"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Waktu"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "name", "email", "phone", "usable_password", "password1", "password2"]})
    ]

    @admin.display(description=_("PIN"))
    def pin_state(self, user: User) -> str:
        if not user.pin_hash:
            return _g("Belum dibuat")
        if user.pin_locked_until and timezone.now() < user.pin_locked_until:
            until = timezone.localtime(user.pin_locked_until)
            return _g("Terkunci sampai pukul %(until)s") % {"until": f"{until:%H.%M} {until.tzname()}"}
        return _g("Sudah dibuat")

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return self.inlines if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People stay for the trail; they are switched off."""
        return False


@admin.register(Office)
class OfficeAdmin(SimpleHistoryAdmin):
    form = OfficeForm
    list_display = ["short_name", "code", "region", "timezone", "is_active"]
    list_filter = ["is_active", "timezone"]
    search_fields = ["name", "short_name", "code", "region"]


@admin.register(Agency)
class AgencyAdmin(SimpleHistoryAdmin):
    list_display = ["name", "code", "office", "kind", "is_active"]
    list_filter = ["office", "kind", "is_active"]
    list_select_related = ["office"]
    search_fields = ["name", "code"]


@admin.register(Position)
class PositionAdmin(SimpleHistoryAdmin):
    list_display = ["title", "role", "office", "agency", "superior", "is_active"]
    list_filter = ["role", "office", "is_active"]
    list_select_related = ["office", "agency", "superior"]
    search_fields = ["title", "unit", "agency__name"]
    autocomplete_fields = ["agency", "superior"]


@admin.register(Appointment)
class AppointmentAdmin(SimpleHistoryAdmin):
    list_display = ["user", "position", "kind", "starts_on", "ends_on", "ended_at"]
    list_filter = ["kind", "position__role", "position__office"]
    list_select_related = ["user", "position"]
    search_fields = ["user__name", "user__username", "position__title"]
    autocomplete_fields = ["user", "position"]
    date_hierarchy = "starts_on"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was decided under an appointment keeps it; it is ended, not deleted."""
        return False


@admin.register(Delegation)
class DelegationAdmin(SimpleHistoryAdmin):
    list_display = ["position", "delegate", "starts_on", "ends_on", "ended_at"]
    list_filter = ["position__office"]
    list_select_related = ["position", "delegate__user", "delegate__position"]
    search_fields = ["position__title", "delegate__user__name"]
    autocomplete_fields = ["position", "delegate", "through"]
    date_hierarchy = "starts_on"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(DutyRoster)
class DutyRosterAdmin(admin.ModelAdmin):
    list_display = ["appointment", "office", "starts_on", "ends_on"]
    list_filter = ["office"]
    list_select_related = ["office", "appointment__user", "appointment__position"]
    search_fields = ["appointment__user__name"]
    autocomplete_fields = ["appointment"]
    date_hierarchy = "starts_on"


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """A row saved by hand counts as edited, so that no import overwrites it."""

    list_display = ["date", "name", "kind", "office", "estimated", "cancelled", "edited", "source"]
    list_filter = ["kind", "office", "estimated", "cancelled", "edited"]
    list_select_related = ["office"]
    search_fields = ["name"]
    date_hierarchy = "date"
    readonly_fields = ["edited", "source"]
    actions = ["import_from_library"]

    def get_readonly_fields(self, request: HttpRequest, obj: Holiday | None = None) -> list[str]:
        """An imported day keeps its date: one that moved is cancelled here and added anew, else it would come back."""
        fixed = ["date", "kind", "office"] if obj is not None and obj.source == SOURCE else []
        return [*self.readonly_fields, *fixed]

    def save_model(self, request: HttpRequest, obj: Holiday, form: ModelForm | Form, change: bool) -> None:
        obj.edited = True
        super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: Holiday | None = None) -> bool:
        """An imported day would come back with the next import: mark it "tidak berlaku" instead."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.source != SOURCE)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The import needs no chosen row, so that it also works on an empty table."""
        if request.method == "POST" and request.POST.get("action") == "import_from_library":
            data = request.POST.copy()
            data.setdefault("_selected_action", "0")
            data["select_across"] = "1"
            request.POST = data  # type: ignore[assignment]
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Impor hari libur dari pustaka"), permissions=["add", "change"])
    def import_from_library(self, request: HttpRequest, queryset: QuerySet[Holiday]) -> None:
        """This year and the next."""
        year = timezone.localdate().year
        actor = getattr(request, "actor", None) or Actor(user=request.user)  # type: ignore[arg-type]
        try:
            done = import_holidays([year, year + 1], by=actor)
        except AccountsError as refusal:
            self.message_user(request, refusal.sentence, messages.ERROR)
            return
        said = _g(
            "Hari libur %(first)d dan %(second)d: %(added)d ditambahkan, %(changed)d diperbarui, %(removed)d dihapus, "
            "%(kept)d ubahan tangan dibiarkan."
        )
        counts = {"added": done.added, "changed": done.changed, "removed": done.removed, "kept": done.kept}
        self.message_user(request, said % {"first": year, "second": year + 1, **counts}, messages.SUCCESS)
