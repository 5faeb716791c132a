"""Both ways into a calendar: what is free at a time, and the first times at which everything needed is free."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bookings.choices import ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Office
from vidcon_portal.procedures.calendar import CalendarError
from vidcon_portal.procedures.choices import LeadUnit
from vidcon_portal.procedures.lead_time import last_submission_date
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.queries import calendar_for

from .availability import Alternative, Wish, find_alternatives, is_available, label_of, plan_of
from .needs import Need
from .spans import Span

FARTHEST = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class InStock:
    """A resource of the office, and whether it is free at every asked time."""

    resource: Resource
    is_free: bool


def stock_at(office: Office, spans: Sequence[Span], *, places: Sequence[str] = ()) -> list[InStock]:
    """Everything that the office has and whether a case could have it; three queries, however many times.

    Placed as a hold would place it, so the answer is that of submission. A unit that serves several at once is free
    while one place is, a set while all its parts are.
    """
    found = Resource.objects.usable().filter(office=office).select_related("photo")
    resources = list(found.order_by("kind", "name", "pk"))
    needs = tuple(
        Need(index, ResourceKind(each.kind), each.name, resource_id=each.pk, required=0)
        for index, each in enumerate(resources)
        if each.kind != ResourceKind.KIT
    )
    if not needs:
        return []
    wish = Wish(office, needs, tuple(spans), places=tuple(places))
    placed = {(one.sitting, one.unit) for one in plan_of(wish).placements}
    free = {each.pk for each in resources if all((key, each.pk) in placed for key in range(len(spans)))}
    parts: dict[int, list[int]] = defaultdict(list)
    for each in resources:
        if each.kit_id is not None:
            parts[each.kit_id].append(each.pk)
    free |= {kit for kit, members in parts.items() if free.issuperset(members)}
    return [InStock(each, each.pk in free) for each in resources]


def first_times(wish: Wish, *, at: datetime, count: int = 3) -> list[Alternative]:
    """The first times from the wish on at which all is free, the wish itself included; at most nine queries."""
    found: list[Alternative] = []
    if _within_hours(wish) and min(wish.spans).start > at and is_available(wish):
        label = "; ".join(label_of(span, wish.office) for span in wish.spans)
        found.append(Alternative(wish.spans, label, "", wish.session_ids))
    found += find_alternatives(wish, at=at, count=count - len(found))
    return [replace(each, differs="") for each in found]


def earliest_day(procedure: Procedure | None, office: Office, *, at: datetime) -> date:
    """The first local date for which a request filed now is in time; today without a rule."""
    today = at.astimezone(office.tz).date()
    if procedure is None or procedure.lead_time is None:
        return today
    calendar, unit = calendar_for(office), LeadUnit(procedure.lead_unit)
    day = today
    while last_submission_date(day, procedure.lead_time, unit, calendar) < today and day - today < FARTHEST:
        day += timedelta(days=1)
    return day


def _within_hours(wish: Wish) -> bool:
    try:
        calendar = calendar_for(wish.office)
        for span in wish.spans:
            stretches = calendar.spans_on(span.start.astimezone(calendar.tz).date())
            if not stretches or span.start < stretches[0][0] or span.end > stretches[-1][1]:
                return False
    except CalendarError:
        return False
    return True
