"""Master data of people and offices."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.forms import Form, ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.admin_forms import NewOfficerForm, NewUserForm, OfficeForm, UserForm
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
from vidcon_portal.accounts.office_owned import KEEPS_AND_DELETES, OfficeOwned, OwnedInline, limit_of
from vidcon_portal.accounts.services import appoint, import_holidays
from vidcon_portal.accounts.services.holidays import SOURCE


class AppointmentInline(OwnedInline, admin.TabularInline):
    model = Appointment
    extra = 0
    fields = ["position", "kind", "starts_on", "ends_on", "ended_at"]
    readonly_fields = ["position", "kind", "starts_on", "ends_on", "ended_at"]
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(OfficeOwned, DjangoUserAdmin):
    """An office admin adds people and keeps their particulars; what they sign in with is theirs alone."""

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

    kept_fieldsets = [
        (None, {"fields": ["username", "email", "is_active"]}),
        (_("Orang"), {"fields": ["name", "nip", "rank", "phone"]}),
        (_("Waktu"), {"fields": ["last_login", "date_joined"]}),
    ]
    kept_add_fieldsets = [
        (None, {"fields": ["username", "name", "email", "phone", "usable_password", "password1", "password2"]}),
        (_("Jabatan"), {"fields": ["position", "starts_on"]}),
    ]

    def owned_by(self, office: Office) -> Q:
        """Who belongs here, serves nowhere else, and has no powers over the server."""
        serving = Appointment.objects.filter(user=OuterRef("pk")).not_over(on=timezone.localdate())
        elsewhere = serving.exclude(pk__in=Appointment.objects.filter(self._here(office)).values("pk"))
        return self.shown_to(office) & ~Q(Exists(elsewhere)) & Q(is_staff=False, is_superuser=False)

    def shown_to(self, office: Office) -> Q:
        """Who serves or served here."""
        return Q(Exists(Appointment.objects.filter(self._here(office), user=OuterRef("pk"))))

    @staticmethod
    def _here(office: Office) -> Q:
        return Q(position__office=office) | Q(position__agency__office=office)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        if limit_of(request) is None:
            return super().get_fieldsets(request, obj)
        return self.kept_fieldsets if obj else self.kept_add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        fixed = ["username", "email"] if obj and limit_of(request) is not None else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_list_display(self, request: HttpRequest) -> Any:
        return [name for name in super().get_list_display(request) if name != "is_staff" or limit_of(request) is None]

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        office = limit_of(request)
        if office is None or obj is not None:
            return super().get_form(request, obj, change=change, **kwargs)
        form: Any = super().get_form(request, obj, change=change, **{**kwargs, "form": NewOfficerForm, "fields": None})
        form.office = office
        return form

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change and (position := form.cleaned_data.get("position")) is not None:
            starts_on = form.cleaned_data["starts_on"]
            appoint(position, obj, starts_on=starts_on, by=request.actor)  # type: ignore[attr-defined]

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if limit_of(request) is not None:
            raise PermissionDenied
        return super().user_change_password(request, *args, **kwargs)

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
class OfficeAdmin(OfficeOwned, SimpleHistoryAdmin):
    form = OfficeForm
    office_path = "pk"
    office_rights = frozenset({"view", "change"})
    list_display = ["short_name", "code", "region", "timezone", "is_active"]
    list_filter = ["is_active", "timezone"]
    search_fields = ["name", "short_name", "code", "region"]

    def get_readonly_fields(self, request: HttpRequest, obj: Office | None = None) -> Any:
        """Addresses, papers and clocks of running cases hang on these."""
        return ["code", "timezone", "is_active"] if limit_of(request) else super().get_readonly_fields(request, obj)


@admin.register(Agency)
class AgencyAdmin(OfficeOwned, SimpleHistoryAdmin):
    list_display = ["name", "code", "office", "kind", "is_active"]
    list_filter = ["office", "kind", "is_active"]
    list_select_related = ["office"]
    search_fields = ["name", "code"]


@admin.register(Position)
class PositionAdmin(OfficeOwned, SimpleHistoryAdmin):
    demands_office = False  # of an office, or of an agency
    list_display = ["title", "role", "office", "agency", "superior", "is_active"]
    list_filter = ["role", "office", "is_active"]
    list_select_related = ["office", "agency", "superior"]
    search_fields = ["title", "unit", "agency__name"]
    autocomplete_fields = ["agency", "superior"]

    def owned_by(self, office: Office) -> Q:
        return Q(office=office) | Q(agency__office=office)


@admin.register(Appointment)
class AppointmentAdmin(OfficeOwned, SimpleHistoryAdmin):
    list_display = ["user", "position", "kind", "starts_on", "ends_on", "ended_at"]
    list_filter = ["kind", "position__role", "position__office"]
    list_select_related = ["user", "position"]
    search_fields = ["user__name", "user__username", "position__title"]
    autocomplete_fields = ["user", "position"]
    date_hierarchy = "starts_on"

    def owned_by(self, office: Office) -> Q:
        return Q(position__office=office) | Q(position__agency__office=office)

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
class DutyRosterAdmin(OfficeOwned, admin.ModelAdmin):
    office_rights = KEEPS_AND_DELETES
    list_display = ["appointment", "office", "starts_on", "ends_on"]
    list_filter = ["office"]
    list_select_related = ["office", "appointment__user", "appointment__position"]
    search_fields = ["appointment__user__name"]
    autocomplete_fields = ["appointment"]
    date_hierarchy = "starts_on"


@admin.register(Holiday)
class HolidayAdmin(OfficeOwned, admin.ModelAdmin):
    """A row saved by hand counts as edited, so that no import overwrites it."""

    office_rights = KEEPS_AND_DELETES

    list_display = ["date", "name", "kind", "office", "estimated", "cancelled", "edited", "source"]
    list_filter = ["kind", "office", "estimated", "cancelled", "edited"]
    list_select_related = ["office"]
    search_fields = ["name"]
    date_hierarchy = "date"
    readonly_fields = ["edited", "source"]
    actions = ["import_from_library"]

    def shown_to(self, office: Office) -> Q:
        """The days of all offices too; they are the server's to change."""
        return Q(office=office) | Q(office=None)

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
