"""A second reader of calendar files, from the text of RFC 5545 and 5546 alone: what writes them must not judge them."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

NAME = re.compile(r"(?:X-[A-Z0-9-]+|[A-Z][A-Z0-9-]*)\Z")
LINE = re.compile(
    r'(?P<name>[A-Za-z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(?P<value>.*)\Z'
)
ONCE = {
    "VEVENT": ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS"),
    "VCALENDAR": ("PRODID", "VERSION"),
}
DURATION = re.compile(r"P(?:\d+W|(?=.)(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)\Z")
DURATIONS = ("REFRESH-INTERVAL", "X-PUBLISHED-TTL")
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")


@dataclass
class Part:
    """A component: its properties as (parameters, value), and what stands in it."""

    name: str
    lines: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        ((_params, value),) = self.lines[name]
        return value

    def text(self, name: str) -> str:
        return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self[name])


def read(data: bytes) -> Part:
    """The calendar, every rule of the files checked that clients stumble over."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    physical = data.removesuffix(b"\r\n").split(b"\r\n")
    for line in physical:
        assert 0 < len(line) <= 75
        line.decode()  # no letter is cut in two by a fold
    calendar = _nest(data.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n"))
    _check(calendar)
    return calendar


def moment(calendar: Part, event: Part, name: str) -> datetime:
    """A time of the event in UTC, by the zone that the file itself defines."""
    ((params, value),) = event.lines[name]
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    zone = params.removeprefix("TZID=")
    (found,) = [part for part in calendar.parts if part.name == "VTIMEZONE" and part["TZID"] == zone]
    local = datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local until the file's zone says which
    begun = [each for each in found.parts if datetime.strptime(each["DTSTART"], "%Y%m%dT%H%M%S") <= local]  # noqa: DTZ007
    return (local - _offset(max(begun, key=lambda each: each["DTSTART"])["TZOFFSETTO"])).replace(tzinfo=UTC)


def events(calendar: Part) -> list[Part]:
    return [part for part in calendar.parts if part.name == "VEVENT"]


def _offset(text: str) -> timedelta:
    sign = -1 if text[0] == "-" else 1
    return sign * timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))


def _nest(lines: list[str]) -> Part:
    stack = [Part("")]
    for line in lines:
        found = LINE.match(line)
        assert found, line
        name, params, value = found["name"].upper(), found["params"].removeprefix(";"), found["value"]
        assert NAME.match(name), line
        if name == "BEGIN":
            stack.append(Part(value))
        elif name == "END":
            closed = stack.pop()
            assert closed.name == value
            stack[-1].parts.append(closed)
        else:
            stack[-1].lines.setdefault(name, []).append((params, value))
    assert len(stack) == 1
    (calendar,) = stack[0].parts
    assert calendar.name == "VCALENDAR"
    return calendar


def _check(calendar: Part) -> None:
    zones = {part["TZID"] for part in calendar.parts if part.name == "VTIMEZONE"}
    for part in (calendar, *calendar.parts):
        for name in ONCE.get(part.name, ()):
            assert len(part.lines.get(name, ())) == 1, (part.name, name)
    assert calendar["VERSION"] == "2.0"
    for name in DURATIONS:
        assert all(DURATION.match(value) for _params, value in calendar.lines.get(name, ())), calendar.lines[name]
    found = events(calendar)
    assert len({event["UID"] for event in found}) == len(found)
    for event in found:
        assert moment(calendar, event, "DTSTART") < moment(calendar, event, "DTEND")
        assert event.lines["DTSTAMP"][0][1].endswith("Z")
        assert {params.removeprefix("TZID=") for params, _value in event.lines["DTSTART"] if params} <= zones
        for name in TEXTS:
            for _params, value in event.lines.get(name, ()):
                assert re.fullmatch(r"(?:[^\\;,]|\\[\\;,nN])*", value), value
    if calendar["METHOD"] in ("REQUEST", "CANCEL"):
        (event,) = found  # one UID an invitation (RFC 5546, 3.2)
        assert event["ORGANIZER"].startswith("mailto:")
        assert (calendar["METHOD"] == "CANCEL") == (event["STATUS"] == "CANCELLED")
