"""The offices whose hours the tables below count in: Perpres 21/2023 in two zones, and Kaltara's printed hours."""

from datetime import datetime
from zoneinfo import ZoneInfo

import holidays

from vidcon_portal.procedures.calendar import PERPRES_HOURS, PERPRES_RAMADAN_HOURS, WorkCalendar

WIB = ZoneInfo("Asia/Pontianak")
WITA = ZoneInfo("Asia/Makassar")
HOLIDAYS = dict(holidays.Indonesia(years=(2026, 2027), language="id", categories=("public", "government")).items())
KALTARA_HOURS = {
    **{day: [["08:00", "12:00"], ["13:00", "16:00"]] for day in ("mon", "tue", "wed", "thu")},
    "fri": [["08:00", "11:30"], ["13:00", "16:30"]],
}
RAMADAN_2026 = [["2026-02-18", "2026-03-19"]]

PONTIANAK = WorkCalendar.from_json(
    WIB, PERPRES_HOURS, HOLIDAYS, ramadan_hours=PERPRES_RAMADAN_HOURS, ramadan_periods=RAMADAN_2026
)
MAKASSAR = WorkCalendar.from_json(
    WITA, PERPRES_HOURS, HOLIDAYS, ramadan_hours=PERPRES_RAMADAN_HOURS, ramadan_periods=RAMADAN_2026
)
KALTARA = WorkCalendar.from_json(WITA, KALTARA_HOURS, HOLIDAYS)
CALENDARS = (PONTIANAK, MAKASSAR, KALTARA)


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)
