"""Services and SOP versions: drafts are edited here with their graph beside them, what is in force is only read."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.db.models.deletion import ProtectedError
from django.forms import CheckboxSelectMultiple, Field, MultipleChoiceField, TypedChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.office_owned import KEEPS_AND_DELETES, OfficeOwned, OwnedInline

from .admin_forms import LinesField, ServiceForm
from .choices import Action, IntakeChannel, MandatoryField, ReportSection
from .errors import DraftRefused, NeverChanges, ProcedureError
from .flowchart import draw_flowchart
from .models import Arrow, Lane, Procedure, Row, Service, Step
from .preset_rows import read_procedure
from .services import copy_as_draft, procedure_problems, publish_procedure, withdraw_procedure

RESTRICT_VIOLATION = "23001"
"""What the database answers when a version in force would change (migration 0002)."""

CHOICES = {
    "mandatory_information": MandatoryField.choices,
    "intake_channels": IntakeChannel.choices,
    "report_sections": ReportSection.choices,
}
DRAWING_SCALE = 5


class ListsAsText:
    """Lists of codes as boxes to tick, lists of texts as lines."""

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Field | None:
        if isinstance(db_field, ArrayField):
            common: dict[str, Any] = {
                "label": capfirst(db_field.verbose_name),
                "required": not db_field.blank,
                "help_text": db_field.help_text,
            }
            choices = CHOICES.get(db_field.name, db_field.base_field.choices)
            if choices and db_field.name != "roles":
                return MultipleChoiceField(choices=choices, widget=CheckboxSelectMultiple, **common)
            if choices:
                common["help_text"] = _("Satu kode per baris: %(codes)s") % {"codes": ", ".join(c for c, _l in choices)}
            return LinesField(**common)
        if db_field.model is Arrow and db_field.name == "action":
            return TypedChoiceField(label=db_field.verbose_name, choices=Action.choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]  # a ModelAdmin


def procedure_of(obj: Any) -> Procedure | None:
    """The version that a row of any of these tables belongs to."""
    match obj:
        case Procedure():
            return obj
        case Lane() | Row():
            return obj.procedure
        case Step():
            return obj.row.procedure
        case Arrow():
            return obj.step.row.procedure
    return None


class DraftsOnly(ListsAsText):
    """May be changed while its procedure is a draft; afterwards read."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_change_permission(request, obj)  # type: ignore[misc]  # a ModelAdmin

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_delete_permission(request, obj)  # type: ignore[misc]  # a ModelAdmin

    @staticmethod
    def _is_draft(obj: Any) -> bool:
        procedure = procedure_of(obj)
        return procedure is None or procedure.is_draft


class BelowDraft(DraftsOnly, OwnedInline):
    """Rows below a draft; nothing can be added below what is in force."""

    extra = 0
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._is_draft(obj) and super().has_add_permission(request, obj)


