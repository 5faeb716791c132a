"""What the pages of calendar links, of kit and of maintenance and leave post."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import CalendarKind, Condition, ResourceKind
from bookings.models import Booking, KitLoan, Resource
from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.widgets import ChipRadioSelect, DateInput, TimeInput

from .blocks import LONGEST, weekly
from .days import WEEK, day_span
from .spans import Span


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


class BlockForm(forms.Form):
    """When a resource is out of use, in local days and hours; ``spans`` are what they say, one for each week."""

    resource = forms.ModelChoiceField(
        Resource.objects.none(),
        label=gettext_lazy("Yang tidak tersedia"),
        empty_label=gettext_lazy("Pilih ruang, perangkat, akun atau petugas"),
        error_messages={"required": gettext_lazy("Pilih apa atau siapa yang tidak tersedia.")},
    )
    start_on = forms.DateField(
        label=gettext_lazy("Mulai tanggal"),
        widget=DateInput(),
        error_messages={"required": gettext_lazy("Isi tanggal mulai.")},
    )
    start_at = forms.TimeField(label=gettext_lazy("Mulai pukul"), widget=TimeInput(), required=False)
    end_on = forms.DateField(label=gettext_lazy("Sampai tanggal"), widget=DateInput(), required=False)
    end_at = forms.TimeField(
        label=gettext_lazy("Sampai pukul"),
        widget=TimeInput(),
        required=False,
    )
    until = forms.DateField(
        label=gettext_lazy("Ulangi tiap pekan sampai"),
        widget=DateInput(),
        required=False,
        help_text=gettext_lazy("Contoh: tiap Jumat 14.00–16.00 sampai akhir tahun. Kosong: sekali saja."),
    )
    note = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Hanya dibaca petugas kantor. Kalender hanya menulis “Cuti” atau “Perawatan”."),
    )

    def __init__(self, *args: Any, office: Office, resources: Iterable[Resource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        found = list(resources)
        field = self.fields["resource"]
        field.queryset = Resource.objects.filter(pk__in=[each.pk for each in found])  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[int, str]]] = {}
        for each in found:
            groups.setdefault(str(each.get_kind_display()), []).append((each.pk, each.name))
        field.choices = [("", field.empty_label), *groups.items()]  # type: ignore[attr-defined]
        if len(found) == 1:
            field.initial = found[0].pk
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first = data.get("start_on")
        if self.errors or first is None:
            return data
        tz, last = self.office.tz, data.get("end_on") or first
        start = dt.datetime.combine(first, data["start_at"], tz) if data.get("start_at") else day_span(first, tz).start
        end = dt.datetime.combine(last, data["end_at"], tz) if data.get("end_at") else day_span(last, tz).end
        span, until = Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC)), data.get("until")
        if span.end <= span.start:
            self.add_error("end_on" if last < first else "end_at", _("Waktu selesai harus sesudah waktu mulai."))
        elif span.end - span.start > LONGEST:
            self.add_error("end_on", _("Paling lama satu tahun sekali catat. Periksa tahunnya."))
        elif until is not None and not first < until <= first + LONGEST:
            self.add_error("until", _("Pilih tanggal sesudah tanggal mulai, paling lama satu tahun kemudian."))
        elif until is not None and span.end - span.start > dt.timedelta(days=WEEK):
            self.add_error("until", _("Yang lebih panjang dari sepekan tidak dapat diulang tiap pekan. Kosongkan."))
        if not self.errors:
            data["spans"] = weekly(span, until, tz)
        return data

    def clean_start_on(self) -> dt.date:
        found: dt.date = self._near("start_on")
        return found

    def clean_end_on(self) -> dt.date | None:
        found: dt.date | None = self._near("end_on")
        return found

    def clean_until(self) -> dt.date | None:
        found: dt.date | None = self._near("until")
        return found

    def _near(self, name: str) -> Any:
        """A date in years that every zone can say."""
        day = self.cleaned_data[name]
        if day is not None and not 2000 <= day.year < 2100:
            raise forms.ValidationError(_("Tahunnya tidak masuk akal. Periksa tanggalnya."))
        return day
