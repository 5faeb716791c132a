"""Beside the form of a draft: the lead time as days, what is still to be filled in, where to begin from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from bookings.choices import Status
from bookings.forms.booking import BookingForm
from bookings.forms.layout import Part
from bookings.models import Booking
from bookings.scheduling.suggestions import earliest_day
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Agency, Office
from vidcon_portal.procedures.choices import LeadUnit
from vidcon_portal.procedures.durations import format_date, format_short_date
from vidcon_portal.procedures.lead_time import last_submission_date
from vidcon_portal.procedures.models import Procedure
from vidcon_portal.procedures.queries import calendar_for

MOST_PAST = 3

DAYS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class LeadDay:
    label: str
    note: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class LeadDays:
    """``Hari ini Senin. Paling cepat Kamis, 26 November`` and the days between."""

    today: str
    earliest: str
    label: str
    days: tuple[LeadDay, ...]


def lead_days(procedure: Procedure | None, office: Office, *, at: datetime) -> LeadDays | None:
    """The lead-time rule drawn as days; None without a rule."""
    if procedure is None or procedure.lead_time is None:
        return None
    calendar = calendar_for(office)
    today = at.astimezone(office.tz).date()
    unit = LeadUnit(procedure.lead_unit)

    def in_time(day: date) -> bool:
        return last_submission_date(day, procedure.lead_time or 0, unit, calendar) >= today

    earliest = earliest_day(procedure, office, at=at)
    shown = [today + timedelta(days=number) for number in range(min(max((earliest - today).days + 2, 3), DAYS_SHOWN))]
    if earliest not in shown:
        shown[-1] = earliest
    return LeadDays(
        today=format_date(today),
        earliest=format_date(earliest),
        label=_("Batas %(count)d %(unit)s")
        % {"count": procedure.lead_time, "unit": _("hari kerja") if unit == LeadUnit.WORKING else _("hari")},
        days=tuple(
            LeadDay(
                format_short_date(day),
                _("boleh") if in_time(day) else _("kirim") if day == today else _("belum"),
                in_time(day),
            )
            for day in shown
        ),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A section of the form in the list of contents; ``text`` says how much of it is still to be filled in."""

    anchor: str
    label: str
    text: str
    is_done: bool


def unanswered(form: BookingForm) -> list[str]:
    """The fields of a form that has been cleaned which the SOP asks for and that are empty."""
    return [name for name in form.demanded if not form.cleaned_data.get(name) and name not in form.errors]


def steps_of(parts: Iterable[Part], missing: Iterable[str]) -> list[Step]:
    """The sections that ask for something, with what a submission now would miss."""
    wrong = set(missing)
    steps = []
    for part in parts:
        if not part.fields:
            continue
        count = len(wrong & set(part.fields))
        text = ngettext("%(n)d perlu diisi", "%(n)d perlu diisi", count) % {"n": count} if count else _("lengkap")
        steps.append(Step(part.anchor, f"{part.number}. {part.title}", text, not count))
    return steps


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Where a request may begin: drafts of one's own, and past requests to ask again like."""

    drafts: tuple[Booking, ...]
    past: tuple[Booking, ...]


def beginnings_of(actor: Actor, own: Agency | None) -> Beginnings:
    """The actor's latest drafts, and the latest requests of his agency (of TU: those that he entered); two queries."""
    if actor.user is None:
        return Beginnings((), ())
    seen = Booking.objects.visible_to(actor).select_related("agency", "office")
    drafts = seen.filter(status=Status.DRAFT, applicant=actor.user).order_by("-created_at")
    whose: dict[str, Any] = {"agency": own} if own is not None else {"entered_by": actor.user}
    past = seen.filter(**whose).exclude(status=Status.DRAFT).order_by("-created_at")
    return Beginnings(tuple(drafts[:MOST_PAST]), tuple(past[:MOST_PAST]))
