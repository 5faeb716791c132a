"""Rooms, kit, accounts and officers from a spreadsheet: planned without a write, then written whole or not at all."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.choices import Condition, ResourceKind
from bookings.models import Allocation, Resource
from bookings.models.resource import LIVE_STATES
from bookings.sheets.columns import Column, Record, Table, plain_words, whole_number
from bookings.sheets.lines import Line, Outcome, Report
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Appointment, Office, User
from vidcon_portal.procedures.written_hours import parse_hours, say_hours

COLUMNS: tuple[Column, ...] = (
    Column("kind", gettext_lazy("Jenis"), (r"jenis", r"kind", r"kategori", r"tipe", r"jenis sumber daya")),
    Column("code", gettext_lazy("Kode"), (r"kode", r"code", r"id")),
    Column(
        "name",
        gettext_lazy("Nama"),
        (r"nama", r"name", r"nama (?:ruang|barang|alat|akun|petugas|perangkat)", r"uraian"),
        is_required=True,
    ),
    Column("group", gettext_lazy("Kelompok"), (r"kelompok", r"group", r"grup", r"merek")),
    Column("capacity", gettext_lazy("Kapasitas"), (r"kapasitas", r"capacity", r"daya tampung", r"jumlah kursi")),
    Column("lanes", gettext_lazy("Pemakaian serentak"), (r"pemakaian serentak", r"serentak", r"lanes?", r"jalur")),
    Column(
        "asset_number",
        gettext_lazy("Nomor aset"),
        (r"nomor aset", r"no aset", r"asset number", r"kode barang", r"nomor inventaris", r"nup", r"no inventaris"),
    ),
    Column("skills", gettext_lazy("Keahlian"), (r"keahlian", r"skills?", r"kemampuan", r"kompetensi")),
    Column("layouts", gettext_lazy("Tata letak"), (r"tata letak", r"layouts?", r"susunan kursi")),
    Column("features", gettext_lazy("Fasilitas"), (r"fasilitas", r"features?", r"kelengkapan", r"sarana")),
    Column("condition", gettext_lazy("Kondisi"), (r"kondisi", r"condition", r"keadaan(?: barang)?")),
    Column("kit", gettext_lazy("Bagian dari set"), (r"bagian dari set", r"kode set", r"kit", r"set induk")),
    Column("plan", gettext_lazy("Paket"), (r"paket", r"plan", r"jenis lisensi", r"paket langganan")),
    Column("working_hours", gettext_lazy("Jam kerja"), (r"jam kerja", r"shift", r"jam dinas", r"working hours")),
    Column(
        "user",
        gettext_lazy("Akun portal"),
        (r"akun portal", r"nama pengguna", r"username", r"pengguna", r"nip", r"surel|pos el|e?mail"),
    ),
    Column("note", gettext_lazy("Keterangan"), (r"keterangan", r"catatan", r"note", r"ket")),
)

CONDITION_WORDS: tuple[tuple[str, Condition], ...] = (
    (r"baik|b|bagus|good", Condition.GOOD),
    (r"rusak ringan|rr|kurang baik|kb|worn", Condition.WORN),
    (r"rusak berat|rb|rusak|broken", Condition.BROKEN),
)
ONLY_OF: Mapping[str, tuple[ResourceKind, ...]] = {
    "layouts": (ResourceKind.ROOM,),
    "features": (ResourceKind.ROOM,),
    "kit": (ResourceKind.EQUIPMENT,),
    "plan": (ResourceKind.ACCOUNT,),
    "working_hours": (ResourceKind.PERSON,),
    "user": (ResourceKind.PERSON,),
    "condition": (ResourceKind.EQUIPMENT, ResourceKind.KIT),
}

KIND_WORDS: tuple[tuple[str, ResourceKind], ...] = (
    (r"ruang\w*|room|aula|studio", ResourceKind.ROOM),
    (r"akun|account|lisensi|akun rapat|akun zoom", ResourceKind.ACCOUNT),
    (r"petugas|orang|person|operator|teknisi|staf|pegawai", ResourceKind.PERSON),
    (r"set|set perangkat|kit|paket perangkat", ResourceKind.KIT),
    (r"perangkat|peralatan|alat|equipment|barang|unit", ResourceKind.EQUIPMENT),
)
LIST_SPLIT = re.compile(r"[,;/\n]")
LISTS = ("skills", "layouts", "features")
VALUES = (
    *("kind", "name", "group", "capacity", "lanes", "asset_number", *LISTS),
    *("condition", "kit", "plan", "working_hours", "user", "note"),
)


@dataclass(frozen=True, slots=True)
class PlannedResource:
    """A row understood: ``known`` has its code already, and ``values`` are then only what differs."""

    code: str
    values: Mapping[str, Any]
    known: Resource | None = None


@dataclass(frozen=True, slots=True)
class ResourcePlan:
    report: Report
    planned: tuple[PlannedResource, ...] = ()


class RowRefused(ValueError):
    """Why a row is not understood."""


def plan_resources(table: Table, *, office: Office, at: datetime, kind: str = "") -> ResourcePlan:
    """Read every row and say what would become of it; writes nothing. ``kind`` is of rows that do not say theirs.

    A row is recognised by its code, else by the code made of its name. An empty cell leaves a value as it is.
    """
    if table.missing:
        names = ", ".join(str(column.label) for column in table.missing)
        return ResourcePlan(Report.of((), [_("Pilih kolom untuk: %(names)s.") % {"names": names}]))
    known = {each.code.lower(): each for each in Resource.objects.filter(office=office).select_related("kit", "user")}
    people = _people(office)
    kits = {code: each for code, each in known.items() if each.kind == ResourceKind.KIT}
    lanes_used = dict(
        Allocation.objects.filter(resource__office=office, state__in=LIVE_STATES, during__endswith__gt=at)
        .values_list("resource_id")
        .annotate(Max("lane"))
    )
    lines: list[Line] = []
    planned: list[PlannedResource] = []
    seen: dict[str, int] = {}
    for record in table.records():
        subject = record.text("name") or " · ".join(record.all_cells.values())[:120]
        try:
            if table.is_heading_again(record):
                raise RowRefused(_("Judul atau nomor kolom yang tercetak ulang."))
            code, values = _read(record, kind, known, kits, people)
            if code in seen:
                sentence = _("Kode %(code)s sudah ada di baris %(row)d.")
                raise RowRefused(sentence % {"code": code, "row": seen[code]})
            if (old := known.get(code)) is None:
                fresh = Resource(office=office, code=code, **values)
                _check(fresh)
                one = PlannedResource(code, values)
                line = Line(record.number, Outcome.NEW, subject, (_("Kode %(code)s.") % {"code": code},))
            else:
                changes = _changes(old, values)
                _check_change(old, changes, lanes_used.get(old.pk, 0))
                one = PlannedResource(code, changes, old)
                remarks = tuple(_change_words(old, name, value) for name, value in changes.items())
                line = Line(record.number, Outcome.CHANGED if changes else Outcome.SAME, subject, remarks)
        except RowRefused as reason:
            lines.append(Line(record.number, Outcome.REFUSED, subject, (str(reason),)))
            continue
        seen[code] = record.number
        lines.append(line)
        if values.get("kind") == ResourceKind.KIT and code not in kits:
            kits[code] = Resource(office=office, code=code, kind=ResourceKind.KIT, name=values["name"])
        if one.values:
            planned.append(one)
    notices = list(table.notices)
    if table.unread:
        notices.append(_("Kolom yang tidak dibaca: %(names)s.") % {"names": ", ".join(table.unread)})
    return ResourcePlan(Report.of(lines, notices), tuple(planned))


@transaction.atomic
def import_resources(table: Table, *, office: Office, by: Actor, at: datetime, kind: str = "") -> ResourcePlan:
    """Write what ``plan_resources`` says now, under locks. Refused rows stay out, as the report says."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    list(Resource.objects.select_for_update(no_key=True).filter(office=office).order_by("pk"))
    plan = plan_resources(table, office=office, at=at, kind=kind)
    for each in plan.planned:
        resource = each.known or Resource(office=office, code=each.code)
        for name, value in each.values.items():
            if name == "kit" and value is not None and value.pk is None:  # a set from a line above
                value = Resource.objects.get(office=office, code=value.code)
            setattr(resource, name, value)
        resource._change_reason = _("Impor")  # type: ignore[attr-defined]  # read by simple-history
        resource._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
        resource.save()
    return plan


