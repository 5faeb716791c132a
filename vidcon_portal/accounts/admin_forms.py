"""What the admin checks before a row is saved; refusals of the database become sentences by ``full_clean``."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidcon_portal.accounts.choices import AppointmentKind
from vidcon_portal.accounts.models import Appointment, Office, Position, User
from vidcon_portal.accounts.phones import parse_phone
from vidcon_portal.accounts.seams import check_office_hours, written_hours


class OfficeForm(forms.ModelForm):
    """Hours are written as people write them; those that no clock could run on are refused here, with the reason, and
    what no letterhead could print."""

    weekly_hours = forms.CharField(
        label=gettext_lazy("Jam kerja mingguan"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Contoh: Senin–Kamis 07.30–12.00, 13.00–16.00; Jumat 07.30–11.30, 13.00–16.30. Istirahat di antaranya."
        ),
    )
    ramadan_hours = forms.CharField(
        label=gettext_lazy("Jam kerja Ramadan"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    ramadan_periods = forms.CharField(
        label=gettext_lazy("Masa Ramadan"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Satu masa per baris. Contoh: 18-02-2026 s.d. 19-03-2026."),
    )
    emblem = forms.ImageField(
        label=gettext_lazy("lambang"),
        required=False,
        help_text=gettext_lazy("PNG atau JPG, tercetak pada kop naskah dan sampul SOP."),
    )

    class Meta:
        model = Office
        fields = "__all__"  # noqa: DJ007 - the admin of an office edits all of it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = written_hours()
        self.initial.update(
            {
                "weekly_hours": words.say_hours(self.instance.weekly_hours),
                "ramadan_hours": words.say_hours(self.instance.ramadan_hours),
                "ramadan_periods": words.say_periods(self.instance.ramadan_periods),
            }
        )

    def clean_weekly_hours(self) -> Any:
        return self._read(written_hours().parse_hours, "weekly_hours")

    def clean_ramadan_hours(self) -> Any:
        return self._read(written_hours().parse_hours, "ramadan_hours")

    def clean_ramadan_periods(self) -> Any:
        return self._read(written_hours().parse_periods, "ramadan_periods")

    def _read(self, parse: Callable[[str], Any], name: str) -> Any:
        try:
            return parse(self.cleaned_data[name])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_emblem(self) -> Any:
        chosen = self.cleaned_data["emblem"]
        picture = getattr(chosen, "image", None)  # of an upload; what is kept already has none
        if picture is not None and picture.format not in ("PNG", "JPEG"):
            raise forms.ValidationError(_("Lambang harus PNG atau JPG. Simpan ulang gambarnya, lalu unggah lagi."))
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"weekly_hours", "ramadan_hours", "ramadan_periods"} <= data.keys():
            try:
                check_office_hours(
                    timezone=data.get("timezone") or self.instance.timezone,
                    weekly=data["weekly_hours"],
                    ramadan=data["ramadan_hours"],
                    ramadan_periods=data["ramadan_periods"],
                )
            except ValueError as error:
                self.add_error("weekly_hours", str(error))
        return data


class PhoneCleaner(forms.ModelForm):
    """Numbers as people write them; an e-mail address belongs to one account."""

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data.get("phone") or "")
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_email(self) -> str:
        address: str = self.cleaned_data.get("email") or ""
        if address and User.objects.filter(email__iexact=address).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Pos-el ini dipakai akun lain."))
        return address


class UserForm(PhoneCleaner, UserChangeForm):
    class Meta(UserChangeForm.Meta):
        model = User


class NewUserForm(PhoneCleaner, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "name", "email", "phone")


class NewOfficerForm(NewUserForm):
    """A person and what he is appointed to, so that nobody is added whom no office keeps. ``office`` is set by the admin."""

    office: Office

    position = forms.ModelChoiceField(
        label=gettext_lazy("Jabatan"),
        queryset=Position.objects.none(),
        help_text=gettext_lazy(
            "Jabatan kantor, atau instansi pemohon yang dilayaninya. Tambahkan dahulu bila belum ada."
        ),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Mulai"), initial=timezone.localdate, widget=AdminDateWidget(), localize=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Q(office=self.office) | Q(agency__office=self.office)
        positions = self.fields["position"]
        assert isinstance(positions, forms.ModelChoiceField)
        positions.queryset = Position.objects.filter(own, is_active=True).select_related("agency")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        position, starts_on = data.get("position"), data.get("starts_on")
        if position is not None and starts_on is not None:
            held = Appointment.objects.filter(position=position, kind=AppointmentKind.DEFINITIVE)
            if (holder := held.not_over(on=starts_on).select_related("user").first()) is not None:
                sentence = _(
                    "%(name)s masih memegang jabatan ini. Akhiri dahulu penugasannya, atau pilih jabatan lain."
                )
                self.add_error("position", sentence % {"name": holder.user})
        return data
