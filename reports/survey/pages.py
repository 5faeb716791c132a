"""The survey's results as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import Office
from vidcon_portal.ui.parts import Tile

from ..choices import Band
from ..models import SurveyReport
from ..periods import Period
from .index import SurveyScore, half_up
from .queries import Reach, score_of, setting_of

LEAST_SHOWN = 5
"""Fewer respondents could be told apart by their answers."""


@dataclass(frozen=True, slots=True)
class ElementLine:
    code: str
    name: str
    average: str
    ikm: str
    percent: int
    band: str
    is_low: bool


@dataclass(frozen=True, slots=True)
class PublicResult:
    """Of this year; ``ikm`` is empty while there are too few answers."""

    respondents: int
    ikm: str = ""
    band: str = ""
    lowest: str = ""
    weight: str = ""
    elements: tuple[ElementLine, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportLine:
    label: str
    ikm: str
    band: str
    respondents: str
    number: str
    verify_url: str


def say_band(band: str) -> str:
    return f"{band} ({str(Band(band).label).lower()})"


def tiles_of(result: SurveyScore | None, reach: Reach) -> list[Tile]:
    note = _("sampel %(wanted)s dari %(all)s") % {
        "wanted": number_format(reach.wanted),
        "all": number_format(reach.population),
    }
    tiles = [Tile(_("Responden"), number_format(reach.answered), note)]
    if result is not None:
        tiles.insert(0, Tile(_("Nilai IKM"), number_format(result.ikm, 2), say_band(result.band.value)))
        low = result.lowest[0]
        tiles.append(Tile(_("Unsur terendah"), low.code, low.name))
    return tiles


def element_lines(result: SurveyScore | None) -> list[ElementLine]:
    """In the order of the regulation; the bar is on the scale of 100."""
    if result is None:
        return []
    low = {each.code for each in result.lowest}
    return [
        ElementLine(
            each.code,
            each.name,
            number_format(half_up(each.average, 3), 3),
            number_format(each.ikm, 2),
            int(each.ikm),
            say_band(each.band.value),
            each.code in low,
        )
        for each in result.elements
    ]


def public_result(office: Office, period: Period) -> PublicResult:
    setting = setting_of(office)
    result = score_of(office, period, weight=setting.weight)
    if result is None or result.respondents < LEAST_SHOWN:
        return PublicResult(result.respondents if result else 0)
    low = result.lowest[0]
    return PublicResult(
        result.respondents,
        number_format(result.ikm, 2),
        say_band(result.band.value),
        f"{low.code} {low.name}",
        str(result.weight.label),
        tuple(element_lines(result)),
    )


def report_lines(reports: Iterable[SurveyReport]) -> list[ReportLine]:
    return [
        ReportLine(
            Period(each.first_on, each.last_on).label,
            number_format(each.ikm, 2),
            say_band(each.band),
            number_format(each.respondents),
            each.document.number if each.document else "",
            each.document.get_verify_path() if each.document else "",
        )
        for each in reports
    ]