def _read(
    record: Record,
    default_kind: str,
    known: Mapping[str, Resource],
    kits: Mapping[str, Resource],
    people: Mapping[str, User],
) -> tuple[str, dict[str, Any]]:
    """The row's code and the values that it gives. Raises ``RowRefused`` with every reason at once."""
    name = record.text("name")
    if not name:
        raise RowRefused(_("Nama kosong."))
    written = record.text("code")
    code = slugify(written or name)[:40].strip("-")
    if not code:
        raise RowRefused(_("Kode “%(code)s” tidak dapat dipakai.") % {"code": written or name})
    values: dict[str, Any] = {"name": name}
    if (kind := _kind(record.text("kind"), default_kind if code not in known else "")) is not None:
        values["kind"] = kind
    elif code not in known:
        raise RowRefused(_("Jenis kosong. Isi ruang, perangkat, akun atau petugas."))
    for field in ("group", "asset_number", "plan", "note"):
        if text := record.text(field):
            values[field] = text
    for field in LISTS:
        if text := str(record[field] or ""):
            words = [word for part in LIST_SPLIT.split(text) if (word := " ".join(part.split()))]
            values[field] = [word.lower() for word in words] if field == "skills" else words
    readers: Mapping[str, Callable[[], Any]] = {
        "capacity": lambda: _count(record, "capacity", _("Kapasitas")),
        "lanes": lambda: _count(record, "lanes", _("Pemakaian serentak")),
        "condition": lambda: _condition(record.text("condition")),
        "working_hours": lambda: parse_hours(str(record["working_hours"] or "")) or None,
        "kit": lambda: _kit(record.text("kit"), kits),
        "user": lambda: _account(record.text("user"), people),
    }
    reasons: list[str] = []
    for field, read in readers.items():
        try:
            if (value := read()) is not None:
                values[field] = value
        except ValueError as reason:
            reasons.append(str(reason))
    reasons += _foreign(values, ResourceKind(values.get("kind") or known[code].kind))
    if reasons:
        raise RowRefused(" ".join(reasons))
    return code, values


