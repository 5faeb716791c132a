"""What the pages of calendar links and of kit post."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import CalendarKind, Condition, ResourceKind
from bookings.models import Booking, KitLoan, Resource
from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.widgets import ChipRadioSelect


class LinkForm(forms.Form):
    """Which link, and whether it is replaced or closed."""

    kind = forms.TypedChoiceField(choices=CalendarKind.choices, coerce=CalendarKind)
    resource = forms.ModelChoiceField(Resource.objects.none(), required=False)
    revoke = forms.BooleanField(required=False)

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms = Resource.objects.filter(office=office, kind=ResourceKind.ROOM, is_active=True)
        self.fields["resource"].queryset = rooms  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        of_room = data.get("kind") in (CalendarKind.ROOM, CalendarKind.DISPLAY)
        if of_room != (data.get("resource") is not None):
            raise forms.ValidationError("kind and resource do not fit")
        return data


class KitForm(forms.Form):
    """How a unit is, as it changes hands."""

    condition = forms.ChoiceField(
        label=gettext_lazy("Keadaan alat"),
        choices=Condition.choices,
        widget=ChipRadioSelect(split=True),
        error_messages={"required": gettext_lazy("Pilih keadaan alatnya.")},
    )
    note = forms.CharField(label=gettext_lazy("Catatan"), required=False, max_length=300)


class HandOutForm(KitForm):
    """Who takes the unit along, and for which request; the next one that holds it is chosen."""

    receiver = forms.CharField(
        label=gettext_lazy("Diserahkan kepada"),
        max_length=200,
        help_text=gettext_lazy("Nama orang yang membawanya."),
        error_messages={"required": gettext_lazy("Tulis nama orang yang membawa alat ini.")},
    )
    booking = forms.ChoiceField(label=gettext_lazy("Untuk permohonan"), required=False)
    field_order = ["receiver", "booking", "condition", "note"]
    done = gettext_lazy("Penyerahan dicatat")

    def __init__(self, resource: Resource, cases: Sequence[Booking], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"condition": resource.condition, "booking": cases[0].ticket if cases else ""})
        super().__init__(**kwargs)
        self.cases = {case.ticket: case for case in cases}
        self.fields["booking"].choices = [  # type: ignore[attr-defined]
            *((case.ticket, f"{case.ticket} {case.title}"[:90]) for case in cases),
            ("", _("Di luar permohonan")),
        ]

    @property
    def case(self) -> Booking | None:
        return self.cases.get(self.cleaned_data["booking"])


class TakeBackForm(KitForm):
    """Who brings it back; empty means whoever took it."""

    returned_by = forms.CharField(label=gettext_lazy("Dikembalikan oleh"), required=False, max_length=200)
    field_order = ["returned_by", "condition", "note"]
    done = gettext_lazy("Pengembalian dicatat")

    def __init__(self, resource: Resource, loan: KitLoan | None, **kwargs: Any) -> None:
        initial = {"condition": resource.condition, "returned_by": loan.receiver if loan else ""}
        super().__init__(**{"initial": initial, **kwargs})
