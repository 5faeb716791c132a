"""Days and hours as Indonesian offices write them. Pure: no clock, no database."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

OPEN_END = timedelta(hours=2)
"""How long "s.d. selesai" is planned (DESIGN §3.3)."""

MAX_DAYS = 31
MINUTES_OF_DAY = 24 * 60
ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari pebruari feb peb february",
            "maret mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "agustus agu agt ags aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nopember nov nop",
            "desember des dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?P<{{}}>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_TO = r"(?:s\s*[./]\s*d\.?|sd\.?|sampai(?: dengan)?|hingga|[-–—])"
_WEEKDAY = re.compile(r"\b(senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad)\b")
_ZONE = re.compile(rf"\b(?:{'|'.join(ZONES)})\b")
_OPEN = re.compile(rf"(?:{_TO}\s*)?(?:selesai|selsai|slesai|finish|tuntas|sls)\.?(?:\s*(?:wib|wita|wit)\b\.?)?|[-–—]|")
_CLOCK = re.compile(
    r"(?:(?:pukul|pkl|jam)\.?\s*)?(?P<hour>\d{1,2})(?:\s*[.:,;]+\s*(?P<minute>\d{1,2})(?:[.:]\d{2})?|(?P<run>\d{2}))?\.?"
    r"\s*(?P<part>pagi|siang|sore|malam)?\s*(?P<zone>wib|wita|wit)?\.?"
)
_ONE_DAY = re.compile(rf"(?P<day>\d{{1,2}})\s*[-/ ]?\s*{_MONTH.format('month')}\s*[-/ ,]?\s*(?P<year>\d{{4}}|\d{{2}})")
_SAME_MONTH = re.compile(
    rf"(\d{{1,2}}(?:\s*(?:,|&|dan|{_TO})\s*\d{{1,2}})+)\s*{_MONTH.format('month')}\s*,?\s*(\d{{4}})"
)
_SAME_YEAR = re.compile(
    rf"(?P<day1>\d{{1,2}})\s*{_MONTH.format('month1')}(?:\s*(?P<year1>\d{{4}}))?\s*{_TO}\s*"
    rf"(?P<day2>\d{{1,2}})\s*{_MONTH.format('month2')}\s*(?P<year2>\d{{4}})"
)
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[t ]\d{1,2}:\d{2}(?::\d{2})?)?")
_NUMBERS = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{4}|\d{2})(?: 00?[:.]00(?:[:.]00)?)?")
_RANGE = re.compile(r"(.+?)(?:\s+[-–—]\s+|\s*(?:s\s*[./]\s*d\.?|\bsd\b|\bsampai(?: dengan)?\b|\bhingga\b)\s*)(.+)")
EXCEL_DAYS = range(36_526, 73_051)
"""Serial numbers of the years 2000 to 2099."""


class NotUnderstood(ValueError):
    """A cell that we do not want to guess; ``str()`` is the reason."""


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included."""

    first: date
    last: date
    remarks: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes (24.00 is the end of the day), and the zone if one is written."""

    minutes: int
    zone: str = ""

    def __str__(self) -> str:
        return f"{self.minutes // 60:02}.{self.minutes % 60:02}{' ' + self.zone.upper() if self.zone else ''}"


@dataclass(frozen=True, slots=True)
class Hours:
    """Without ``end`` it is "s.d. selesai"."""

    start: Clock
    end: Clock | None


@dataclass(frozen=True, slots=True)
class Sitting:
    starts_at: datetime
    ends_at: datetime
    open_ended: bool


def read_days(first: Any, last: Any = None) -> Days:
    """The day or days of an event from one or two cells. Raises ``NotUnderstood``."""
    begin = _days_of(first)
    if _text(last) in ("", "-", "–", "selesai"):
        return _checked(begin)
    end = _days_of(last)
    remarks = tuple(dict.fromkeys([*begin.remarks, *end.remarks]))
    return _checked(Days(begin.first, end.last, remarks))


def read_hours(start: Any, end: Any = None) -> Hours:
    """The hours of an event; one cell may hold both, and a missing end is open. Raises ``NotUnderstood``."""
    begin, inside = _start_of(start)
    if is_open(end):
        return Hours(_in_zone_of(end, begin), inside)
    finish = read_clock(end)
    if not begin.zone and finish.zone:
        begin = Clock(begin.minutes, finish.zone)
    return Hours(begin, finish)


def read_clock(cell: Any) -> Clock:
    """ "10.00", "8.30", a time of a spreadsheet, 0.4375 (part of a day) or 8.3 (half past eight)."""
    match cell:
        case datetime() | time():
            return Clock(cell.hour * 60 + cell.minute)
        case timedelta():
            return _minutes(round(cell.total_seconds() / 60), cell)
        case bool():
            raise _unclear_clock(cell)
        case int() | float():
            return _clock_of_number(float(cell), cell)
    found = _CLOCK.fullmatch(_text(cell))
    if not found or (found["run"] and len(found["hour"] + found["run"]) < 3):
        if re.fullmatch(r"0[.,]\d{3,}", _text(cell)):
            return _clock_of_number(float(_text(cell).replace(",", ".")), cell)
        raise _unclear_clock(cell)
    # A spreadsheet program cuts the last zero off 8.30.
    hour, minute = int(found["hour"]), int((found["minute"] or found["run"] or "0").ljust(2, "0"))
    part = found["part"]
    if (part == "siang" and hour < 5) or (part == "sore" and hour < 12) or (part == "malam" and 5 < hour < 12):
        hour += 12
    if minute > 59:
        raise _unclear_clock(cell)
    return Clock(_minutes(hour * 60 + minute, cell).minutes, found["zone"] or "")


def is_open(cell: Any) -> bool:
    """Whether the cell says "selesai", or nothing at all."""
    return not isinstance(cell, (int, float, time, timedelta)) and bool(_OPEN.fullmatch(_text(cell)))


def sittings_of(days: Days, hours: Hours, tz: tzinfo) -> tuple[Sitting, ...]:
    """One sitting a day, in the office's zone unless the hours name another. Raises ``NotUnderstood``."""
    zone = ZoneInfo(ZONES[hours.start.zone]) if hours.start.zone else tz
    is_past_midnight = hours.end is not None and hours.end.minutes <= hours.start.minutes
    if is_past_midnight and days.count != 2:
        raise NotUnderstood(
            _(
                "Jam selesai %(end)s tidak sesudah jam mulai %(start)s. Lewat tengah malam: isi tanggal selesai hari "
                "berikutnya."
            )
            % {"start": hours.start, "end": hours.end}
        )
    count = 1 if is_past_midnight else days.count
    found = []
    for number in range(count):
        midnight = datetime.combine(days.first + timedelta(days=number), time(), tzinfo=zone)
        start = midnight + timedelta(minutes=hours.start.minutes)
        if hours.end is None:
            end = start + OPEN_END
        else:
            end = midnight + timedelta(days=int(is_past_midnight), minutes=hours.end.minutes)
        found.append(Sitting(start, end, hours.end is None))
    return tuple(found)


