"""The columns of an office's list of past events, and what one of its rows says."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.sheets.columns import Column, Record, plain_words
from vidcon_portal.procedures.choices import Mode

from .parsing import Days, Hours, NotUnderstood, Sitting, read_days, read_hours, sittings_of

COLUMNS: tuple[Column, ...] = (
    Column("number", gettext_lazy("Nomor urut"), (r"no", r"no urut", r"nomor")),
    Column(
        "agency",
        gettext_lazy("Instansi pemohon"),
        (
            r"nama instansi pemohon",
            r"instansi pemohon",
            r"nama instansi",
            r"instansi",
            r"nama opd",
            r"opd",
            r"perangkat daerah",
            r"skpd",
            r"pemohon",
            r"unit kerja",
        ),
        is_required=True,
    ),
    Column("letter", gettext_lazy("Nomor surat"), (r"nomor surat", r"no surat", r"nomor dan tanggal surat", r"surat")),
    Column("lettered_on", gettext_lazy("Tanggal surat"), (r"tanggal surat", r"tgl surat")),
    Column(
        "title",
        gettext_lazy("Judul kegiatan"),
        (
            r"judul kegiatan",
            r"nama kegiatan",
            r"kegiatan",
            r"judul",
            r"acara",
            r"agenda",
            r"nama acara",
            r"perihal",
            r"uraian",
        ),
        is_required=True,
    ),
    Column("place", gettext_lazy("Tempat"), (r"tempat", r"lokasi", r"ruang(?:an)?", r"tempat pelaksanaan")),
    Column(
        "starts_on",
        gettext_lazy("Tanggal mulai"),
        (
            r"tanggal mulai",
            r"tgl mulai",
            r"hari tanggal",
            r"hari tgl",
            r"tanggal kegiatan",
            r"tanggal pelaksanaan",
            r"tanggal",
            r"tgl",
            r"waktu pelaksanaan",
        ),
        is_required=True,
    ),
    Column("ends_on", gettext_lazy("Tanggal selesai"), (r"tanggal selesai", r"tgl selesai", r"tanggal akhir")),
    Column(
        "starts_at",
        gettext_lazy("Jam mulai"),
        (r"jam mulai", r"pukul mulai", r"waktu mulai", r"mulai", r"jam", r"pukul", r"waktu"),
        is_required=True,
    ),
    Column("ends_at", gettext_lazy("Jam selesai"), (r"jam selesai", r"waktu selesai", r"pukul selesai", r"selesai")),
    Column(
        "mode", gettext_lazy("Jenis fasilitasi"), (r"jenis (?:fasilitasi|layanan|permohonan)", r"layanan", r"jenis")
    ),
    Column("platform", gettext_lazy("Platform"), (r"platform", r"aplikasi", r"media")),
    Column("officers", gettext_lazy("Operator"), (r"operator", r"petugas", r"nama operator", r"pelaksana", r"teknisi")),
    Column("account", gettext_lazy("Akun rapat"), (r"akun zoom", r"akun rapat", r"akun", r"zoom account", r"id zoom")),
    Column("equipment", gettext_lazy("Perangkat"), (r"perangkat", r"peralatan", r"alat")),
    Column("leader", gettext_lazy("Pimpinan"), (r"pimpinan", r"pimpinan rapat", r"dihadiri oleh", r"pejabat")),
    Column("remark", gettext_lazy("Keterangan"), (r"ket", r"keterangan", r"catatan")),
)

MODE_WORDS: tuple[tuple[str, Mode], ...] = (
    (r"stream|youtube|siaran", Mode.STREAMING),
    (r"akun|account", Mode.ACCOUNT),
    (r"ruang", Mode.ROOM),
    (r"operator", Mode.OPERATOR),
    (r"alat|perangkat|perlengkapan", Mode.EQUIPMENT),
    (r"join|bergabung|mengikuti|peserta", Mode.JOIN),
)
"""In a column of its own; the first that is found counts."""


@dataclass(frozen=True, slots=True)
class PastEvent:
    """One row, understood; names are still words."""

    row: int
    title: str
    agency: str
    days: Days
    sittings: tuple[Sitting, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    letter_days: Days | None = None
    remarks: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> str:
        return self.texts.get(name, "")

    @property
    def fingerprint(self) -> str:
        """Which event this is: whose, what, when. Other cells may be corrected and it stays the same event."""
        parts = (plain_words(self.agency), plain_words(self.title), self.sittings[0].starts_at.timestamp())
        return hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()


def read_event(record: Record, tz: tzinfo) -> PastEvent:
    """Raises ``NotUnderstood`` with every reason at once."""
    reasons: list[str] = []
    agency, title = record.text("agency"), record.text("title")
    if not agency:
        reasons.append(_("Instansi pemohon kosong."))
    if not title:
        reasons.append(_("Judul kegiatan kosong."))
    days = hours = None
    try:
        days = read_days(record["starts_on"], record["ends_on"])
    except NotUnderstood as reason:
        reasons.append(str(reason))
    try:
        hours = read_hours(record["starts_at"], record["ends_at"])
    except NotUnderstood as reason:
        reasons.append(str(reason))
    sittings: tuple[Sitting, ...] = ()
    if days and hours:
        try:
            sittings = sittings_of(days, hours, tz)
        except NotUnderstood as reason:
            reasons.append(str(reason))
    if reasons:
        raise NotUnderstood(" ".join(reasons))
    assert days is not None
    assert hours is not None
    letter_days, remarks = _letter_day(record)
    return PastEvent(
        row=record.number,
        title=title,
        agency=agency,
        days=days,
        sittings=sittings,
        texts={column.name: text for column in COLUMNS if (text := record.text(column.name)) not in ("", "-")},
        letter_days=letter_days,
        remarks=(*days.remarks, *_said_of(sittings, hours), *remarks),
    )


def mode_of(text: str) -> Mode | None:
    """The kind of help, where the row says it in a column of its own."""
    plain = plain_words(text)
    return next((mode for pattern, mode in MODE_WORDS if re.search(pattern, plain)), None)


def _letter_day(record: Record) -> tuple[Days | None, tuple[str, ...]]:
    if not record.text("lettered_on"):
        return None, ()
    try:
        return read_days(record["lettered_on"]), ()
    except NotUnderstood:
        return None, (_("Tanggal surat “%(text)s” tidak dipahami.") % {"text": record.text("lettered_on")},)


def _said_of(sittings: tuple[Sitting, ...], hours: Hours) -> tuple[str, ...]:
    remarks = []
    if len(sittings) > 1:
        remarks.append(_("%(count)d hari menjadi %(count)d sesi.") % {"count": len(sittings)})
    if hours.start.zone:
        remarks.append(_("Jam ditulis %(zone)s.") % {"zone": hours.start.zone.upper()})
    return tuple(remarks)
