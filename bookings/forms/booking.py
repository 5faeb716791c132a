"""The request's own form: one class for the page, the API, the draft and the completion."""

import datetime as dt
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Channel, OtherZone, ResourceKind, Secrecy
from bookings.models import Booking
from bookings.scheduling.zones import is_elsewhere
from bookings.workflow.forms import StoredFileField, plain
from vidcon_portal.accounts.models import Office
from vidcon_portal.accounts.phones import parse_phone
from vidcon_portal.procedures.choices import IntakeChannel, Mode
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.ui.forms import say_what_to_do

from .equipment import AnyOf, EquipmentField
from .sessions import SessionsField, SessionTime, is_near
from .units import UnitField, offer_units, skill_choices

ONLINE_MODES = frozenset({Mode.HOST, Mode.JOIN, Mode.ACCOUNT, Mode.STREAMING})
PLACE_MODES = frozenset({Mode.HOST, Mode.JOIN, Mode.OPERATOR, Mode.ROOM, Mode.EQUIPMENT, Mode.STREAMING})

OF_SOME_MODES = frozenset(
    {
        "application", "meeting_link", "participants_online", "place", "layout", "room", "equipment",
        "participants_onsite", "operators", "operator_skill",
    }
)  # fmt: skip
"""Fields that not every mode asks for."""


DEMANDED = {
    "connection_test_time": ("connection_test_at",),
    "place_and_layout": ("place", "layout"),
    "application": ("application",),
    "equipment": ("equipment_note",),
}
"""The fields that answer the SOP's mandatory information; a submission without them is accepted, and may come back."""


