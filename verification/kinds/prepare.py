"""Who brings what, and whether it is there (Kaltara row 3, Gorontalo rows 4 and 5)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.models import Booking, StepRun
from bookings.workflow.forms import ActionForm
from bookings.workflow.outcome import Deed, Follow, Outcome
from bookings.workflow.step_kind import StepKind
from vidcon_portal.once import on_page
from vidcon_portal.procedures.choices import Action, Kind
from vidcon_portal.ui.parts import Finding

from ..choices import ItemState
from ..forms import WorkForm
from ..models import ChecklistItem, PreparationItem
from ..papers import answer_if_confirming
from ..queries import office_needs

MOST = 60
SPARE_ROWS = 3
Item = dict[str, str]


class ItemsWidget(forms.Widget):
    """Reads ``items-0-name``, ``-state``, ``-note`` from a page, a list from the API."""

    template_name = "verification/widgets/items.html"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if not hasattr(data, "getlist"):
            return data.get(name)
        rows = [
            {part: data.get(f"{name}-{index}-{part}", "") for part in ("name", "state", "note")}
            for index in range(MOST)
        ]
        return [row for row in rows if row["name"].strip()]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-0-name" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        given = [each for each in value or [] if isinstance(each, Mapping)]
        rows = [*given, *({} for _spare in range(SPARE_ROWS))][:MOST]
        context["rows"] = [
            {
                "prefix": f"{name}-{index}",
                "id": f"{context['widget']['attrs'].get('id', name)}-{index}",
                "number": index + 1,
                "name": row.get("name", ""),
                "note": row.get("note", ""),
                "states": [
                    {"value": state.value, "label": state.label, "chosen": row.get("state", "") == state.value}
                    for state in ItemState
                ],
            }
            for index, row in enumerate(rows)
        ]
        return context


class ItemsField(forms.Field):
    """A list of ``{"name", "state", "note"?}``; each state is ready, missing or applicant."""

    widget = ItemsWidget

    def to_python(self, value: Any) -> list[Item]:
        if not value:
            return []
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
            raise forms.ValidationError(_("Isi daftar barang atau pekerjaan."))
        if len(value) > MOST:
            raise forms.ValidationError(_("Paling banyak %(most)s butir.") % {"most": MOST})
        return [self._read(each) for each in value]

    def validate(self, value: list[Item]) -> None:
        if self.required and not value:
            raise forms.ValidationError(_("Isi sedikitnya satu barang atau pekerjaan yang disiapkan."))

    def _read(self, given: Mapping[str, Any]) -> Item:
        name = " ".join(str(given.get("name") or "").split())[:200]
        state = str(given.get("state") or "")
        if not name:
            raise forms.ValidationError(_("Setiap butir harus bernama."))
        if state not in ItemState.values:
            raise forms.ValidationError(
                _("Pilih siap, belum ada, atau dilengkapi pemohon untuk “%(name)s”.") % {"name": name}
            )
        return {"name": name, "state": state, "note": str(given.get("note") or "").strip()[:300]}


class ReadyForm(WorkForm):
    """The list, and a word about it. With the SOP's ``gap_to_applicant`` what is missing becomes the applicant's."""

    items = ItemsField(label=gettext_lazy("Barang dan pekerjaan"))
    note = forms.CharField(
        label=gettext_lazy("Catatan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def defaults(self) -> Mapping[str, Any]:
        return {"items": known_items(self.booking, str(self.by.role or ""))}

    def clean_items(self) -> list[Item]:
        items: list[Item] = self.cleaned_data["items"]
        missing = [item["name"] for item in items if item["state"] == ItemState.MISSING]
        if not missing:
            return items
        if not self.options.get("gap_to_applicant"):
            raise forms.ValidationError(
                _("Belum ada: %(names)s. Siapkan dahulu, atau pilih “Dilengkapi pemohon”.")
                % {"names": ", ".join(missing)}
            )
        return [
            {**item, "state": ItemState.APPLICANT.value} if item["state"] == ItemState.MISSING else item
            for item in items
        ]

    def trail(self) -> dict[str, Any]:
        """With ``gaps``: what the applicant must bring, for the notice to him."""
        gaps = [item["name"] for item in self.cleaned_data["items"] if item["state"] == ItemState.APPLICANT]
        return {**super().trail(), **({"gaps": gaps} if gaps else {})}


class Prepare(StepKind):
    """Under ``all_of`` each role sends its own list."""

    kind = Kind.PREPARE
    forms: ClassVar[Mapping[str, type[ActionForm]]] = {Action.READY: ReadyForm}
    template = "verification/panels/prepare.html"

    def perform(self, deed: Deed) -> Outcome:
        role = str(deed.by.role or "")
        PreparationItem.objects.filter(step_run=deed.run, role=role).delete()
        PreparationItem.objects.bulk_create(
            PreparationItem(booking=deed.booking, step_run=deed.run, role=role, **item) for item in deed.data["items"]
        )
        answer_if_confirming(deed)
        return Outcome(Follow(deed.action), trail=deed.form.trail())  # type: ignore[attr-defined]

    def panel(self, booking: Booking, run: StepRun) -> dict[str, Any]:
        sent = [item for item in _listed_before(booking) if item.step_run_id == run.pk]
        return {
            "sent": [
                Finding(f"{item.name}: {item.get_state_display()}", met=item.state == ItemState.READY) for item in sent
            ],
            "onsite_url": reverse("reports:onsite", args=[booking.ticket]),
            "layout": booking.layout,
            "place": booking.place,
        }


def known_items(booking: Booking, role: str) -> list[Item]:
    """What was listed before by this role, else by anybody, else as it stands on the spot where somebody ticked it,
    else what the request names, proposed as ready."""
    before = _listed_before(booking)
    own = [item for item in before if item.role == role] or before
    if own:
        latest = own[0].step_run_id
        return [_item(item.name, item.state) for item in own if item.step_run_id == latest]
    return site_items(booking) if ChecklistItem.objects.filter(booking=booking).exists() else asked_for(booking)


def site_items(booking: Booking) -> list[Item]:
    """The list as it stands on the spot: what was ticked or added, what a step reported, what the request names.

    What nobody has ticked is missing, or the applicant's if he brings it. Each name once, the latest word on it.
    """
    ticked = [
        _item(each.name, ItemState.READY if each.is_ready else ItemState.MISSING, each.carrier)
        for each in ChecklistItem.objects.filter(booking=booking).order_by("pk")
    ]
    reported = [_item(each.name, each.state, each.note) for each in _listed_before(booking)]
    asked = asked_for(booking)
    theirs = {item["name"] for item in (*reported, *asked) if item["state"] == ItemState.APPLICANT}
    unseen = [_item(item["name"], ItemState.MISSING) for item in asked]
    found: dict[str, Item] = {}
    for item in (*ticked, *reported, *unseen):
        known = found.setdefault(item["name"], item)
        if known["state"] == ItemState.MISSING and known["name"] in theirs:
            known["state"] = ItemState.APPLICANT.value
    return list(found.values())


def _listed_before(booking: Booking) -> list[PreparationItem]:
    """The latest report first; one query, one a page."""
    items = PreparationItem.objects.filter(booking=booking).order_by("-step_run__opened_at", "pk")
    return on_page(("prepared", booking.pk), lambda: list(items))


def asked_for(booking: Booking) -> list[Item]:
    """What the request names: of the office and of the applicant."""
    names = [*_split(booking.equipment_note), *(need.label for need in office_needs(booking))]
    return [
        *(_item(name) for name in dict.fromkeys(names)),
        *(_item(name, ItemState.APPLICANT) for name in dict.fromkeys(_split(booking.own_equipment))),
    ]


def _item(name: str, state: str = ItemState.READY, carrier: str = "") -> Item:
    return {"name": name[:200], "state": str(state), "note": carrier}


def _split(text: str) -> Iterable[str]:
    return [part for raw in re.split(r"[\n;,]", text) if (part := raw.strip(" -•.\t\r"))]
