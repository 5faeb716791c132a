"""What a recap is limited to, its signature, and an event that was served without a request."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.layout import FormSection, make_helper, numbered
from vidcon_portal.ui.widgets import ChipCheckboxSelectMultiple, DateInput, NumberInput, PinInput, TimeInput

from ..periods import Period
from .queries import Choice, choices_of


class RecapFilterForm(PortalForm):
    """All optional: a period, an agency, an officer, a platform. Unreadable words count as not said."""

    dari = forms.DateField(label=gettext_lazy("Dari"), required=False, widget=DateInput)
    sampai = forms.DateField(label=gettext_lazy("Sampai"), required=False, widget=DateInput)
    opd = forms.ChoiceField(label=gettext_lazy("OPD pemohon"), required=False)
    petugas = forms.ChoiceField(label=gettext_lazy("Petugas"), required=False)
    aplikasi = forms.ChoiceField(label=gettext_lazy("Aplikasi"), required=False)

    def __init__(self, data: Any, *, office: Office, period: Period) -> None:
        asked = dict(data.items())
        asked["dari"], asked["sampai"] = period.first.isoformat(), period.last.isoformat()
        super().__init__(asked)
        self.offered: dict[str, dict[str, Choice]] = {}
        for name, offered in zip(("opd", "petugas"), choices_of(office), strict=True):
            self.offered[name] = {str(each.pk): each for each in offered}
            self._offer(name, [(str(each.pk), each.name) for each in offered])
        self.offer_platforms([])
        self.helper = make_helper()
        self.is_valid()

    def offer_platforms(self, platforms: list[str]) -> None:
        """Known once the sessions were counted."""
        asked = str(self.data.get("aplikasi", ""))
        named = [each for each in dict.fromkeys([*platforms, asked]) if each]
        self._offer("aplikasi", [(each, each) for each in named])

    def chosen(self, name: str) -> Choice | None:
        """The agency or the officer of whom the recap is to be; None for all."""
        return self.offered[name].get(self.cleaned_data.get(name, ""))

    @property
    def platform(self) -> str:
        return str(self.cleaned_data.get("aplikasi", ""))

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        self.fields[name].choices = [("", _("Semua")), *choices]  # type: ignore[attr-defined]  # a field of choices


class SignForm(PortalForm):
    pin = forms.CharField(label=gettext_lazy("PIN tanda tangan"), max_length=12, widget=PinInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper()


class PastEventForm(PortalForm):
    """One sitting that is over. Times are those of the office."""

    title = forms.CharField(label=gettext_lazy("Nama kegiatan"), max_length=300)
    agency = forms.ModelChoiceField(
        label=gettext_lazy("OPD pemohon"),
        queryset=Agency.objects.none(),
        empty_label=gettext_lazy("Pilih OPD"),
        help_text=gettext_lazy("OPD yang belum ada ditambahkan oleh admin kantor."),
    )
    mode = forms.ChoiceField(label=gettext_lazy("Yang dilayani"), choices=Mode.choices, initial=Mode.HOST)
    day = forms.DateField(label=gettext_lazy("Tanggal"), widget=DateInput)
    start = forms.TimeField(label=gettext_lazy("Mulai"), widget=TimeInput)
    end = forms.TimeField(
        label=gettext_lazy("Selesai"),
        widget=TimeInput,
        help_text=gettext_lazy("Lewat tengah malam: tulis jam selesainya saja, harinya dihitung."),
    )
    room = forms.ModelChoiceField(
        label=gettext_lazy("Ruang dinas"),
        queryset=Resource.objects.none(),
        required=False,
        empty_label=gettext_lazy("Tidak memakai"),
    )
    place = forms.CharField(label=gettext_lazy("Tempat lain"), max_length=200, required=False)
    platform = forms.CharField(label=gettext_lazy("Aplikasi"), max_length=80, required=False, initial="Zoom")
    account = forms.ModelChoiceField(
        label=gettext_lazy("Akun rapat"),
        queryset=Resource.objects.none(),
        required=False,
        empty_label=gettext_lazy("Tidak memakai"),
    )
    officers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Petugas"),
        queryset=Resource.objects.none(),
        required=False,
        widget=ChipCheckboxSelectMultiple,
    )
    leader = forms.CharField(label=gettext_lazy("Pimpinan rapat"), max_length=200, required=False)
    participants = forms.IntegerField(
        label=gettext_lazy("Peserta terbanyak"), min_value=0, max_value=1_000_000, required=False, widget=NumberInput
    )
    obstacles = forms.CharField(label=gettext_lazy("Kendala"), max_length=500, required=False)
    remark = forms.CharField(
        label=gettext_lazy("Mengapa tanpa permohonan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Contoh: diminta lewat telepon pada hari yang sama."),
    )

    def __init__(self, *args: Any, office: Office, at: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.at = office, at
        fields: Any = self.fields
        fields["agency"].queryset = Agency.objects.filter(office=office, is_active=True)
        things = Resource.objects.filter(office=office, is_active=True)
        for name, kind in (
            ("room", ResourceKind.ROOM),
            ("account", ResourceKind.ACCOUNT),
            ("officers", ResourceKind.PERSON),
        ):
            fields[name].queryset = things.filter(kind=kind)
        self.helper = make_helper(
            numbered(
                FormSection(_("Kegiatan"), "title", "agency", "mode", "leader"),
                FormSection(_("Waktu dan tempat"), "day", "start", "end", "room", "place"),
                FormSection(_("Pelayanan"), "platform", "account", "officers", "participants", "obstacles", "remark"),
            )
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not all(name in cleaned for name in ("day", "start", "end")):
            return cleaned
        zone = self.office.tz
        if not 2000 <= cleaned["day"].year < 2100:
            self.add_error("day", _("Periksa tahunnya."))
            return cleaned
        starts_at = dt.datetime.combine(cleaned["day"], cleaned["start"], zone)
        ends_at = dt.datetime.combine(cleaned["day"], cleaned["end"], zone)
        if ends_at == starts_at:
            self.add_error("end", _("Waktu selesai harus sesudah waktu mulai."))
            return cleaned
        if ends_at < starts_at:
            ends_at += dt.timedelta(days=1)
        if ends_at > self.at:
            self.add_error(
                "day",
                _("Kegiatan ini belum selesai pada %(now)s. Yang belum terlaksana diajukan sebagai permohonan.")
                % {"now": timezone.localtime(self.at, zone).strftime("%d-%m-%Y %H.%M %Z")},
            )
        cleaned["starts_at"], cleaned["ends_at"] = starts_at, ends_at
        return cleaned
