"""One office's admin in Django's admin: a table shows, offers and takes only what is his office's.

Staff are governed by Django's own permissions alone. Who wears the hat of an office admin needs none of them: tables
that do not say whose their rows are stay closed to him, and a field that points at such a table offers nothing.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from .models import Office
from .permissions import kept_office

KEEPS = frozenset({"view", "add", "change"})
KEEPS_AND_DELETES = frozenset({*KEEPS, "delete"})


class OfficeAdminSite(admin.AdminSite):
    """Opens to staff, and to the admin of an office; what he finds there is said by each table."""

    site_header = site_title = "Portal Vidcon"
    index_title = gettext_lazy("Data kantor")

    def has_permission(self, request: HttpRequest) -> bool:
        if super().has_permission(request):
            return True
        # The way through any object's own address would tell addresses of other offices.
        is_shortcut = request.resolver_match is not None and request.resolver_match.url_name == "view_on_site"
        return not is_shortcut and limit_of(request) is not None

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "kept_office": limit_of(request)}


def limit_of(request: HttpRequest) -> Office | None:
    """The office beyond which this person sees nothing; None for staff, and for who keeps no office."""
    if not request.user.is_active or request.user.is_staff:
        return None
    return kept_office(actor) if (actor := getattr(request, "actor", None)) else None


class OwnChoices:
    """Fields that point at a table with owners offer what the office admin sees there, and take nothing else."""

    admin_site: admin.AdminSite
    demands_office = True
    """Whether a row without office, which would hold for all, is refused to him."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        office = limit_of(request)
        if office is not None:
            kwargs.setdefault("queryset", self._choices(db_field.remote_field.model, office))
            kwargs.setdefault("widget", forms.Select)
            if db_field.remote_field.model is Office and self.demands_office:
                kwargs |= {"required": True, "initial": office.pk, "empty_label": None}
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]  # a ModelAdmin

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        office = limit_of(request)
        if office is not None:
            kwargs.setdefault("queryset", self._choices(db_field.remote_field.model, office))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]  # a ModelAdmin

    def _choices(self, model: type[Model], office: Office) -> QuerySet[Any]:
        if model is Office:
            return Office.objects.filter(pk=office.pk)
        table = self.admin_site._registry.get(model)
        rows = model._default_manager.all()
        return rows.filter(table.shown_to(office)) if isinstance(table, OfficeOwned) else rows.none()


class OfficeOwned(OwnChoices):
    """Beside ``ModelAdmin``: whose the rows are, and what the admin of that office may do with them.

    ``office_path`` leads from a row to its office; empty rights mean that rows may be pointed at, not opened.
    """

    model: type[Model]
    office_path = "office"
    office_rights = KEEPS

    def owned_by(self, office: Office) -> Q:
        """What he may change."""
        return Q(**{self.office_path: office.pk})

    def shown_to(self, office: Office) -> Q:
        """What he may look at and choose."""
        return self.owned_by(office)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]  # a ModelAdmin
        if request.user.is_staff:
            return rows
        office = limit_of(request)
        return rows.none() if office is None else rows.filter(self.shown_to(office))

    def has_module_permission(self, request: HttpRequest) -> bool:
        if request.user.is_staff:
            return bool(super().has_module_permission(request))  # type: ignore[misc]  # a ModelAdmin
        return self._is_kept(request, "view")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_staff:
            return bool(super().has_view_permission(request, obj))  # type: ignore[misc]  # a ModelAdmin
        return self._is_kept(request, "view", obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        if request.user.is_staff:
            return bool(super().has_add_permission(request))  # type: ignore[misc]  # a ModelAdmin
        return self._is_kept(request, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_staff:
            return bool(super().has_change_permission(request, obj))  # type: ignore[misc]  # a ModelAdmin
        return self._is_kept(request, "change", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_staff:
            return bool(super().has_delete_permission(request, obj))  # type: ignore[misc]  # a ModelAdmin
        return self._is_kept(request, "delete", obj)

    def get_list_display(self, request: HttpRequest) -> Any:
        shown = super().get_list_display(request)  # type: ignore[misc]  # a ModelAdmin
        return shown if request.user.is_staff else [name for name in shown if name != "office"] or shown

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Without those that would name the rows of other tables."""
        filters = super().get_list_filter(request)  # type: ignore[misc]  # a ModelAdmin
        if request.user.is_staff:
            return filters
        return [name for name in filters if not get_fields_from_path(self.model, name)[-1].is_relation]

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Without the button to an address that is closed to him."""
        page = super().render_change_form(request, *args, **kwargs)  # type: ignore[misc]  # a ModelAdmin
        if not request.user.is_staff:
            page.context_data["has_absolute_url"] = False
        return page

    def _is_kept(self, request: HttpRequest, right: str, obj: Any = None) -> bool:
        """By the row as it is stored: what a form has put into ``obj`` says nothing about whose it is."""
        office = limit_of(request)
        if office is None or right not in self.office_rights:
            return False
        if obj is None or obj.pk is None:
            return True
        whose = self.shown_to(office) if right == "view" else self.owned_by(office)
        return self.model._default_manager.filter(whose, pk=obj.pk).exists()


class OwnedInline(OwnChoices):
    """Beside an inline: its rows go with the row above them."""

    parent_model: type[Model]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_staff:
            return bool(super().has_view_permission(request, obj))  # type: ignore[misc]  # an inline
        return self.admin_site._registry[self.parent_model].has_view_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any) -> bool:
        if request.user.is_staff:
            return bool(super().has_add_permission(request, obj))  # type: ignore[misc]  # an inline
        return self.admin_site._registry[self.parent_model].has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_staff:
            return bool(super().has_change_permission(request, obj))  # type: ignore[misc]  # an inline
        return self.admin_site._registry[self.parent_model].has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if request.user.is_staff:
            return bool(super().has_delete_permission(request, obj))  # type: ignore[misc]  # an inline
        return self.admin_site._registry[self.parent_model].has_change_permission(request, obj)
