"""Master data of resources, and blocks (maintenance, leave) through the same door as everything else."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from simple_history.admin import SimpleHistoryAdmin

from bookings.choices import ResourceKind
from bookings.errors import DomainError
from bookings.models import Allocation, Resource
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.office_owned import KEEPS_AND_DELETES, OfficeOwned, OwnedInline
from vidcon_portal.documents.errors import FileRefusedError
from vidcon_portal.procedures.written_hours import parse_hours, say_hours

from .admin_page import ResourcesPage
from .answers import join_words
from .labels import defer_labels
from .ledger import span_of
from .loans import KINDS as KIT
from .queries import coming_cases, lanes_in_use
from .services import block_resource, end_block
from .services.photos import set_photo, shrink_photo
from .spans import Span

OF_KIND: Mapping[ResourceKind, tuple[str, ...]] = {
    ResourceKind.ROOM: ("capacity", "layouts", "features", "new_photo", "drop_photo"),
    ResourceKind.EQUIPMENT: ("group", "asset_number", "condition", "kit", "new_photo", "drop_photo"),
    ResourceKind.KIT: ("asset_number", "condition", "new_photo", "drop_photo"),
    ResourceKind.ACCOUNT: ("plan", "capacity", "lanes"),
    ResourceKind.PERSON: ("skills", "shifts", "user"),
}
"""What is asked of which kind; everything else stays as it was."""

COMMON = ("office", "kind", "code", "name", "note", "is_active")


class ResourceForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    shifts = forms.CharField(
        label=gettext_lazy("Jam kerja"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy(
            "Contoh: Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00. Kosong: dapat ditugaskan pada jam apa pun. "
            "Istirahat tidak perlu ditulis."
        ),
    )
    new_photo = forms.FileField(
        label=gettext_lazy("Foto baru"), required=False, help_text=gettext_lazy("JPG atau PNG; diperkecil otomatis.")
    )
    drop_photo = forms.BooleanField(label=gettext_lazy("Hapus foto yang ada"), required=False)

    class Meta:
        model = Resource
        fields = (
            *COMMON,
            "capacity",
            "layouts",
            "features",
            "group",
            "asset_number",
            "condition",
            "kit",
            "plan",
            "lanes",
            "skills",
            "user",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shifts"].initial = say_hours(self.instance.working_hours or {})

    def clean_shifts(self) -> dict[str, Any]:
        try:
            return parse_hours(self.cleaned_data["shifts"])
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean_new_photo(self) -> bytes | None:
        upload = self.cleaned_data["new_photo"]
        if not upload:
            return None
        try:
            return shrink_photo(upload)
        except FileRefusedError as error:
            raise ValidationError(error.sentence) from error

    def clean(self) -> dict[str, Any]:
        """Refuse what another kind is asked for: it would be kept and never used."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        kind = data.get("kind") or self.instance.kind
        if not kind:
            return data
        own = OF_KIND[ResourceKind(kind)]
        for name in {name for names in OF_KIND.values() for name in names}.difference(own):
            field = self.fields.get(name)
            if field is not None and data.get(name) not in (None, "", [], {}, False, field.initial):
                blank = getattr(self.instance, name, None)
                if name != "lanes" and data[name] != blank:
                    kinds = " atau ".join(str(each.label).lower() for each, names in OF_KIND.items() if name in names)
                    self.add_error(name, _("Hanya untuk %(kinds)s. Kosongkan.") % {"kinds": kinds})
        lanes = data.get("lanes")
        if lanes and self.instance.pk and lanes < (used := lanes_in_use(self.instance, at=timezone.now())):
            self.add_error(
                "lanes", _("Tidak dapat kurang dari %(used)d: sebanyak itu sudah dijadwalkan.") % {"used": used}
            )
        kit, office = data.get("kit"), data.get("office") or getattr(self.instance, "office", None)
        if kit is not None and kit.office != office:
            self.add_error("kit", _("Set ini milik kantor lain. Pilih set kantor yang sama."))
        return data

    def save(self, commit: bool = True) -> Any:
        if "shifts" in self.cleaned_data:
            self.instance.working_hours = self.cleaned_data["shifts"]
        return super().save(commit)


class PartsInline(OwnedInline, admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs only
    """What belongs to a set; a unit is put into one on its own page."""

    model = Resource
    fk_name = "kit"
    fields = ("name", "group", "asset_number", "condition", "is_active")
    readonly_fields = fields
    extra = 0
    can_delete = False
    show_change_link = True
    verbose_name_plural = gettext_lazy("Bagian set")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Resource)
