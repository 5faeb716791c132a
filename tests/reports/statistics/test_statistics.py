"""Statistics: right against an independent count, each figure opening as many cases as it says."""

import re
import statistics
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from bookings.history.columns import COLUMNS
from bookings.history.importing import import_history
from bookings.models import Booking, Resource, RowRun
from bookings.papers import actual_time
from reports.models import RowTime
from reports.periods import Period
from reports.recap.queries import RecapFilter, sessions_of
from reports.recap.reading import read_lines
from reports.statistics.heat import FIRST_HOUR, heat_of
from reports.statistics.measures import MEASURES, Scope
from reports.statistics.months import months_until
from reports.statistics.queries import figures_of
from reports.statistics.services import measure_rows
from tests.bookings.sheets.workbooks import HEADINGS, event_row, table_of, xlsx
from tests.walks.driver import Walk
from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.procedures.queries import calendar_for

QUARTER = Period(date(2026, 8, 1), date(2026, 10, 31))


@pytest.fixture
def kaltara(office_of):
    return office_of("kaltara")


def walked(office="kaltara", **options):
    walk = Walk(office, **options).submit()
    while walk.run is not None:
        walk.onward(walk.run)
    return walk.booking


def test_each_row_is_measured_once_and_counted_rightly(kaltara):
    bookings = [walked() for _turn in range(3)]
    late = RowRun.objects.filter(booking=bookings[0], due_at__isnull=False, office_addition=False).order_by("pk")[0]
    RowRun.objects.filter(pk=late.pk).update(due_at=late.started_at)

    first, second = measure_rows(), measure_rows()
    figures = {figure.number: figure for figure in figures_of(Scope(kaltara, QUARTER)).rows}

    assert (first > 0, second) == (True, 0)
    calendar = calendar_for(kaltara)
    for number, figure in figures.items():
        spent = [
            int(actual_time(booking, list(runs), at=runs[0].closed_at, calendar=calendar).total_seconds())
            for booking in bookings
            if (runs := RowRun.objects.filter(booking=booking, row__number=number).select_related("row"))
        ]
        assert (figure.count, figure.median) == (len(spent), statistics.median(spent))
        assert figure.ninth == pytest.approx(statistics.quantiles(spent, n=10, method="inclusive")[8])
        assert figure.late == int(number == late.row.number)
    assert [each.ticket for each in figures[late.row.number].worst] == [bookings[0].ticket]


def test_a_row_visited_again_is_measured_again(kaltara):
    booking = walked()
    measure_rows()
    before = RowTime.objects.filter(booking=booking).order_by("row__number").first()
    run = RowRun.objects.filter(booking=booking, row=before.row).latest("visit")
    RowRun.objects.create(
        booking=booking,
        row=run.row,
        visit=run.visit + 1,
        started_at=run.closed_at,
        due_at=run.due_at,
        closed_at=run.closed_at + timedelta(minutes=30),
        stretches=[[run.closed_at.isoformat(), (run.closed_at + timedelta(minutes=30)).isoformat()]],
    )

    assert measure_rows() == 1

    assert RowTime.objects.get(pk=before.pk).seconds == before.seconds + 1800


def test_an_office_whose_sop_records_no_event_still_has_served(office_of):
    booking = walked("tarakan")
    tarakan = office_of("tarakan")

    assert booking.sessions.get().status == "planned"
    assert figures_of(Scope(tarakan, QUARTER)).now.held == 1
    (line,) = read_lines(sessions_of(RecapFilter(tarakan, QUARTER)), tarakan)
    assert (line.ticket, line.is_held) == (booking.ticket, True)


