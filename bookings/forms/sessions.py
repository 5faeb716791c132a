"""Session times in forms: one field for one or several sessions, on the page and in the API."""

import datetime as dt
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.translation import gettext as _

OPEN_END = dt.timedelta(hours=2)
"""How long an open end ("s.d. selesai") is planned (DESIGN §3.3)."""

LONGEST = dt.timedelta(hours=24)
MOST = 30
FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class SessionTime:
    """A planned sitting; aware moments."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    open_ended: bool = False
    place: str = ""

    def __str__(self) -> str:
        return f"{self.starts_at.isoformat()}/{self.ends_at.isoformat()}"


class SessionsWidget(forms.Widget):
    """Reads ``name-0-date``, ``-start``, ``-end``, ``-open``, ``-place`` from a page, a list from the API."""

    template_name = "bookings/widgets/sessions.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.tz: dt.tzinfo = dt.UTC
        self.count: int | None = None
        self.with_place = False
        self.may_drop = False

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if not hasattr(data, "getlist"):
            return data.get(name)
        rows = []
        for index in range(MOST):
            prefix = f"{name}-{index}"
            row = {part: data.get(f"{prefix}-{part}", "") for part in ("date", "start", "end", "open", "place")}
            if any(row[part] for part in ("date", "start", "end")):
                rows.append(row)
        return rows

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not self.value_from_datadict(data, files, name)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-0-date" if id_ else id_

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        rows = [self._row(each) for each in value or []]
        wanted = self.count if self.count is not None else max(len(rows), 1)
        while len(rows) < wanted:
            rows.append({"date": "", "start": "", "end": "", "open": "", "place": ""})
        context["rows"] = [{**row, "prefix": f"{name}-{index}", "number": index + 1} for index, row in enumerate(rows)]
        context["zone"] = dt.datetime.now(self.tz).tzname() or ""
        context["with_place"] = self.with_place
        context["many"] = len(rows) > 1
        context["may_drop"] = self.may_drop
        context["described_by"] = context["widget"]["attrs"].get("aria-describedby", "")
        context["invalid"] = context["widget"]["attrs"].get("aria-invalid", "")
        return context

    def _row(self, each: Any) -> dict[str, Any]:
        if isinstance(each, SessionTime):
            start, end = each.starts_at.astimezone(self.tz), each.ends_at.astimezone(self.tz)
            return {
                "date": start.date().isoformat(),
                "start": f"{start:%H:%M}",
                "end": "" if each.open_ended else f"{end:%H:%M}",
                "open": "1" if each.open_ended else "",
                "place": each.place,
            }
        if isinstance(each, Mapping) and "date" in each:
            return dict(each)
        if isinstance(each, Mapping):
            starts_at = parse_datetime(str(each.get("starts_at") or ""))
            ends_at = parse_datetime(str(each.get("ends_at") or ""))
            return {
                "date": starts_at.date().isoformat() if starts_at else "",
                "start": f"{starts_at:%H:%M}" if starts_at else "",
                "end": f"{ends_at:%H:%M}" if ends_at else "",
                "open": "1" if each.get("open_ended") else "",
                "place": each.get("place", ""),
            }
        return {"date": "", "start": "", "end": "", "open": "", "place": ""}


class SessionsField(forms.Field):
    """A list of ``SessionTime``, sorted, in the future, without overlaps among themselves.

    The API sends ``[{"starts_at", "ends_at"?, "open_ended"?, "place"?}]`` with ISO moments; a moment
    without an offset counts in the office's zone.
    """

    widget = SessionsWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.tz: dt.tzinfo = dt.UTC
        self.at: dt.datetime | None = None
        self.count: int | None = None

    def prepare(self, *, tz: ZoneInfo, at: dt.datetime, count: int | None = None, with_place: bool = False) -> None:
        """Bind to an office's zone and the present; ``count`` fixes how many sessions there must be."""
        self.tz, self.at, self.count = tz, at, count
        self.widget.tz, self.widget.count, self.widget.with_place = tz, count, with_place

    def json_schema(self) -> dict[str, Any]:
        """What the API sends."""
        moment = {"type": "string", "format": "date-time"}
        return {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "starts_at": {**moment, "title": _("Mulai")},
                    "ends_at": {**moment, "title": _("Selesai")},
                    "open_ended": {"type": "boolean", "title": _("s.d. selesai"), "default": False},
                    "place": {"type": "string", "title": _("Tempat"), "maxLength": 200},
                },
                "required": ["starts_at"],
                "additionalProperties": False,
            },
            "minItems": self.count or (1 if self.required else 0),
            "maxItems": self.count or MOST,
        }

    def to_python(self, value: Any) -> list[SessionTime]:
        if not value:
            return []
        if not isinstance(value, list):
            raise forms.ValidationError(_("Isi daftar waktu pelaksanaan."))
        if len(value) > MOST:
            raise forms.ValidationError(_("Paling banyak %(most)s sesi.") % {"most": MOST})
        found = [
            item if isinstance(item, SessionTime) else self._read(item, len(value) > 1, number)
            for number, item in enumerate(value, start=1)
        ]
        return sorted(found, key=lambda each: each.starts_at)

    def validate(self, value: list[SessionTime]) -> None:
        if not value:
            if self.required:
                raise forms.ValidationError(_("Isi tanggal dan jam pelaksanaan."))
            return
        if self.count is not None and len(value) != self.count:
            raise forms.ValidationError(_("Isi waktu untuk %(count)s sesi.") % {"count": self.count})
        for each in value:
            if self.at is not None and each.starts_at <= self.at:
                raise forms.ValidationError(_("Waktu pelaksanaan sudah lewat. Pilih waktu yang akan datang."))
            if self.at is not None and each.starts_at > self.at + FARTHEST:
                raise forms.ValidationError(_("Tanggalnya lebih dari satu tahun lagi. Periksa tahunnya."))
            if each.ends_at <= each.starts_at:
                raise forms.ValidationError(_("Jam selesai harus sesudah jam mulai."))
            if each.ends_at - each.starts_at > LONGEST:
                raise forms.ValidationError(_("Satu sesi paling lama 24 jam. Bagi menjadi beberapa sesi."))
        for earlier, later in itertools.pairwise(value):
            if later.starts_at < earlier.ends_at:
                raise forms.ValidationError(_("Sesi-sesinya bertumpang tindih. Periksa jamnya."))

    def _read(self, item: Any, several: bool, number: int) -> SessionTime:
        if not isinstance(item, Mapping):
            raise forms.ValidationError(_("Isi tanggal dan jam pelaksanaan."))
        where = _("Sesi %(number)s: ") % {"number": number} if several else ""
        try:
            return self._from_page(item) if "date" in item else self._from_api(item)
        except ValueError as error:
            raise forms.ValidationError(f"{where}{error}") from error

    def _from_page(self, item: Mapping[str, Any]) -> SessionTime:
        date = _parsed(parse_date, item.get("date"), _("Isi tanggal pelaksanaan."))
        start = _parsed(parse_time, item.get("start"), _("Isi jam mulai."))
        starts_at = dt.datetime.combine(date, start, self.tz)
        place = str(item.get("place") or "")[:200]
        if item.get("open") or not item.get("end"):
            if not item.get("open"):
                raise ValueError(_("Isi jam selesai, atau pilih “s.d. selesai”."))
            return SessionTime(starts_at, starts_at + OPEN_END, open_ended=True, place=place)
        end = _parsed(parse_time, item.get("end"), _("Isi jam selesai."))
        ends_at = dt.datetime.combine(date, end, self.tz)
        if ends_at <= starts_at:
            raise ValueError(_("Jam selesai harus sesudah jam mulai."))
        return SessionTime(starts_at, ends_at, place=place)

    def _from_api(self, item: Mapping[str, Any]) -> SessionTime:
        starts_at = self._aware(item.get("starts_at"), _("Isi waktu mulai."))
        place = str(item.get("place") or "")[:200]
        if item.get("open_ended"):
            ends_at = self._aware(item["ends_at"], "") if item.get("ends_at") else starts_at + OPEN_END
            return SessionTime(starts_at, ends_at, open_ended=True, place=place)
        return SessionTime(starts_at, self._aware(item.get("ends_at"), _("Isi waktu selesai.")), place=place)

    def _aware(self, value: Any, sentence: str) -> dt.datetime:
        if value and not isinstance(value, dt.datetime):
            sentence = _("Waktu “%(text)s” tidak terbaca. Isi tanggal dan jam ISO 8601, contoh %(example)s.") % {
                "text": str(value)[:40], "example": "2026-11-26T09:00:00+08:00"
            }  # fmt: skip
        moment = value if isinstance(value, dt.datetime) else _parsed(parse_datetime, value, sentence)
        return moment if moment.tzinfo else moment.replace(tzinfo=self.tz)


def is_near(moment: dt.date | None) -> bool:
    """Whether a date lies in years in which every zone can say it; the calendar's first and last days do not."""
    return moment is None or 2000 <= moment.year < 2200


def _parsed(parse: Any, value: Any, sentence: str) -> Any:
    try:
        parsed = parse(str(value or ""))
    except ValueError:
        parsed = None
    if parsed is None:
        raise ValueError(sentence)
    if isinstance(parsed, dt.date) and not is_near(parsed):
        raise ValueError(_("Tahunnya tidak masuk akal. Periksa tanggalnya."))
    return parsed
