"""The index at every limit, and the sample of Krejcie and Morgan."""

from decimal import Decimal
from fractions import Fraction

import pytest

from reports.survey.index import band_of, half_up, sample_size, score


@pytest.mark.parametrize(("ikm", "band"), [
    ("25.00", "D"), ("64.99", "D"), ("65.00", "C"), ("76.60", "C"), ("76.61", "B"), ("88.30", "B"), ("88.31", "A"),
    ("100.00", "A"),
])  # fmt: skip
def test_bands_begin_where_the_regulation_says(ikm, band):
    assert band_of(Decimal(ikm)).value == band


def test_the_band_follows_the_value_rounded_half_up():
    """88.305 is 88.31 and A; binary fractions and half-even rounding make 88.30 and B of it."""
    assert half_up(Fraction("88.305")) == Decimal("88.31")
    assert band_of(half_up(Fraction("88.305"))).value == "A"
    assert (half_up(Fraction("76.605")), half_up(Fraction("76.6049"))) == (Decimal("76.61"), Decimal("76.60"))
    assert (half_up(Fraction("64.995")), half_up(Fraction(1, 3), 3)) == (Decimal("65.00"), Decimal("0.333"))


@pytest.mark.parametrize(
    ("mark", "exact", "three", "two"), [(4, "100.00", "99.90", "99.00"), (1, "25.00", "24.98", "24.75")]
)
def test_equal_answers_give_round_values_only_with_the_exact_weight(mark, exact, three, two):
    totals = [mark * 7] * 9

    values = [score(totals, 7, weight=weight).ikm for weight in ("exact", "0.111", "0.11")]

    assert values == [Decimal(exact), Decimal(three), Decimal(two)]


def test_the_index_is_the_mean_of_the_means():
    totals = [36, 34, 33, 40, 35, 37, 38, 31, 30]

    found = score(totals, 10)

    assert found.index == Fraction(sum(totals), 90)
    assert found.ikm == Decimal("87.22")
    assert found.band.value == "B"
    assert [each.code for each in found.lowest] == ["U9", "U8", "U3"]
    assert (found.elements[0].average, found.elements[0].ikm) == (Fraction(18, 5), Decimal("90.00"))


@pytest.mark.parametrize(("totals", "n"), [([4] * 9, 0), ([4] * 8, 1)])
def test_nothing_is_no_index(totals, n):
    with pytest.raises(ValueError):
        score(totals, n)


KREJCIE_MORGAN = """
10 10 15 14 20 19 25 24 30 28 35 32 40 36 45 40 50 44 55 48 60 52 65 56 70 59 75 63 80 66 85 70 90 73 95 76 100 80
110 86 120 92 130 97 140 103 150 108 160 113 170 118 180 123 190 127 200 132 210 136 220 140 230 144 240 148 250 152
260 155 270 159 280 162 290 165 300 169 320 175 340 181 360 186 380 191 400 196 420 201 440 205 460 210 480 214 500 217
550 226 600 234 650 242 700 248 750 254 800 260 850 265 900 269 950 274 1000 278 1100 285 1200 291 1300 297 1400 302
1500 306 1600 310 1700 313 1800 317 1900 320 2000 322 2200 327 2400 331 2600 335 2800 338 3000 341 3500 346 4000 351
4500 354 5000 357 6000 361 7000 364 8000 367 9000 368 10000 370 15000 375 20000 377 30000 379 40000 380 50000 381
75000 382 1000000 384
"""


def test_the_sample_is_that_of_the_published_table():
    numbers = [int(word) for word in KREJCIE_MORGAN.split()]
    table = dict(zip(numbers[::2], numbers[1::2], strict=True))

    assert {population: sample_size(population) for population in table} == table
    assert [sample_size(n) for n in (0, 1, 2)] == [0, 1, 2]
