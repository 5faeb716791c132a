"""Reads of the survey: sums, profile, who was asked. Answers are counted by the database; none is tied to anybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from bookings.choices import Status
from bookings.models import Booking
from vidcon_portal.accounts.models import Office

from ..choices import AgeBand, Education, FollowUpStatus, Occupation, Population, Sex, Weight
from ..models import FollowUp, SurveyAnswer, SurveySetting
from ..periods import Period
from .elements import ELEMENTS
from .index import SurveyScore, sample_size, score

FIELDS = tuple(element.field for element in ELEMENTS)
PROFILE = (
    ("sex", _("Jenis kelamin"), Sex),
    ("age", _("Usia"), AgeBand),
    ("education", _("Pendidikan"), Education),
    ("occupation", _("Pekerjaan"), Occupation),
)


@dataclass(frozen=True, slots=True)
class ProfileLine:
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class ProfilePart:
    heading: str
    lines: tuple[ProfileLine, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many there are, how many should answer, how many did."""

    population: int
    wanted: int
    answered: int


def answers_of(office: Office, period: Period) -> QuerySet[SurveyAnswer]:
    """By the day of the answer, which is a local date already."""
    return SurveyAnswer.objects.filter(office=office, answered_on__range=(period.first, period.last))


def setting_of(office: Office) -> SurveySetting:
    """The office's own, else the usual one; not written."""
    return SurveySetting.objects.filter(office=office).first() or SurveySetting(office=office)


def score_of(office: Office, period: Period, *, weight: str = Weight.EXACT) -> SurveyScore | None:
    """None while nobody has answered; one query."""
    return _score(answers_of(office, period).aggregate(**_SUMS), weight)


def profile_of(office: Office, period: Period) -> list[ProfilePart]:
    """Who answered, as shares of the whole; one query."""
    return _profile(answers_of(office, period).aggregate(**_COUNTS))


def result_of(office: Office, period: Period, *, weight: str) -> tuple[SurveyScore | None, list[ProfilePart]]:
    """Both, in one query."""
    found = answers_of(office, period).aggregate(**_SUMS, **_COUNTS)
    return _score(found, weight), _profile(found)


_SUMS: dict[str, Any] = {"n": Count("pk"), **{name: Sum(name) for name in FIELDS}}
_COUNTS: dict[str, Any] = {
    f"{name}_{value}": Count("pk", filter=Q(**{name: value}))
    for name, _heading, choices in PROFILE
    for value in [*choices.values, ""]
}


def _score(found: Mapping[str, Any], weight: str) -> SurveyScore | None:
    return score([found[name] for name in FIELDS], found["n"], weight=weight) if found["n"] else None


def _profile(found: Mapping[str, Any]) -> list[ProfilePart]:
    parts = []
    for name, heading, choices in PROFILE:
        lines = [ProfileLine(str(choice.label), found[f"{name}_{choice.value}"]) for choice in choices]
        lines.append(ProfileLine("–", found[f"{name}_"]))
        if shown := tuple(line for line in lines if line.count):
            parts.append(ProfilePart(str(heading), shown))
    return parts


def reach_of(office: Office, period: Period, *, answered: int, population: str) -> Reach:
    """The population is what the office counts: its completed requests, or the people who made them; one query."""
    span = period.span(office.tz)
    served = Booking.objects.filter(
        office=office, status=Status.COMPLETED, closed_at__gte=span.start, closed_at__lt=span.end
    )
    count = served.values("applicant").distinct().count() if population == Population.USERS else served.count()
    return Reach(count, sample_size(count), answered)


def follow_up_counts(office: Office) -> dict[str, int]:
    """How many plans the surveys asked for, how many are under way and done; one query."""
    plans = FollowUp.objects.filter(office=office).exclude(element="")
    return plans.aggregate(
        all=Count("pk"),
        doing=Count("pk", filter=Q(status=FollowUpStatus.DOING)),
        done=Count("pk", filter=Q(status=FollowUpStatus.DONE)),
    )


def raw_rows(office: Office, period: Period) -> Iterator[tuple[Any, ...]]:
    """Every answer as numbers, in no order that says when on its day it came; for the workbook."""
    columns = ("answered_on", "source", *FIELDS, "sex", "age", "education", "occupation", "comment")
    return answers_of(office, period).order_by("answered_on", "pk").values_list(*columns).iterator(chunk_size=500)