def _count(record: Record, field: str, label: str) -> int | None:
    try:
        return whole_number(record[field])
    except ValueError as error:
        sentence = _("%(label)s “%(text)s” bukan bilangan bulat.")
        raise RowRefused(sentence % {"label": label, "text": record.text(field)}) from error


def _condition(text: str) -> Condition | None:
    plain = plain_words(text)
    if not plain:
        return None
    for pattern, condition in CONDITION_WORDS:
        if re.fullmatch(pattern, plain):
            return condition
    raise RowRefused(_("Kondisi “%(text)s” tidak dikenal. Isi baik, rusak ringan atau rusak berat.") % {"text": text})


def _foreign(values: Mapping[str, Any], kind: ResourceKind) -> Iterator[str]:
    """What the kind has no use for is refused, not dropped."""
    for name, kinds in ONLY_OF.items():
        if name in values and kind not in kinds:
            label = next(str(column.label) for column in COLUMNS if column.name == name)
            sentence = _("%(label)s hanya untuk %(kinds)s. Kosongkan selnya.")
            yield sentence % {"label": label, "kinds": ", ".join(str(one.label).lower() for one in kinds)}


def _kit(written: str, kits: Mapping[str, Resource]) -> Resource | None:
    """The set of that code (or name); it must stand above, or be known."""
    if not written:
        return None
    found = kits.get(slugify(written)[:40].strip("-"))
    if found is None:
        raise RowRefused(
            _("Set “%(code)s” belum dikenal. Tulis set itu (jenis: set) di baris sebelumnya.") % {"code": written}
        )
    return found


def _people(office: Office) -> dict[str, User]:
    """Who serves the office, by each name that a list may call him."""
    here = Appointment.objects.filter(position__office=office, user__is_active=True).select_related("user")
    return {
        name.lower(): each.user
        for each in here
        for name in (each.user.nip, each.user.email, each.user.username)
        if name
    }


def _account(written: str, people: Mapping[str, User]) -> User | None:
    if not written:
        return None
    found = people.get(written.lower().replace(" ", ""))
    if found is None:
        sentence = _("Akun portal “%(text)s” bukan milik orang kantor ini. Isi nama pengguna, pos-el atau NIP-nya.")
        raise RowRefused(sentence % {"text": written})
    return found


def _kind(text: str, default: str) -> ResourceKind | None:
    plain = plain_words(text)
    if not plain:
        return ResourceKind(default) if default else None
    if plain in ResourceKind.values:
        return ResourceKind(plain)
    for pattern, kind in KIND_WORDS:
        if re.match(rf"(?:{pattern})\b", plain):
            return kind
    raise RowRefused(_("Jenis “%(text)s” tidak dikenal. Isi ruang, perangkat, akun atau petugas.") % {"text": text})


def _changes(old: Resource, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in VALUES if name in values and getattr(old, name) != values[name]}


def _check_change(old: Resource, changes: Mapping[str, Any], lanes_used: int) -> None:
    if "kind" in changes:
        sentence = _("Kode %(code)s sudah dipakai %(kind)s “%(name)s”; jenisnya tidak dapat berubah.")
        raise RowRefused(sentence % {"code": old.code, "kind": ResourceKind(old.kind).label.lower(), "name": old.name})
    if changes.get("lanes", lanes_used) < lanes_used:
        sentence = _("Pemakaian serentak tidak dapat menjadi %(new)d: %(used)d sudah dijadwalkan.")
        raise RowRefused(sentence % {"new": changes["lanes"], "used": lanes_used})
    _check(
        Resource(**{**{name: getattr(old, name) for name in VALUES}, **changes, "office": old.office, "code": old.code})
    )


def _check(resource: Resource) -> None:
    """What the columns allow; the code's uniqueness is known already."""
    try:
        resource.clean_fields(exclude=["office", "user", "kit", "photo"])
    except ValidationError as error:
        labels = {column.name: str(column.label) for column in COLUMNS}
        said = [f"{labels.get(name, name)}: {' '.join(all_)}" for name, all_ in error.message_dict.items()]
        raise RowRefused(" ".join(said)) from error
    if not 1 <= resource.lanes <= 10:
        raise RowRefused(_("Pemakaian serentak antara 1 dan 10."))


def _change_words(old: Resource, name: str, value: Any) -> str:
    label = next(str(column.label) for column in COLUMNS if column.name == name)
    before = getattr(old, name)
    if name == "condition":
        before = Condition(before)
    return f"{label}: {_shown(before)} → {_shown(value)}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return say_hours(value) or "—"
    if isinstance(value, Condition):
        return str(value.label)
    if isinstance(value, list):
        return ", ".join(value) or "—"
    return str(value) if value not in (None, "") else "—"
