"""Master data of resources, and blocks (maintenance, leave) through the same door as everything else."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from bookings.choices import Purpose
from bookings.errors import DomainError
from bookings.models import Allocation, Resource

from .admin_page import ResourcesPage
from .ledger import span_of
from .services import block_resource, unblock_resource

BLOCKS = (Purpose.MAINTENANCE, Purpose.LEAVE)


@admin.register(Resource)
class ResourceAdmin(SimpleHistoryAdmin):
    list_display = ("name", "office", "kind", "group", "capacity", "lanes", "is_active")
    list_filter = ("office", "kind", "is_active")
    search_fields = ("name", "code", "asset_number")
    list_select_related = ("office",)
    raw_id_fields = ("user",)

    def get_urls(self) -> list[Any]:
        return [ResourcesPage().url(self), *super().get_urls()]


class BlockForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A block of every lane of a resource; a clash is a sentence at the field."""

    purpose = forms.ChoiceField(label=gettext_lazy("Keperluan"), choices=[(one.value, one.label) for one in BLOCKS])
    start = forms.SplitDateTimeField(label=gettext_lazy("Mulai"), widget=AdminSplitDateTime())
    end = forms.SplitDateTimeField(label=gettext_lazy("Selesai"), widget=AdminSplitDateTime())

    class Meta:
        model = Allocation
        fields = ("resource", "purpose", "note")

    def clean(self) -> dict[str, Any]:
        """Try the block and take it back, so that a refusal stands at the form and not behind it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or self.instance.pk:
            return data
        with transaction.atomic():
            try:
                self.take()
            except DomainError as refusal:
                raise ValidationError(refusal.sentence) from refusal
            finally:
                transaction.set_rollback(True)
        return data

    def take(self) -> list[Allocation]:
        data = self.cleaned_data
        return block_resource(
            data["resource"], data["start"], data["end"], purpose=Purpose(data["purpose"]), note=data["note"]
        )


@admin.register(Allocation)
class AllocationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Cases are read here and moved elsewhere; only blocks are made and ended."""

    form = BlockForm
    list_display = ("resource", "lane", "starts_at", "ends_at", "purpose", "state", "booking")
    list_filter = ("purpose", "state", "resource__office")
    list_select_related = ("resource", "booking")
    search_fields = ("resource__name", "booking__ticket")
    raw_id_fields = ("resource",)
    ordering = ("-pk",)

    @admin.display(description=gettext_lazy("mulai"))
    def starts_at(self, row: Allocation) -> str:
        return f"{timezone.localtime(span_of(row).start):%d-%m-%Y %H.%M}"

    @admin.display(description=gettext_lazy("selesai"))
    def ends_at(self, row: Allocation) -> str:
        return f"{timezone.localtime(span_of(row).end):%d-%m-%Y %H.%M}"

    def get_fields(self, request: HttpRequest, obj: Allocation | None = None) -> Any:
        return self.list_display if obj else ("resource", "purpose", "start", "end", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Allocation | None = None) -> Any:
        return self.list_display if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Allocation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Allocation | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and obj.purpose in BLOCKS

    def save_model(self, request: HttpRequest, obj: Allocation, form: Any, change: bool) -> None:
        """One row per lane; the first stands for the block in the admin's log."""
        taken = form.take()
        obj.pk, obj.lane, obj.during, obj.state = taken[0].pk, taken[0].lane, taken[0].during, taken[0].state
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Allocation) -> None:
        unblock_resource(obj, at=timezone.now())
        self.message_user(request, _("Waktu itu sudah bebas kembali."))

    def get_actions(self, request: HttpRequest) -> Any:
        return {}