def test_every_figure_opens_as_many_cases_as_it_says(login, kaltara, served, officer):
    walked()
    served("2026-08-10 09:00", "2026-08-10 11:00", officers=[officer])
    served("2026-08-11 09:00", "2026-08-11 11:00", title="Kedua", mode="room")
    measure_rows()
    client = login("kadis.kaltara")

    page = client.get("/laporan/statistik/?dari=2026-08-01&sampai=2026-10-31")
    lines = [line for name in ("agencies", "modes", "leads", "reasons", "answers") for line in page.context[name]]
    figures = [(line.url, line.count) for line in lines if line.url]
    figures += [(row.count_url, row.count) for row in page.context["rows"]]
    figures.append((page.context["held_url"], 3))

    tiles = page.context["tiles"]
    figures += [(tile.url, int(tile.figure)) for tile in tiles[:2]]

    assert len(figures) > 5
    assert len(tiles) == 5
    for tile in tiles:
        assert " permohonan," in client.get(tile.url).content.decode(), tile.label
    for url, count in figures:
        words = re.search(r"(\d+) permohonan,", client.get(url).content.decode())
        assert words is not None, url
        assert int(words[1]) == count, unescape(url)


def test_every_measure_can_be_asked_with_any_word(login, kaltara):
    client = login("kadis.kaltara")

    for measure in MEASURES:
        for word in ("", "1", "x' OR 1=1", "99999999999999"):
            assert client.get("/laporan/statistik/kasus/", {"ukuran": measure, "isi": word}).status_code == 200
    assert client.get("/laporan/statistik/kasus/?ukuran=lain").status_code == 404


def test_the_heat_map_counts_local_hours(kaltara, served, officer):
    served("2026-10-05 09:30", "2026-10-05 11:00", officers=[officer])
    days = [date(2026, 10, 5), date(2026, 10, 6)]
    scope = Scope(kaltara, Period.month(date(2026, 10, 5)))

    row = next(each for each in heat_of(scope, days) if each.word == str(officer.pk))
    by_day = heat_of(scope, days, resource=officer)

    expected = {9: 25, 10: 50}
    assert row.percents == tuple(expected.get(FIRST_HOUR + place, 0) for place in range(len(row.percents)))
    assert [each.label for each in by_day] == ["0", "1"]
    assert (by_day[0].percents[9 - FIRST_HOUR], by_day[0].percents[10 - FIRST_HOUR], sum(by_day[1].percents)) == (
        50,
        100,
        0,
    )


def test_a_resource_with_two_lanes_is_half_full_with_one(kaltara, served):
    account = Resource.objects.get(office=kaltara, lanes=2)
    served("2026-10-05 09:00", "2026-10-05 10:00", account=account)

    row = next(
        each
        for each in heat_of(Scope(kaltara, Period.month(date(2026, 10, 1))), [date(2026, 10, 5)])
        if each.word == str(account.pk)
    )

    assert row.percents[9 - FIRST_HOUR] == 50


@pytest.mark.parametrize(("office", "start", "month"), [
    ("kaltara", "2026-12-31 23:30", date(2026, 12, 1)), ("kalbar", "2027-01-01 00:00", date(2027, 1, 1)),
])  # fmt: skip
def test_months_are_those_of_the_office(office_of, served, office, start, month):
    end = (datetime.fromisoformat(start) + timedelta(minutes=20)).isoformat(" ")
    served(start, end, office=office)

    found = months_until(Scope(office_of(office), Period.month(date(2027, 1, 1))), today=date(2027, 1, 31))

    assert {each.month: each.served for each in found if each.served} == {month: 1}


def test_lead_times_add_up(kaltara):
    walked()

    counted = figures_of(Scope(kaltara, QUARTER)).leads

    assert {each.word: each.count for each in counted if each.count} == {"4": 1}


