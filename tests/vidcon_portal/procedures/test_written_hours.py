"""Hours and periods as people write them."""

import pytest

from tests.vidcon_portal.accounts.people import make_office
from vidcon_portal.accounts.admin_forms import OfficeForm
from vidcon_portal.procedures.office_hours import PERPRES_HOURS, PERPRES_RAMADAN_HOURS
from vidcon_portal.procedures.written_hours import parse_hours, parse_periods, say_hours, say_periods


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00", "Senin–Jumat 07.30–16.00; Sabtu 08.00–12.00"),
        ("sen - kam 7:30-12:00, 13.00-16.00\njumat 7.30-11.30", "Senin–Kamis 07.30–12.00, 13.00–16.00; Jumat 07.30–11.30"),
        ("Selasa, Kamis 13-21", "Selasa 13.00–21.00; Kamis 13.00–21.00"),
        ("Minggu 22.00–06.00", "Senin 00.00–06.00; Minggu 22.00–24.00"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_pattern_is_said_as_it_is_read(text: str, said: str) -> None:
    assert say_hours(parse_hours(text)) == said
    assert parse_hours(said) == parse_hours(text)


@pytest.mark.parametrize(
    "text", ["pagi", "Senin", "Senin 25.00–26.00", "Lunes 8-10", "Senin 08.00–08.00", "Senin 8-12, 11-13"]
)
def test_what_is_no_pattern_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="Jam kerja"):
        parse_hours(text)


@pytest.mark.parametrize("hours", [PERPRES_HOURS, PERPRES_RAMADAN_HOURS])
def test_an_office_week_survives_being_said(hours: dict[str, list[list[str]]]) -> None:
    assert parse_hours(say_hours(hours)) == dict(hours)


def test_periods_survive_being_said() -> None:
    stored = [["2026-02-18", "2026-03-19"], ["2027-02-08", "2027-03-09"]]

    assert say_periods(stored).splitlines()[0] == "18-02-2026 s.d. 19-03-2026"
    assert parse_periods(say_periods(stored)) == stored
    assert parse_periods(" ") == []


@pytest.mark.parametrize("text", ["Februari", "18-02-2026", "31-02-2026 s.d. 19-03-2026"])
def test_what_is_no_period_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="tidak terbaca"):
        parse_periods(text)


def test_the_admin_writes_hours_in_words(db: None) -> None:
    office = make_office()
    shown = OfficeForm(instance=office)
    posted = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
    posted |= {"weekly_hours": "Senin–Jumat 08.00–12.00, 13.00–16.00", "ramadan_hours": "Senin–Jumat 08.00–15.00"} | {
        "ramadan_periods": "18-02-2026 - 19-03-2026"
    }

    good = OfficeForm(posted, instance=office)
    wrong = OfficeForm({**posted, "weekly_hours": "kapan saja"}, instance=make_office())

    assert good.is_valid(), good.errors
    assert good.save().weekly_hours["fri"] == [["08:00", "12:00"], ["13:00", "16:00"]]
    assert office.ramadan_periods == [["2026-02-18", "2026-03-19"]]
    assert "weekly_hours" in wrong.errors
