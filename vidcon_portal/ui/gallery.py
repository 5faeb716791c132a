"""Sample data for the gallery of components: one invented request in an invented province."""

from datetime import datetime, timedelta, timezone
from typing import Any

from django import forms
from django.core.paginator import Paginator

from vidcon_portal.ui import widgets
from vidcon_portal.ui.choices import Shape, State
from vidcon_portal.ui.forms import PortalForm
from vidcon_portal.ui.icons import icon_paths
from vidcon_portal.ui.layout import FormSection, make_helper, numbered
from vidcon_portal.ui.parts import (
    Action,
    Attachment,
    Badge,
    CheckItem,
    Fact,
    Finding,
    Frame,
    LogEntry,
    MessageLine,
    NavItem,
    PathStep,
    TaskRow,
    Tile,
    TimeLeft,
    TrailEntry,
    Turn,
)
from vidcon_portal.ui.timeline import Timeline, TimelineGroup, TimelineResource, TimelineSlot

WITA = timezone(timedelta(hours=8))
LANES = ("Pemohon", "Tata Usaha", "Kepala Dinas", "Kabid Aptika", "Subkoordinator", "Staf", "Tim teknis", "Tim teknis")
ROWS = (
    "Permohonan",
    "Pencatatan surat",
    "Disposisi kepala dinas",
    "Disposisi kepala bidang",
    "Verifikasi jadwal dan kapasitas",
    "Pembuatan ID rapat",
    "Koordinasi dan uji coba",
    "Laporan",
)
TIMES = ("Jum 14.12", "4 mnt", "8 mnt", "1 j 12 mnt, lewat", "baku 1 hari kerja", "", "", "")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of November 2026 in the sample office."""
    return datetime(2026, 11, day, hour, minute, tzinfo=WITA)


class SampleForm(PortalForm):
    """Every kind of field, some of them wrong."""

    letter_number = forms.CharField(
        label="Nomor surat",
        help_text="Lihat di kepala surat, contoh 400.7/2188/DINKES.",
    )
    event_on = forms.DateField(label="Tanggal kegiatan")
    starts_at = forms.TimeField(label="Mulai")
    test_at = forms.SplitDateTimeField(label="Waktu uji koneksi", required=False)
    reply_by = forms.DateTimeField(label="Batas jawaban", required=False)
    room = forms.ChoiceField(label="Tempat", choices=[("1", "Ruang Vidcon Lantai 2, 24 kursi"), ("2", "TCM Room")])
    online = forms.IntegerField(label="Peserta daring", widget=widgets.NumberInput)
    leader = forms.ChoiceField(
        label="Siapa yang memimpin atau hadir?",
        help_text="Kegiatan pimpinan didahulukan, tetap melalui verifikasi.",
        choices=[("1", "Gubernur"), ("2", "Wakil Gubernur"), ("3", "Kepala perangkat daerah"), ("4", "Lainnya")],
        widget=widgets.ChipRadioSelect(notes={"3": "Tanpa prioritas"}),
        error_messages={"required": "Pilih siapa yang memimpin"},
    )
    met = forms.ChoiceField(
        label="Terpenuhi?",
        choices=[("yes", "Ya"), ("partly", "Sebagian"), ("no", "Tidak")],
        widget=widgets.ChipRadioSelect(split=True),
    )
    needs = forms.MultipleChoiceField(
        label="Kami minta dari Diskominfo",
        required=False,
        choices=[(str(n), f"Kebutuhan {n}") for n in range(1, 9)],
        widget=widgets.ChipCheckboxSelectMultiple,
    )
    letter = forms.FileField(label="Unggah surat", help_text="PDF, atau foto yang terbaca. Paling besar 5 MB.")
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    sure = forms.BooleanField(
        label="Data di atas sesuai dengan surat yang kami unggah",
        error_messages={"required": "Centang bila data sudah sesuai"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper(
            numbered(
                FormSection("Surat", "letter_number", "letter", "leader"),
                FormSection(
                    "Waktu dan tempat",
                    "event_on",
                    "starts_at",
                    "test_at",
                    "reply_by",
                    "room",
                    "online",
                    note="Ketersediaan dicek langsung setiap Anda mengubah isian.",
                ),
                FormSection("Kebutuhan", "met", "needs", "note", "sure"),
            )
        )
        self.helper.form_error_title = "Permohonan belum terkirim. Perbaiki yang berikut:"


class SignForm(PortalForm):
    """The PIN alone."""

    pin = forms.CharField(
        label="PIN tanda tangan",
        help_text="6 angka. Boleh diisi oleh pengelola sandi ponsel.",
        widget=widgets.PinInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = make_helper("pin")


def _path() -> list[PathStep]:
    shapes = {0: Shape.TERMINAL, 4: Shape.DECISION, 7: Shape.TERMINAL}
    return [
        PathStep(
            index + 1,
            label,
            LANES[index],
            TIMES[index],
            shapes.get(index, Shape.PROCESS),
            index < 4,
            index == 3,
            index == 4,
        )
        for index, label in enumerate(ROWS)
    ]


def _clocks() -> list[TimeLeft]:
    return [
        TimeLeft.running(used=20, text="8 menit lagi", standard="baku 10 menit", seconds_left=480, runs_for=3600),
        TimeLeft.running(used=78, text="2 menit lagi", standard="baku 10 menit"),
        TimeLeft.running(used=100, text="Lewat 25 menit", standard="baku 10 menit"),
        TimeLeft(State.DONE, 100, "Selesai 8 menit", "dari 10 menit"),
    ]


def _tasks() -> list[TaskRow]:
    clocks = _clocks()
    return [
        TaskRow(
            url="#", title="Rakor Pengendalian Inflasi Daerah", deed="Buat ID rapat", number=6, clock=clocks[2],
            agency="Biro Perekonomian", ticket="TANJUNG-2026-0409", when="Sel 24 Nov, 08.30–10.00",
            place="Ruang Rapat Sekda", badges=(Badge(State.LEADER, "Sekda hadir"),),
        ),
        TaskRow(
            url="#", title="Konsinyering RKA Perubahan", deed="Verifikasi", number=5, shape=Shape.DECISION, clock=clocks[1],
            agency="BPKAD", ticket="TANJUNG-2026-0410", when="Kam 26 Nov, 09.30–11.30", place="TCM Room",
            badges=(Badge(State.HELD, "Ditahan, bentrok operator"),),
        ),
    ]  # fmt: skip


def _timeline() -> Timeline:
    def slot(start: datetime, end: datetime, state: State, title: str, **more: Any) -> TimelineSlot:
        return TimelineSlot(
            start=start, end=end, state=state, title=title, state_text=str(State(state).label), url="#", **more
        )

    trial = slot(at(26, 8), at(26, 8, 45), State.TRIAL, "Uji coba Stunting")
    live = slot(at(26, 9), at(26, 11), State.LIVE, "Evaluasi Stunting", detail="Dinas Kesehatan", priority=True)
    held = slot(at(26, 9, 30), at(26, 11, 30), State.HELD, "Konsinyering RKA", detail="BPKAD")
    buffer = TimelineSlot(start=at(26, 8, 45), end=at(26, 9), is_buffer=True)
    care = TimelineSlot(
        start=at(26, 8), end=at(26, 12), state=State.NEUTRAL, title="Perawatan berkala", state_text="perawatan"
    )
    return Timeline(
        start=at(26, 7),
        end=at(26, 17),
        now=at(26, 10, 20),
        groups=(
            TimelineGroup(
                "Ruang",
                (
                    TimelineResource("Ruang Vidcon Lantai 2", "24 kursi", (trial, buffer, live)),
                    TimelineResource("TCM Room", "12 kursi", (held,)),
                ),
            ),
            TimelineGroup("Perangkat", (TimelineResource("Kamera PTZ 2", "", (care,)),)),
        ),
    )


def build_gallery() -> dict[str, Any]:
    """The context of ``ui/gallery.html``."""
    form = SampleForm({"leader": "", "event_on": "", "starts_at": "09:30", "room": "1", "online": "60", "met": "yes"})
    clocks = _clocks()
    page = Paginator(range(200), 20).page(4)
    return {
        "nav": [
            NavItem("#", "Kotak tugas", count=5, current=True),
            NavItem("#", "Permohonan"),
            NavItem("#", "Jadwal"),
            NavItem("#", "Akun saya", end=True),
            NavItem("#", "Keluar"),
        ],
        "frame": Frame(
            office_name="Diskominfo Provinsi Tanjung Raya",
            office_line="Dinas Komunikasi dan Informatika Provinsi Tanjung Raya.",
            person="Yohanes Tanggamus · Subkoordinator",
            inbox_url="#",
            inbox_count=5,
            footer_links=(NavItem("#", "Bantuan"), NavItem("#", "Standar pelayanan")),
        ),
        "badges": [Badge(State(value), str(label)) for value, label in State.choices if value != State.NEUTRAL],
        "clocks": clocks,
        "yours": Turn(
            "Giliran Anda, langkah 5 dari 8", "Putuskan: dapat difasilitasi atau tidak", "4 dari 5 kriteria sudah diperiksa.",
            yours=True, clock=clocks[0], action=Action("Periksa 5 kriteria", "#"),
        ),
        "path": _path(),
        "tasks": _tasks(),
        "case_badges": (Badge(State.CONFIRMED, "Terkonfirmasi"), Badge(State.LEADER, "Wakil Gubernur hadir")),
        "case_lines": ("Ruang Vidcon Lantai 2", "120 peserta daring"),
        "facts": [
            Fact("ID rapat", "845 2210 9973", code=True),
            Fact("Akun", "Zoom 01, 500 peserta"),
            Fact("Dihadiri", "", badge=Badge(State.LEADER, "Wakil Gubernur")),
            Fact("Kontak", "0850-0000-0412", url="tel:+6285000000412"),
        ],
        "findings": [Finding("Ruang, akun, dan operator kosong"), Finding("Kamera PTZ 1 dipakai sampai 08.30", met=False)],
        "trail": [
            TrailEntry("Disposisi Kepala Dinas ke Kabid Aptika", at(20, 14, 24), "sifat segera.", State.DONE),
            TrailEntry("Ruang dan akun ditahan", at(20, 14, 12), "oleh sistem sampai ada keputusan.", State.HELD),
        ],
        "lines": [
            MessageLine("Bisakah pembukaan tampil penuh di layar kiri?", "Fitri Lembayung, Dinas Kesehatan", at(23, 14, 2)),
            MessageLine("Bisa. Layar kiri untuk pembicara.", "Anda", at(23, 14, 20), ours=True, read_at=at(23, 14, 31)),
            MessageLine("Terlampir paparan.", "Fitri Lembayung", at(24, 8, 12), files=(Attachment("#", "paparan.pdf (1,8 MB)"),)),
        ],
        "checks": [
            CheckItem("Kamera PTZ 1", "check", "1", checked=True),
            CheckItem("Mikrofon podium tanpa dengung", "check", "2", note="Cadangan ada di tas hitam"),
        ],
        "log": [
            LogEntry(at(26, 9, 12), "Pindah ke mikrofon cadangan.", "Pulih.", State.DONE),
            LogEntry(at(26, 9, 9), "Mikrofon podium putus-putus.", "Gangguan suara.", State.OVERDUE),
            LogEntry(at(26, 9, 4), "Rekaman dinyalakan", note="menunggu sinyal"),
        ],
        "tiles": [Tile("Permohonan", "64", "naik 8 dari September"), Tile("Tepat waktu", "83%", "target 90%")],
        "tabs": [NavItem("#", "Tugas saya", 5, current=True), NavItem("#", "Seksi saya", 12)],
        "timeline": _timeline(),
        "page": page,
        "form": form,
        "sign": SignForm(),
        "icons": sorted(icon_paths()),
    }  # fmt: skip