def test_the_period_before_stands_beside_and_never_within(kaltara, served):
    rest = {"leader_name": "Gubernur", "leader_rank": 1}
    for start, end, more in (
        ("2026-09-30 23:30", "2026-10-01 00:30", {}),
        ("2026-10-01 00:00", "2026-10-01 03:00", {"mode": "room"}),
        ("2026-10-31 23:30", "2026-11-01 01:00", {}),
        ("2026-11-01 00:00", "2026-11-01 01:00", {}),
    ):
        served(start, end, title=f"Rapat {start}", **more)
    led = Booking.objects.get(title="Rapat 2026-10-01 00:00")
    Booking.objects.filter(pk=led.pk).update(leader_confirmed_at=led.created_at, **rest)

    found = figures_of(Scope(kaltara, Period.month(date(2026, 10, 1))))

    assert (found.now.held, found.now.hours, found.before.held, found.before.hours) == (2, 4, 1, 1)
    assert [(each.word, each.count, each.before) for each in found.served.by_mode] == [("host", 1, 1), ("room", 1, 0)]
    assert [(each.label, each.count) for each in found.served.by_agency] == [(led.agency.name, 2)]
    assert [(each.word, each.count) for each in found.served.by_rank] == [("1", 1)]


def test_the_first_answer_is_the_decision(kaltara):
    first, second = walked(), walked()

    seconds = figures_of(Scope(kaltara, QUARTER)).now.decision_seconds

    answers = [
        min(
            event.occurred_at
            for event in booking.events.all()
            if event.action in ("accept", "accept_partly", "refuse", "full", "agree", "provide")
        )
        - booking.submitted_at
        for booking in (first, second)
    ]
    assert seconds == statistics.median(each.total_seconds() for each in answers)


def test_months_that_are_over_are_counted_once_and_anew_after_an_entry(kaltara, served, django_assert_num_queries):
    scope, today = Scope(kaltara, Period.month(date(2026, 10, 1))), date(2026, 11, 26)
    served("2026-08-05 09:00", "2026-08-05 10:00")

    def counted():
        return {each.month.month: each.served for each in months_until(scope, today=today)}

    first = counted()
    with django_assert_num_queries(1):
        again = counted()
    served("2026-08-06 09:00", "2026-08-06 10:00", title="Terlupa")

    assert first == again == {8: 1, 9: 0, 10: 0}
    assert counted() == {8: 2, 9: 0, 10: 0}


def test_months_are_counted_anew_after_a_past_was_imported(kaltara):
    scope, today = Scope(kaltara, Period.month(date(2025, 1, 1))), date(2026, 11, 26)

    def counted():
        return sum(each.served for each in months_until(scope, today=today))

    before = counted()
    table = table_of(xlsx([["DAFTAR KEGIATAN"], HEADINGS, event_row("Rapat koordinasi")]), COLUMNS)
    import_history(table, office=kaltara, by=SYSTEM, at=datetime(2026, 8, 24, 1, tzinfo=UTC), source="riwayat.xlsx")

    assert (before, counted()) == (0, 1)


def test_a_secret_case_is_counted_and_not_shown(login, served, kaltara):
    booking = served("2026-08-10 09:00", "2026-08-10 11:00", title="Operasi senyap")
    booking.secrecy = "secret"
    booking.save(update_fields=["secrecy"])

    page = (
        login("kabid.kaltara")
        .get("/laporan/statistik/kasus/?dari=2026-08-01&sampai=2026-08-31&ukuran=terlaksana")
        .content.decode()
    )

    assert "Operasi senyap" not in page
    assert "1 lagi bersifat rahasia" in page


@pytest.mark.parametrize(("username", "status"), [("auditor.kaltara", 200), ("pemohon.kaltara", 404), ("admin", 404)])
def test_statistics_are_the_offices(login, kaltara, username, status):
    assert login(username).get("/laporan/statistik/").status_code == status


def test_the_page_costs_the_same_for_many(login, kaltara, served, django_assert_max_num_queries):
    for day in range(1, 15):
        served(f"2026-10-{day:02} 09:00", f"2026-10-{day:02} 10:00", title=f"Rapat {day}")
    client = login("kadis.kaltara")
    client.get("/laporan/statistik/?bulan=2026-10")

    with django_assert_max_num_queries(15):
        client.get("/laporan/statistik/?bulan=2026-10")
