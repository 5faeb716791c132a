"""What the form of a draft says of its times: what is free, what is not, what could be taken instead. Nothing is held."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from bookings.choices import ResourceKind
from bookings.errors import Incomplete
from bookings.forms.booking import BookingForm
from bookings.forms.sessions import SessionTime, is_near
from bookings.models import Booking
from bookings.requests import needs_from
from bookings.rules import event_calendar, rule_problems
from bookings.scheduling.answers import crowded_sentence, join_words
from bookings.scheduling.availability import Wish, crowded_spans, find_alternatives, label_of, plan_of
from bookings.scheduling.needs import Need, allocatable, needs_of
from bookings.scheduling.places import place_of
from bookings.scheduling.placing import Plan
from bookings.scheduling.spans import Span
from bookings.scheduling.suggestions import InStock, earliest_day, first_times, stock_at
from vidcon_portal.accounts.choices import Role
from vidcon_portal.procedures.calendar import CalendarError
from vidcon_portal.procedures.choices import LatePolicy, LeadUnit
from vidcon_portal.procedures.durations import format_clock, format_date, format_zoned_clock
from vidcon_portal.procedures.lead_time import last_submission_date
from vidcon_portal.procedures.queries import calendar_for
from vidcon_portal.ui.parts import Finding

USUAL_START = time(9)
LENGTHS = (60, 120, 180, 240, 420)
"""How long an event lasts that is looked for by its needs, in minutes."""

MOST_ROOMS = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """A time that is free, as a button's value."""

    value: str
    label: str
    differs: str


@dataclass(frozen=True, slots=True)
class Room:
    """A room at the asked time; ``note`` is its seats, whether they suffice, and what it has."""

    value: int
    name: str
    note: str
    photo_url: str
    is_free: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Check:
    """What the panel says about the times that stand in the form; ``free`` None while there are none.

    ``lack`` names what is missing although the rest could be served, ``stock`` what else the office has free.
    """

    free: bool | None = None
    title: str = ""
    lack: str = ""
    alternatives: tuple[Choice, ...] = ()
    findings: tuple[Finding, ...] = ()
    rooms: tuple[Room, ...] = ()
    stock: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()


def check_of(booking: Booking, form: BookingForm, *, at: datetime) -> Check:
    """What is free at the times of a form that has been cleaned leniently; at most fourteen queries."""
    times: list[SessionTime] = form.cleaned_data.get("sessions") or []
    if not times:
        return Check(hints=tuple(_hours(form, None)))
    office = booking.office
    spans = tuple(Span(each.starts_at, each.ends_at) for each in times)
    needs = needs_like(booking, form)
    places = (place_of(booking, form.cleaned_data.get("place") or "", needs),) * len(spans)
    wish = Wish(office, needs, spans, procedure=form.procedure, submitted_at=at, places=places)
    plan = plan_of(wish) if needs else Plan((), {})
    stock = stock_at(office, spans, places=places)
    title = label_of(spans[0], office)
    if len(spans) > 1:
        title = _("%(first)s dan %(count)d sesi lain") % {"first": title, "count": len(spans) - 1}
    return Check(
        free=plan.is_complete,
        title=title,
        lack=_lack(needs, spans, plan),
        alternatives=() if plan.is_complete else choices_from(find_alternatives(wish, at=at)),
        findings=tuple(_findings(needs, spans, plan, stock)),
        rooms=tuple(_rooms(form, stock)),
        stock=tuple(_counts(stock)),
        problems=(*_crowds(wish), *_problems(form, spans, at=at)),
        hints=tuple(_hints(form, spans)),
    )


def _crowds(wish: Wish) -> list[str]:
    limit = wish.procedure.max_concurrent_events if wish.procedure else None
    return [crowded_sentence(limit or 0, label_of(span, wish.office)) for span in crowded_spans(wish)[:1]]


def times_for(booking: Booking, form: BookingForm, *, at: datetime, minutes: int) -> Check:
    """The need first, then when: the first three times that are free for it, from what is known of the day and hour."""
    office = booking.office
    day, start = _typed(booking)
    day = max(day or date.min, earliest_day(form.procedure, office, at=at))
    begin = datetime.combine(day, start or USUAL_START, office.tz)
    needs = needs_like(booking, form)
    wish = Wish(
        office,
        needs,
        (Span(begin, begin + timedelta(minutes=minutes)),),
        procedure=form.procedure,
        submitted_at=at,
        places=(place_of(booking, form.cleaned_data.get("place") or "", needs),),
    )
    found = choices_from(first_times(wish, at=at))
    if not found:
        return Check(
            title="", problems=(_("Dalam 14 hari sesudah itu tidak ada waktu yang kosong. Kurangi kebutuhan."),)
        )
    return Check(alternatives=found, hints=tuple(_hours(form, day)))