class BookingForm(forms.Form):
    """What an agency asks for. ``lenient`` (a draft) requires nothing but keeps every rule of shape.

    ``mode`` decides which fields exist. Moments without an offset count in the office's zone.
    """

    title = forms.CharField(
        label=gettext_lazy("Nama kegiatan"),
        max_length=300,
        error_messages={"required": gettext_lazy("Isi nama kegiatan.")},
    )
    sessions = SessionsField(label=gettext_lazy("Waktu pelaksanaan"))
    leader_rank = forms.TypedChoiceField(
        label=gettext_lazy("Pimpinan yang hadir"), required=False, coerce=int, empty_value=None
    )
    leader_name = forms.CharField(label=gettext_lazy("Pimpinan rapat"), max_length=200, required=False)
    participants_onsite = forms.IntegerField(
        label=gettext_lazy("Peserta di tempat"), required=False, min_value=0, max_value=100_000
    )
    participants_online = forms.IntegerField(
        label=gettext_lazy("Peserta daring"), required=False, min_value=0, max_value=100_000
    )
    other_zone = forms.ChoiceField(
        label=gettext_lazy("Peserta dari zona waktu lain"),
        choices=[("", gettext_lazy("Tidak ada")), *OtherZone.choices],
        required=False,
        help_text=gettext_lazy("Surat, pesan, dan undangan kalender menyebut kedua jamnya."),
    )
    application = forms.CharField(
        label=gettext_lazy("Aplikasi"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Contoh: Zoom, Google Meet, Microsoft Teams."),
    )
    meeting_link = forms.CharField(
        label=gettext_lazy("Tautan rapat dari penyelenggara"), max_length=500, required=False
    )
    place = forms.CharField(label=gettext_lazy("Tempat"), max_length=200, required=False)
    layout = forms.CharField(
        label=gettext_lazy("Tata letak ruang"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Contoh: huruf U, kelas, teater."),
    )
    connection_test_at = forms.DateTimeField(
        label=gettext_lazy("Waktu uji koneksi"),
        required=False,
        input_formats=[
            "%Y-%m-%dT%H:%M",
            "%Y-%m-%dT%H:%M:%S",
            "%Y-%m-%dT%H:%M:%S%z",
            "%Y-%m-%dT%H:%M%z",
            "%Y-%m-%d %H:%M",
        ],
    )
    room = UnitField(label=gettext_lazy("Ruang kantor yang diminta"), required=False)
    equipment = EquipmentField(label=gettext_lazy("Perangkat yang diminta"), required=False)
    operators = forms.IntegerField(label=gettext_lazy("Jumlah operator"), required=False, min_value=1, max_value=10)
    operator_skill = forms.ChoiceField(
        label=gettext_lazy("Keahlian operator"),
        required=False,
        help_text=gettext_lazy("Paling sedikit satu operator menguasainya."),
    )
    equipment_note = forms.CharField(
        label=gettext_lazy("Perlengkapan yang diminta"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    own_equipment = forms.CharField(
        label=gettext_lazy("Perlengkapan milik pemohon"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    description = forms.CharField(
        label=gettext_lazy("Uraian"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    secrecy = forms.ChoiceField(label=gettext_lazy("Kerahasiaan"), choices=Secrecy.choices, required=False)
    contact_name = forms.CharField(
        label=gettext_lazy("Nama narahubung"),
        max_length=200,
        error_messages={"required": gettext_lazy("Isi nama narahubung.")},
    )
    contact_phone = forms.CharField(
        label=gettext_lazy("Nomor WhatsApp narahubung"),
        max_length=30,
        error_messages={"required": gettext_lazy("Isi nomor WhatsApp narahubung.")},
    )
    letter_number = forms.CharField(
        label=gettext_lazy("Nomor surat"),
        max_length=120,
        error_messages={"required": gettext_lazy("Isi nomor surat.")},
    )
    letter_date = forms.DateField(
        label=gettext_lazy("Tanggal surat"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": gettext_lazy("Isi tanggal surat.")},
    )
    srikandi_number = forms.CharField(
        label=gettext_lazy("Nomor Srikandi"),
        max_length=120,
        required=False,
        error_messages={"required": gettext_lazy("Isi nomor Srikandi.")},
    )
    letter_file = StoredFileField(
        binds_photos=True,
        label=gettext_lazy("Surat permohonan"),
        error_messages={"required": gettext_lazy("Unggah surat permohonan.")},
    )
    letter_owed = forms.BooleanField(
        label=gettext_lazy("Permintaan lisan atau WhatsApp, surat menyusul"), required=False
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        office: Office,
        procedure: Procedure | None,
        mode: str,
        at: dt.datetime,
        lenient: bool = False,
        may_owe_letter: bool = False,
        booking: Booking | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.office, self.procedure, self.mode, self.at = office, procedure, Mode(mode), at
        self.lenient = lenient
        self.booking = booking
        sessions = self.fields["sessions"]
        assert isinstance(sessions, SessionsField)
        sessions.prepare(tz=office.tz, at=at)
        self._drop_what_the_mode_does_not_ask()
        self._offer_choices(may_owe_letter)
        if lenient:
            for field in self.fields.values():
                field.required = False
        say_what_to_do(self)

    def _drop_what_the_mode_does_not_ask(self) -> None:
        if self.mode not in ONLINE_MODES:
            demanded = self.procedure.mandatory_information if self.procedure else ()
            for name in ("application", "meeting_link", "participants_online"):
                if name not in demanded:  # Singkawang row 6 asks for it of a meeting in its room, too
                    del self.fields[name]
        elif self.mode != Mode.JOIN:
            del self.fields["meeting_link"]
        if self.mode not in PLACE_MODES:
            for name in ("place", "layout", "room", "equipment", "participants_onsite"):
                del self.fields[name]
        if self.mode in (Mode.ACCOUNT, Mode.ROOM, Mode.EQUIPMENT):
            del self.fields["operators"], self.fields["operator_skill"]
        if self.mode == Mode.ROOM:
            self.fields["room"].required = True
        if self.mode == Mode.EQUIPMENT:
            self.fields["equipment"].required = True

    def _offer_choices(self, may_owe_letter: bool) -> None:
        zones = self.fields["other_zone"]
        assert isinstance(zones, forms.ChoiceField)
        elsewhere = [zone for zone in OtherZone if is_elsewhere(ZoneInfo(zone), self.office.tz, at=self.at)]
        zones.choices = [("", _("Tidak ada")), *((zone.value, zone.label) for zone in elsewhere)]
        ranks = self.procedure.leader_ranks if self.procedure else []
        rank = self.fields["leader_rank"]
        assert isinstance(rank, forms.TypedChoiceField)
        rank.choices = [("", _("Tidak ada")), *((str(each["rank"]), each["title"]) for each in ranks)]
        if not ranks:
            del self.fields["leader_rank"]
        if "room" in self.fields:
            room = self.fields["room"]
            assert isinstance(room, UnitField)
            room.empty_label = _("Pilih ruang") if room.required else _("Tidak memilih ruang")
            offer_units(room, self.office, ResourceKind.ROOM)
        if "equipment" in self.fields:
            offer_units(self.fields["equipment"], self.office, ResourceKind.KIT, ResourceKind.EQUIPMENT)
        if "operator_skill" in self.fields:
            self.fields["operator_skill"].choices = partial(skill_choices, self.office)  # type: ignore[attr-defined]
        channels = self.procedure.intake_channels if self.procedure else []
        if IntakeChannel.SRIKANDI not in channels:
            del self.fields["srikandi_number"]
        else:
            self.fields["srikandi_number"].required = True
        if not may_owe_letter:
            del self.fields["letter_owed"]

    @property
    def demanded(self) -> list[str]:
        """Fields that the SOP asks for although a request may be sent without."""
        wanted = self.procedure.mandatory_information if self.procedure else ()
        return [name for each in wanted for name in DEMANDED.get(each, ()) if name in self.fields]

    @property
    def channel(self) -> Channel:
        if self.cleaned_data.get("letter_owed"):
            return Channel.ORAL
        return Channel.SRIKANDI if self.cleaned_data.get("srikandi_number") else Channel.PORTAL

    def clean_contact_phone(self) -> str:
        text: str = self.cleaned_data["contact_phone"]
        if not text:
            return ""
        try:
            return parse_phone(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error

    def clean_letter_date(self) -> dt.date | None:
        date: dt.date | None = self.cleaned_data["letter_date"]
        today = self.at.astimezone(self.office.tz).date()
        if date is not None and date > today:
            raise forms.ValidationError(_("Tanggal surat belum terjadi. Periksa tanggalnya."))
        if date is not None and date < today - dt.timedelta(days=366):
            raise forms.ValidationError(_("Tanggal surat lebih dari satu tahun lalu. Periksa tahunnya."))
        return date

    def clean_connection_test_at(self) -> dt.datetime | None:
        moment: dt.datetime | None = self.cleaned_data["connection_test_at"]
        if not is_near(moment):
            raise forms.ValidationError(_("Tahunnya tidak masuk akal. Periksa tanggalnya."))
        return moment

    def clean_meeting_link(self) -> str:
        link: str = self.cleaned_data["meeting_link"].strip()
        if link and not link.startswith(("https://", "http://")):
            raise forms.ValidationError(_("Tautan dimulai dengan https://."))
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("letter_owed"):
            for name in ("letter_number", "letter_date", "letter_file", "srikandi_number"):
                self.errors.pop(name, None)
                cleaned.setdefault(name, None)
        sessions: list[SessionTime] = cleaned.get("sessions") or []
        test_at = cleaned.get("connection_test_at")
        if test_at is not None and test_at.tzinfo is None:
            test_at = test_at.replace(tzinfo=self.office.tz)
            cleaned["connection_test_at"] = test_at
        if test_at and sessions and test_at >= sessions[0].starts_at:
            self.add_error("connection_test_at", _("Waktu uji koneksi harus sebelum waktu pelaksanaan."))
        if test_at and test_at <= self.at and not self.booking_keeps(test_at):
            self.add_error("connection_test_at", _("Waktu uji koneksi sudah lewat."))
        if cleaned.get("leader_rank") and not cleaned.get("leader_name") and not self.lenient:
            self.add_error("leader_name", _("Isi nama pimpinan yang hadir."))
        return cleaned

    def booking_keeps(self, test_at: dt.datetime) -> bool:
        return self.booking is not None and self.booking.connection_test_at == test_at

    def as_draft(self) -> dict[str, Any]:
        """What was entered, as JSON that the form reads again; wrong entries are kept as typed."""
        kept: dict[str, Any] = {}
        for name, field in self.fields.items():
            if name in self.cleaned_data:
                value = self.cleaned_data[name]
                kept[name] = draft_value(value)
            else:
                raw = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                kept[name] = raw if isinstance(raw, (str, int, float, list, dict, type(None))) else str(raw)
        return {name: value for name, value in kept.items() if value not in (None, "", [])}


def draft_value(value: Any) -> Any:
    """A cleaned value in the shape that the form accepts from the API."""
    if isinstance(value, list) and value and isinstance(value[0], SessionTime):
        return [
            {
                "starts_at": each.starts_at.isoformat(),
                "ends_at": each.ends_at.isoformat(),
                "open_ended": each.open_ended,
                "place": each.place,
            }
            for each in value
        ]
    if isinstance(value, list) and any(isinstance(each, AnyOf) for each in value):
        return [each.pk for each in value]
    described = plain(value)
    if isinstance(described, dict) and "id" in described:
        return described["id"]
    if isinstance(described, list):
        return [each["id"] if isinstance(each, dict) and "id" in each else each for each in described]
    return described
