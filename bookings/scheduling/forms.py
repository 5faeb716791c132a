"""What the page of calendar links posts."""

from typing import Any

from django import forms

from bookings.choices import CalendarKind, ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Office


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