def choices_from(alternatives: Iterable[object]) -> tuple[Choice, ...]:
    """Alternatives as clickable choices; the value is what ``times_from`` reads."""
    return tuple(
        Choice(value_of(each.sessions), each.label, each.differs)  # type: ignore[attr-defined]
        for each in alternatives
        if hasattr(each, "sessions")
    )


def value_of(spans: Sequence[Span]) -> str:
    return ";".join(f"{span.start.isoformat()}/{span.end.isoformat()}" for span in spans)


def times_from(value: str) -> list[SessionTime]:
    """What ``value_of`` wrote; empty when somebody wrote it himself and wrongly."""
    found = []
    for part in value.split(";")[:30]:
        start, _slash, end = part.partition("/")
        try:
            times = SessionTime(datetime.fromisoformat(start), datetime.fromisoformat(end))
        except ValueError:
            return []
        if times.starts_at.tzinfo is None or times.ends_at.tzinfo is None or times.ends_at <= times.starts_at:
            return []
        if not (is_near(times.starts_at) and is_near(times.ends_at)):
            return []
        found.append(times)
    return found


def needs_like(booking: Booking, form: BookingForm) -> tuple[Need, ...]:
    """What the case would need if it were submitted as it stands; an unsaved copy, so nothing is written."""
    like = Booking(
        office=booking.office,
        mode=booking.mode,
        participants_online=form.cleaned_data.get("participants_online") or 0,
        participants_onsite=form.cleaned_data.get("participants_onsite") or 0,
        needs=needs_from(form),
    )
    try:
        return allocatable(needs_of(like, form.procedure))
    except Incomplete:
        return ()


def _typed(booking: Booking) -> tuple[date | None, time | None]:
    """Day and hour of a first session that is not complete yet, as the draft kept it."""
    kept = booking.draft_data.get("sessions")
    first = kept[0] if isinstance(kept, list) and kept and isinstance(kept[0], dict) else {}
    try:
        day = date.fromisoformat(str(first.get("date") or ""))
    except ValueError:
        day = None
    try:
        start = time.fromisoformat(str(first.get("start") or ""))
    except ValueError:
        start = None
    return (day if is_near(day) else None), start


def _placed(needs: Iterable[Need], spans: Sequence[Span], plan: Plan) -> dict[int, int]:
    """How many of each need are free in the session that has the fewest."""
    counts = Counter((one.sitting, one.need) for one in plan.placements)
    return {need.index: min(counts[key, need.index] for key in range(len(spans))) for need in needs}


def _lack(needs: Sequence[Need], spans: Sequence[Span], plan: Plan) -> str:
    """ "Semua kosong kecuali petugas kedua": empty when all or nothing is free."""
    placed = _placed(needs, spans, plan)
    missing = [need for need in needs if placed[need.index] < need.quantity]
    if not missing or not any(placed.values()):
        return ""
    words = join_words([_missing_words(need, placed[need.index]) for need in missing])
    sessions = sorted({key for key, _need in plan.short})
    if len(spans) > 1 and sessions:
        numbers = join_words([str(key + 1) for key in sessions])
        return _("Semua kosong kecuali %(what)s pada sesi %(numbers)s.") % {"what": words, "numbers": numbers}
    return _("Semua kosong kecuali %(what)s.") % {"what": words}


def _missing_words(need: Need, placed: int) -> str:
    if need.quantity > 1:
        return _("%(need)s, hanya %(placed)d dari %(wanted)d") % {
            "need": need.label,
            "placed": placed,
            "wanted": need.quantity,
        }
    return need.label


def _findings(needs: Sequence[Need], spans: Sequence[Span], plan: Plan, stock: Sequence[InStock]) -> Iterator[Finding]:
    """Each need: free, so many left, or taken."""
    placed = _placed(needs, spans, plan)
    for need in needs:
        free = sum(1 for each in stock if each.is_free and _answers(each, need))
        count = placed[need.index]
        if count >= need.quantity and need.resource_id is not None:
            yield Finding(_("%(need)s kosong") % {"need": need.label})
        elif count >= need.quantity:
            yield Finding(_("%(need)s, %(count)d kosong") % {"need": need.label, "count": max(free, count)})
        elif count:
            yield Finding(_("%(need)s, tinggal %(count)d") % {"need": need.label, "count": count}, met=False)
        else:
            yield Finding(_("%(need)s terpakai") % {"need": need.label}, met=False)