def _start_of(cell: Any) -> tuple[Clock, Clock | None]:
    """ "10.00", "10.00 - 12.00" or "10.00 WITA s.d. selesai"."""
    text = _text(cell)
    if not isinstance(cell, (int, float, time, timedelta)) and is_open(cell):
        raise NotUnderstood(_("Jam mulai kosong."))
    if isinstance(cell, str):
        halves = re.fullmatch(rf"(.+?)\s*{_TO}\s*(.*)", text)
        if halves:
            start, rest = read_clock(halves[1]), halves[2]
            if is_open(rest):
                return _in_zone_of(rest, start), None
            end = read_clock(rest)
            return Clock(start.minutes, start.zone or end.zone), end
        text_start = re.fullmatch(r"(.+?)\s+selesai", text)
        if text_start:
            return read_clock(text_start[1]), None
    return read_clock(cell), None


def _in_zone_of(cell: Any, clock: Clock) -> Clock:
    """The zone may stand behind the end only: "09.00 s.d. selesai WIB"."""
    found = _ZONE.search(_text(cell))
    return Clock(clock.minutes, found[0]) if found and not clock.zone else clock


def _clock_of_number(value: float, cell: Any) -> Clock:
    if 0 <= value < 1:
        return Clock(round(value * MINUTES_OF_DAY) % MINUTES_OF_DAY)
    if value <= 24:
        hour = int(value)
        minute = round((value - hour) * 100)
        if minute < 60:
            return _minutes(hour * 60 + minute, cell)
    elif value.is_integer() and 100 <= value <= 2400 and value % 100 < 60:
        return _minutes(int(value // 100 * 60 + value % 100), cell)
    elif EXCEL_DAYS.start <= value < EXCEL_DAYS.stop and not value.is_integer():
        return Clock(round(value % 1 * MINUTES_OF_DAY) % MINUTES_OF_DAY)
    raise _unclear_clock(cell)


def _minutes(minutes: int, cell: Any) -> Clock:
    if not 0 <= minutes <= MINUTES_OF_DAY:
        raise _unclear_clock(cell)
    return Clock(minutes)


def _days_of(cell: Any) -> Days:
    match cell:
        case datetime():
            return _single(cell.date())
        case date():
            return _single(cell)
        case int() | float() if not isinstance(cell, bool) and int(cell) in EXCEL_DAYS:
            return _single(date(1899, 12, 30) + timedelta(days=int(cell)))
    text = _text(cell)
    if not text:
        raise NotUnderstood(_("Tanggal mulai kosong."))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text) and int(float(text)) in EXCEL_DAYS:
        return _days_of(int(float(text)))
    named = [_weekday(word) for word in _WEEKDAY.findall(text)]
    bare = re.sub(r"\s+", " ", _WEEKDAY.sub("", text))
    bare = re.sub(rf"^[\s,/&]*(?:hari\b[\s,/]*)?(?:(?:{_TO}|dan)[\s,]*)?(?:tanggal|tgl\.?)?[\s,:]*", "", bare).strip(
        " ,."
    )
    bare = re.sub(rf"({_TO})\s*,\s*", r"\1 ", bare)
    days = _days_in(bare, cell)
    off = [WEEKDAYS[said] for said, real in zip(named, _ends(days, len(named)), strict=False) if said != real.weekday()]
    if not off:
        return days
    remark = _("Hari “%(day)s” tidak cocok dengan tanggal %(date)s; tanggalnya yang dipakai.")
    return Days(days.first, days.last, (remark % {"day": off[0].capitalize(), "date": f"{days.first:%d-%m-%Y}"},))


def _ends(days: Days, named: int) -> tuple[date, ...]:
    return (days.first, days.last) if named > 1 else (days.first,)


def _days_in(text: str, cell: Any) -> Days:
    if found := _ONE_DAY.fullmatch(text):
        return _single(_date(found["year"], MONTHS[found["month"]], found["day"], cell))
    if found := _SAME_MONTH.fullmatch(text):
        numbers = [int(each) for each in re.findall(r"\d+", found[1])]
        is_list = not re.search(_TO, found[1])
        if is_list and numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            raise NotUnderstood(_("Tanggal “%(text)s” tidak berurutan. Tulis satu baris per tanggal.") % {"text": cell})
        first, last = (_date(found[3], MONTHS[found["month"]], number, cell) for number in (numbers[0], numbers[-1]))
        return Days(first, last)
    if found := _SAME_YEAR.fullmatch(text):
        return Days(
            _date(found["year1"] or found["year2"], MONTHS[found["month1"]], found["day1"], cell),
            _date(found["year2"], MONTHS[found["month2"]], found["day2"], cell),
        )
    if found := _ISO.fullmatch(text):
        return _single(_date(found[1], found[2], found[3], cell))
    if found := _NUMBERS.fullmatch(text):
        return _single(_date(found[3], found[2], found[1], cell))
    if found := _RANGE.fullmatch(text):
        begin, end = (_days_in(half.strip(" ,"), cell) for half in found.groups())
        return Days(begin.first, end.last)
    raise _unclear_day(cell)


def _date(year: Any, month: Any, day: Any, cell: Any) -> date:
    full = int(year) + 2000 if int(year) < 100 else int(year)
    try:
        found = date(full, int(month), int(day))
    except ValueError as error:
        raise _unclear_day(cell) from error
    if not 2000 <= full <= 2099:
        raise _unclear_day(cell)
    return found


def _single(day: date) -> Days:
    return Days(day, day)


def _checked(days: Days) -> Days:
    if days.last < days.first:
        raise NotUnderstood(
            _("Tanggal selesai %(last)s mendahului tanggal mulai %(first)s.")
            % {"first": f"{days.first:%d-%m-%Y}", "last": f"{days.last:%d-%m-%Y}"}
        )
    if days.count > MAX_DAYS:
        raise NotUnderstood(
            _("Kegiatan %(count)d hari; paling lama %(most)d. Periksa tahunnya.")
            % {"count": days.count, "most": MAX_DAYS}
        )
    return days


def _weekday(word: str) -> int:
    plain = "jumat" if word.startswith("jum") else "minggu" if word == "ahad" else word
    return WEEKDAYS.index(plain)


def _text(cell: Any) -> str:
    return " ".join(str(cell).casefold().split()) if cell is not None else ""


def _unclear_day(cell: Any) -> NotUnderstood:
    return NotUnderstood(_("Tanggal “%(text)s” tidak dipahami.") % {"text": cell})


def _unclear_clock(cell: Any) -> NotUnderstood:
    return NotUnderstood(_("Jam “%(text)s” tidak dipahami.") % {"text": cell})