class ResourceAdmin(OfficeOwned, SimpleHistoryAdmin):
    """What was ever used is retired, not deleted: its past is in calendars and reports."""

    form = ResourceForm
    office_rights = KEEPS_AND_DELETES
    list_display = ("name", "office", "kind", "group", "capacity", "lanes", "condition", "kit", "is_active")
    list_filter = ("office", "kind", "condition", "is_active")
    search_fields = ("name", "code", "asset_number")
    list_select_related = ("office", "kit")
    raw_id_fields = ("user",)
    readonly_fields = ("shown_photo",)

    def get_urls(self) -> list[Any]:
        return [ResourcesPage().url(self), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Resource | None = None) -> Any:
        """A resource shows what its kind has; a new one all, each under the kind that it is for."""
        common: tuple[Any, dict[str, tuple[str, ...]]] = (None, {"fields": COMMON})
        if obj is not None:
            shown = OF_KIND[ResourceKind(obj.kind)]
            return [
                common,
                (obj.get_kind_display(), {"fields": ("shown_photo", *shown) if "new_photo" in shown else shown}),
            ]
        rest: set[str] = set()
        sets = [common]
        for kind, names in OF_KIND.items():
            fresh = tuple(name for name in names if name not in rest and name != "drop_photo")
            rest.update(fresh)
            if fresh:
                sets.append((str(kind.label), {"fields": fresh}))
        return sets

    @admin.display(description=gettext_lazy("Foto"))
    def shown_photo(self, resource: Resource) -> str:
        """Where it can be seen by who works there; the table of files is not open to them."""
        if resource.photo is None:
            return ""
        return format_html('<a href="{}">{}</a>', resource.photo.get_absolute_url(), _("Lihat foto"))

    def get_readonly_fields(self, request: HttpRequest, obj: Resource | None = None) -> Any:
        """The kind and the office never change: what is allocated was asked of that kind, there."""
        return (*super().get_readonly_fields(request, obj), *(("kind", "office") if obj else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Resource | None = None) -> bool:
        is_used = obj is not None and obj.allocations.exists()
        return not is_used and super().has_delete_permission(request, obj)

    def get_actions(self, request: HttpRequest) -> Any:
        """One by one: each is asked whether it was used."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def get_inlines(self, request: HttpRequest, obj: Resource | None = None) -> Any:
        return [PartsInline] if obj is not None and obj.kind == ResourceKind.KIT else []

    def save_model(self, request: HttpRequest, obj: Resource, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        photo = form.cleaned_data.get("new_photo")
        if photo is not None or form.cleaned_data.get("drop_photo"):
            set_photo(obj, photo, by=Actor(user=cast(User, request.user)))
        if obj.kind in KIT:
            defer_labels(obj.office)
        if change and not obj.is_usable and (left := coming_cases(obj, at=timezone.now())):
            self.message_user(
                request,
                _("%(name)s masih dijadwalkan untuk %(cases)s. Ganti unitnya pada permohonan itu.")
                % {"name": obj.name, "cases": join_words(left)},
                messages.WARNING,
            )


class BlockForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs only
    """A block of every lane of a resource; a clash is a sentence at the field. ``by`` is set by the admin."""

    by: Actor

    start = forms.SplitDateTimeField(label=gettext_lazy("Mulai"), widget=AdminSplitDateTime())
    end = forms.SplitDateTimeField(label=gettext_lazy("Selesai"), widget=AdminSplitDateTime())

    class Meta:
        model = Allocation
        fields = ("resource", "note")

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
        (block,) = block_resource(
            data["resource"], [Span(data["start"], data["end"])], by=self.by, at=timezone.now(), note=data["note"]
        )
        return list(block.allocations.order_by("lane"))


@admin.register(Allocation)
class AllocationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # generic in the stubs only
    """Cases are read here and moved elsewhere; only blocks are made and ended."""

    form = BlockForm
    list_display = ("resource", "lane", "starts_at", "ends_at", "purpose", "state", "booking")
    list_filter = ("purpose", "state", "resource__office")
    list_select_related = ("resource__office", "booking", "block")
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
        return self.list_display if obj else ("resource", "start", "end", "note")

    def get_readonly_fields(self, request: HttpRequest, obj: Allocation | None = None) -> Any:
        return self.list_display if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Allocation | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Allocation | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj is not None and obj.block_id is not None

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        form.by = Actor(user=cast(User, request.user))  # type: ignore[attr-defined]  # of BlockForm
        return form

    def save_model(self, request: HttpRequest, obj: Allocation, form: Any, change: bool) -> None:
        """One row per lane; the first stands for the block in the admin's log."""
        taken = form.take()
        for name in ("pk", "lane", "during", "state", "purpose", "block"):
            setattr(obj, name, getattr(taken[0], name))
        obj._state.adding = False

    def delete_model(self, request: HttpRequest, obj: Allocation) -> None:
        assert obj.block is not None
        end_block(obj.block, by=Actor(user=cast(User, request.user)), at=timezone.now())
        self.message_user(request, _("Waktu itu sudah bebas kembali."))

    def get_actions(self, request: HttpRequest) -> Any:
        return {}