class DraftAdmin(DraftsOnly, OfficeOwned, admin.ModelAdmin):
    """Refusals of the database become a sentence: somebody may publish while somebody else saves."""

    office_rights = KEEPS_AND_DELETES

    actions: Any = None

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._said_kindly(request, super().changeform_view, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._said_kindly(request, super().delete_view, *args, **kwargs)

    def _said_kindly(self, request: HttpRequest, view: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except ProtectedError:
            sentence = _g("Tidak dapat dihapus: sudah dipakai permohonan.")
        except IntegrityError as error:
            if getattr(error.__cause__, "sqlstate", "") != RESTRICT_VIOLATION:
                raise
            sentence = str(NeverChanges())
        messages.error(request, sentence)
        return HttpResponseRedirect(request.path)


@admin.register(Service)
class ServiceAdmin(ListsAsText, OfficeOwned, SimpleHistoryAdmin):
    form = ServiceForm
    list_display = ["name", "office", "code", "is_active"]
    list_filter = ["office", "is_active"]
    search_fields = ["name", "code"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deactivated instead: versions and bookings hang on it."""
        return False


class LaneInline(BelowDraft, admin.TabularInline):
    model = Lane
    show_change_link = False


class RowInline(BelowDraft, admin.StackedInline):
    model = Row
    fields = [
        ("number", "symbol"),
        "activity",
        ("lanes", "completeness", "output"),
        ("time_raw", "clock_type", "clock_value"),
        "remark",
    ]


class StepInline(BelowDraft, admin.StackedInline):
    model = Step


class ArrowInline(BelowDraft, admin.TabularInline):
    model = Arrow
    fk_name = "step"
    show_change_link = False

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Arrows stay inside their procedure."""
        if db_field.name == "target" and request.resolver_match:
            step = request.resolver_match.kwargs.get("object_id", "0")
            known = Step.objects.filter(
                row__procedure__rows__steps=int(step) if step.isdecimal() and len(step) < 19 else 0
            )
            kwargs["queryset"] = known.distinct().order_by("row__number", "order")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Procedure)
class ProcedureAdmin(DraftAdmin):
    office_path = "service__office"
    actions = ["check_drafts", "publish", "copy", "withdraw"]
    list_display = ["title", "service", "version", "status", "in_force_from"]
    list_filter = ["status", "service__office"]
    list_select_related = ["service__office"]
    search_fields = ["title", "code", "number"]
    inlines = [LaneInline, RowInline]
    readonly_fields = ["status", "published_at", "problems", "graph"]
    fieldsets = [
        (None, {"fields": ["service", "code", "version", "status", "in_force_from", "published_at"]}),
        (_("Pemeriksaan"), {"fields": ["problems", "graph"]}),
        (
            _("Sampul"),
            {
                "classes": ["collapse"],
                "fields": [
                    "title",
                    ("number", "unit"),
                    ("made_on", "revised_on", "ratified_on", "effective_on"),
                    ("ratified_by_title", "ratified_by_name", "ratified_by_rank"),
                    "cover",
                    "source_notes",
                    "decisions",
                ],
            },
        ),
        (
            _("Aturan"),
            {
                "classes": ["collapse"],
                "fields": [
                    ("lead_time", "lead_unit", "late_policy"),
                    ("event_hours_limit", "event_hours"),
                    "leader_ranks",
                    "criteria",
                    "mandatory_information",
                    ("min_officers", "max_concurrent_events"),
                    ("overall_hours", "overall_until_row"),
                    "intake_channels",
                    "report_sections",
                    ("recheck_code", "dispensation_role"),
                ],
            },
        ),
    ]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    @admin.display(description=_("masalah"))
    def problems(self, procedure: Procedure) -> str | SafeString:
        if procedure.pk is None:
            return _g("Simpan dahulu; konsep diperiksa setelah tersimpan.")
        return render_to_string("procedures/problems.html", {"problems": procedure_problems(procedure)})

    @admin.display(description=_("diagram alir"))
    def graph(self, procedure: Procedure) -> str | SafeString:
        preset = read_procedure(procedure)[0] if procedure.pk else None
        drawings = draw_flowchart(preset) if preset else ()
        if not drawings:
            return _g("Belum dapat digambar.")
        drawing = drawings[0]
        size = {"width": round(drawing.width * DRAWING_SCALE), "height": round(drawing.height * DRAWING_SCALE)}
        return render_to_string("procedures/flowchart.html", {"drawing": drawing, **size})

    @admin.action(description=_("Periksa konsep"), permissions=["view"])
    def check_drafts(self, request: HttpRequest, queryset: QuerySet[Procedure]) -> None:
        for procedure in queryset:
            problems = procedure_problems(procedure)
            for problem in problems:
                messages.warning(request, f"{procedure}: {problem}")
            if not problems:
                messages.success(request, _g("%(procedure)s: tidak ada masalah.") % {"procedure": procedure})

    @admin.action(description=_("Terbitkan (mulai tanggal berlaku, atau hari ini)"), permissions=["change"])
    def publish(self, request: HttpRequest, queryset: QuerySet[Procedure]) -> None:
        for procedure in queryset:
            at = timezone.now()
            since = procedure.in_force_from or timezone.localtime(at, procedure.service.office.tz).date()
            try:
                publish_procedure(procedure, in_force_from=since, by=_actor(request), at=at)
            except DraftRefused as refusal:
                messages.error(request, f"{procedure}: {refusal}")
                for problem in refusal.problems:
                    messages.warning(request, str(problem))
            except ProcedureError as refusal:
                messages.error(request, f"{procedure}: {refusal}")
            else:
                messages.success(request, _g("%(procedure)s berlaku.") % {"procedure": procedure})

    @admin.action(description=_("Salin sebagai konsep"), permissions=["add"])
    def copy(self, request: HttpRequest, queryset: QuerySet[Procedure]) -> None:
        for procedure in queryset:
            try:
                draft = copy_as_draft(procedure, by=_actor(request))
            except ProcedureError as refusal:
                messages.error(request, f"{procedure}: {refusal}")
            else:
                messages.success(request, _g("Konsep %(draft)s dibuat.") % {"draft": draft})

    @admin.action(description=_("Cabut tanpa pengganti"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Procedure]) -> None:
        for procedure in queryset:
            try:
                withdraw_procedure(procedure, by=_actor(request))
            except ProcedureError as refusal:
                messages.error(request, f"{procedure}: {refusal}")
            else:
                messages.success(request, _g("%(procedure)s dicabut.") % {"procedure": procedure})


class BelowDraftAdmin(DraftAdmin):
    """Reached through its procedure: changed here, added and deleted there."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Not on the index."""
        return {}


@admin.register(Row)
class RowAdmin(BelowDraftAdmin):
    office_path = "procedure__service__office"
    list_display = ["number", "activity", "procedure"]
    list_filter = ["procedure"]
    readonly_fields = ["procedure"]
    inlines = [StepInline]


@admin.register(Step)
class StepAdmin(BelowDraftAdmin):
    office_path = "row__procedure__service__office"
    list_display = ["code", "kind", "title", "row"]
    list_filter = ["row__procedure"]
    list_select_related = ["row"]
    readonly_fields = ["row"]
    inlines = [ArrowInline]


def _actor(request: HttpRequest) -> Actor:
    actor = getattr(request, "actor", None)
    return actor if isinstance(actor, Actor) else Actor(user=request.user)  # type: ignore[arg-type]  # staff signed in