def _answers(each: InStock, need: Need) -> bool:
    resource = each.resource
    if need.resource_id is not None:
        return resource.pk == need.resource_id
    return (
        resource.kind == need.kind
        and (not need.group or resource.group == need.group)
        and (not need.skill or need.skill in resource.skills)
    )


def _rooms(form: BookingForm, stock: Iterable[InStock]) -> Iterator[Room]:
    """The office's rooms where the mode asks for a place: those that are free and large enough first."""
    if "room" not in form.fields:
        return
    people = form.cleaned_data.get("participants_onsite") or 0
    chosen = form.cleaned_data.get("room")
    rooms = [each for each in stock if each.resource.kind == ResourceKind.ROOM]

    def is_small(each: InStock) -> bool:
        return each.resource.capacity is not None and each.resource.capacity < people

    rooms.sort(key=lambda each: (not each.is_free, is_small(each), each.resource.capacity or 0))
    for each in rooms[:MOST_ROOMS]:
        seats = each.resource.capacity
        note = "" if seats is None else _("%(n)d kursi") % {"n": seats}
        if is_small(each):
            note = _("%(seats)s, kurang untuk %(people)d peserta") % {"seats": note, "people": people}
        note = ", ".join(filter(None, [note, *each.resource.features]))
        photo = each.resource.photo
        yield Room(
            value=each.resource.pk,
            name=each.resource.name,
            note=note,
            photo_url=photo.get_absolute_url() if photo is not None else "",
            is_free=each.is_free,
            is_chosen=chosen is not None and chosen.pk == each.resource.pk,
        )


def _counts(stock: Iterable[InStock]) -> Iterator[str]:
    """Accounts, kit by group, officers: numbers only, for nobody outside learns who is on duty."""
    groups: dict[str, list[InStock]] = defaultdict(list)
    for each in stock:
        resource = each.resource
        if resource.kind != ResourceKind.ROOM:
            named = resource.group if resource.kind == ResourceKind.EQUIPMENT else ""
            groups[named or str(ResourceKind(resource.kind).label)].append(each)
    for name, members in groups.items():
        free = sum(1 for each in members if each.is_free)
        yield _("%(name)s: %(free)d dari %(all)d") % {
            "name": name[:1].upper() + name[1:],
            "free": free,
            "all": len(members),
        }


def _problems(form: BookingForm, spans: Sequence[Span], *, at: datetime) -> list[str]:
    """The rules that these times break, and what then becomes of the request."""
    if form.procedure is None:
        return []
    try:
        calendar = calendar_for(form.office)
        times = [(span.start, span.end) for span in spans]
        problems = rule_problems(form.procedure, calendar, times, submitted_at=at)
    except CalendarError as error:
        return [str(error)]
    if not problems:
        return []
    found = [f"{each.fact} {each.advice}" for each in problems]
    if form.cleaned_data.get("leader_rank"):
        found.append(_("Kegiatan pimpinan dikecualikan setelah kehadiran pimpinan dipastikan protokol."))
    elif form.procedure.late_policy == LatePolicy.FLAG:
        role = Role(form.procedure.dispensation_role).label
        found.append(_("Bila tetap diajukan, %(role)s yang memutuskan dispensasinya.") % {"role": role})
    return found


def _hints(form: BookingForm, spans: Sequence[Span]) -> Iterator[str]:
    """The rules as they apply to these times, told before anything is broken."""
    day = min(spans).start.astimezone(form.office.tz).date()
    procedure = form.procedure
    if procedure is not None and procedure.lead_time is not None:
        try:
            last = last_submission_date(
                day, procedure.lead_time, LeadUnit(procedure.lead_unit), calendar_for(form.office)
            )
        except CalendarError:
            last = None
        if last is not None and last >= form.at.astimezone(form.office.tz).date():
            yield _("Ajukan paling lambat %(last)s.") % {"last": format_date(last)}
    yield from _hours(form, day)


def _hours(form: BookingForm, day: date | None) -> Iterator[str]:
    """The hours within which events are served on a day, where the SOP limits them."""
    if form.procedure is None or not form.procedure.event_hours_limit or day is None:
        return
    try:
        stretches = event_calendar(form.procedure, calendar_for(form.office)).spans_on(day)
    except CalendarError:
        return
    if stretches:
        tz = form.office.tz
        yield _("Jam layanan kegiatan hari itu %(start)s–%(end)s.") % {
            "start": format_clock(stretches[0][0], tz),
            "end": format_zoned_clock(stretches[-1][1], tz),
        }
