"""Small forms around a case: its first questions, letters, conversation, tracking, a decision taken on paper."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Channel, LetterRelation
from bookings.officials import Official
from bookings.workflow.forms import StoredFileField
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.procedures.choices import Mode
from vidcon_portal.procedures.models import Service
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.layout import make_helper
from vidcon_portal.ui.widgets import ChipRadioSelect, DateInput, DateTimeLocalInput


class StartForm(PortalForm):
    """Which service in which mode, and for whom when TU enters on behalf of an agency."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Atas nama perangkat daerah"),
        queryset=Agency.objects.none(),
        required=False,
        empty_label=gettext_lazy("Pilih"),
    )
    new_agency = forms.CharField(
        label=gettext_lazy("Belum ada dalam daftar"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Tulis nama instansinya seperti pada kop suratnya. Instansi itu tidak perlu akun."),
    )
    service = forms.ModelChoiceField(
        label=gettext_lazy("Layanan"), queryset=Service.objects.none(), empty_label=None, widget=ChipRadioSelect
    )
    mode = forms.ChoiceField(label=gettext_lazy("Yang Anda perlukan"), widget=ChipRadioSelect(stack=True))

    def __init__(self, *args: Any, office: Office, own: Agency | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = Service.objects.filter(office=office, is_active=True, procedures__status="in_force")
        self.services = list(in_force.filter(procedures__in_force_from__lte=today).distinct())
        self.fields["service"].queryset = Service.objects.filter(pk__in=[each.pk for each in self.services])  # type: ignore[attr-defined]
        offered = [mode for mode in Mode if any(mode in service.modes for service in self.services)]
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in offered]  # type: ignore[attr-defined]
        if len(self.services) == 1:
            self.fields["service"].widget = forms.HiddenInput()
            self.initial.setdefault("service", self.services[0].pk)
        if offered:
            self.initial.setdefault("mode", offered[0].value)
        if own is not None:
            del self.fields["agency"], self.fields["new_agency"]
        else:
            for name in ("agency", "new_agency"):
                self.fields[name].mark = _("(isi salah satu)")  # type: ignore[attr-defined] # printed beside the label
            self.fields["agency"].queryset = Agency.objects.filter(office=office, is_active=True).order_by("name")  # type: ignore[attr-defined]
        self.helper = make_helper()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        service, mode = cleaned.get("service"), cleaned.get("mode")
        if service is not None and mode and mode not in service.modes:
            self.add_error("mode", _("Ragam ini tidak ada pada layanan %(service)s.") % {"service": service.name})
        if "agency" in self.fields and "agency" not in self.errors:
            chosen, written = cleaned.get("agency"), cleaned.get("new_agency")
            if not chosen and not written:
                self.add_error("agency", _("Pilih perangkat daerah, atau tulis namanya."))
            if chosen and written:
                self.add_error("new_agency", _("Pilih dari daftar atau tulis nama baru, jangan keduanya."))
        return cleaned


class LetterForm(PortalForm):
    """A letter that follows: the one that is owed, a correction, a change, a cancellation."""

    relation = forms.ChoiceField(label=gettext_lazy("Jenis surat"), widget=ChipRadioSelect)
    number = forms.CharField(label=gettext_lazy("Nomor surat"), max_length=120)
    dated_on = forms.DateField(label=gettext_lazy("Tanggal surat"), widget=DateInput, input_formats=["%Y-%m-%d"])
    subject = forms.CharField(label=gettext_lazy("Hal"), max_length=300, required=False)
    channel = forms.ChoiceField(label=gettext_lazy("Jalur"), choices=Channel.choices, required=False)
    file = StoredFileField(label=gettext_lazy("Berkas surat"), required=False)

    def __init__(self, *args: Any, owed: bool, clerk: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="letter_%s", **kwargs)
        relations = [choice for choice in LetterRelation if (choice != LetterRelation.MAIN or owed)]
        self.fields["relation"].choices = [(each.value, each.label) for each in relations]  # type: ignore[attr-defined]
        self.initial.setdefault("relation", relations[0].value)
        if not clerk:
            del self.fields["channel"]


class MessageForm(PortalForm):
    """A word to the other side."""

    body = forms.CharField(
        label=gettext_lazy("Tulis pesan"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis pesannya dahulu.")},
    )
    file = StoredFileField(label=gettext_lazy("Lampiran"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{self.__class__.__name__.removesuffix('Form').lower()}_%s", **kwargs)


class NoteForm(MessageForm):
    """A note that the office keeps to itself; the hidden field tells it from a message."""

    is_internal = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = gettext_lazy("Tulis catatan")


class TrackForm(PortalForm):
    """What the receipt says: ticket and kode lacak."""

    ticket = forms.CharField(
        label=gettext_lazy("Nomor permohonan"),
        max_length=40,
        help_text=gettext_lazy("Contoh KALBAR-2026-0412."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    code = forms.CharField(
        label=gettext_lazy("Kode lacak"),
        max_length=20,
        help_text=gettext_lazy("8 huruf dan angka pada tanda terima."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_ticket(self) -> str:
        return "".join(self.cleaned_data["ticket"].split()).upper()


class RecordForm(PortalForm):
    """Who decided when outside the portal, and the proof."""

    decided_by = forms.ChoiceField(label=gettext_lazy("Diputuskan oleh"), widget=ChipRadioSelect)
    occurred_at = forms.DateTimeField(
        label=gettext_lazy("Waktu keputusan"),
        widget=DateTimeLocalInput,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    evidence = StoredFileField(
        label=gettext_lazy("Foto atau pindaian keputusan"),
        error_messages={"required": gettext_lazy("Lampirkan foto atau pindaian keputusannya.")},
    )

    def __init__(self, *args: Any, officials: Iterable[Official], **kwargs: Any) -> None:
        super().__init__(*args, auto_id="record_%s", **kwargs)
        self.appointments = {
            str(appointment.pk): appointment for official in officials for appointment in official.appointments
        }
        self.fields["decided_by"].choices = [  # type: ignore[attr-defined]
            (pk, f"{each.printed_title}, {each.user.name}") for pk, each in self.appointments.items()
        ]
        if self.appointments:
            self.initial.setdefault("decided_by", next(iter(self.appointments)))
