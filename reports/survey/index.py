"""The index, exactly. Pure: fractions in, decimals rounded half up out.

PermenPANRB 14/2017: NRR of an element = sum of its answers / respondents; index = sum of NRR times weight; IKM = index
times 25. The exact weight is 1/9: sheets that print 0,11 or 0,111 give all-4 answers only 99,00 or 99,90, so the weight
that was used stands on every result.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from ..choices import Band, Weight
from .elements import ELEMENTS

WEIGHTS: Mapping[str, Fraction] = {
    Weight.EXACT: Fraction(1, 9),
    Weight.THREE: Fraction(111, 1000),
    Weight.TWO: Fraction(11, 100),
}
LIMITS: tuple[tuple[Decimal, Band], ...] = (
    (Decimal("88.31"), Band.A),
    (Decimal("76.61"), Band.B),
    (Decimal("65.00"), Band.C),
)
"""The lowest IKM, rounded half up to two decimals, of each band; what is below is D."""

LOWEST = 3
"""So many elements become follow-up."""

LAMBDA, P, D = Fraction(3841, 1000), Fraction(1, 2), Fraction(1, 20)
"""Chi square for one degree of freedom at 95 %, share, error: Krejcie and Morgan's own values."""


@dataclass(frozen=True, slots=True)
class ElementScore:
    """One element: ``average`` is its NRR, ``ikm`` the same on the scale of 100."""

    code: str
    name: str
    total: int
    average: Fraction
    weighted: Fraction
    ikm: Decimal
    band: Band


@dataclass(frozen=True, slots=True)
class SurveyScore:
    respondents: int
    elements: tuple[ElementScore, ...]
    index: Fraction
    ikm: Decimal
    band: Band
    weight: Weight

    @property
    def lowest(self) -> tuple[ElementScore, ...]:
        """The three elements to work on; on a tie the earlier one."""
        return tuple(sorted(self.elements, key=lambda each: each.average)[:LOWEST])


def score(totals: Sequence[int], respondents: int, *, weight: str = Weight.EXACT) -> SurveyScore:
    """``totals`` are the sums of the answers to U1 to U9. Raises ValueError without respondents."""
    if respondents < 1 or len(totals) != len(ELEMENTS):
        raise ValueError("An index needs nine sums and at least one respondent.")
    share = WEIGHTS[weight]
    elements = []
    for element, total in zip(ELEMENTS, totals, strict=True):
        average = Fraction(total, respondents)
        ikm = half_up(average * 25)
        elements.append(
            ElementScore(element.code, str(element.name), total, average, average * share, ikm, band_of(ikm))
        )
    index = sum((each.weighted for each in elements), Fraction(0))
    ikm = half_up(index * 25)
    return SurveyScore(respondents, tuple(elements), index, ikm, band_of(ikm), Weight(weight))


def half_up(value: Fraction, places: int = 2) -> Decimal:
    """Rounded half up from the exact value: 88,305 is 88,31, where binary fractions would say 88,30."""
    scaled = value * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole) / 10**places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def band_of(ikm: Decimal) -> Band:
    """The band of an IKM that is already rounded to two decimals."""
    return next((band for limit, band in LIMITS if ikm >= limit), Band.D)


def sample_size(population: int) -> int:
    """How many must answer for a population, after Krejcie and Morgan (1970), rounded half up."""
    if population < 1:
        return 0
    spread = LAMBDA * P * (1 - P)
    return int(half_up(spread * population / (D**2 * (population - 1) + spread), 0))
