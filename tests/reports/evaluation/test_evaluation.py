"""The yearly evaluation of a service standard: prepared, reminded, written, signed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bookings.errors import Incomplete, NotLegal, NotYours
from bookings.models import Booking, OverallRun
from reports.evaluation.services import (
    prepare_due_evaluations,
    prepare_evaluation,
    remind_evaluations,
    sign_evaluation,
    write_evaluation,
)
from reports.models import FollowUp, StandardEvaluation
from reports.periods import Period
from reports.statistics.measures import MEASURES, Scope
from reports.statistics.queries import overall_of
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.procedures.models import Service

NEW_YEAR = datetime(2027, 1, 4, 1, 0, tzinfo=UTC)
"""Monday, 9.00 in Kaltara: the first working day."""


@pytest.fixture
def service(office_of):
    return Service.objects.get(office=office_of("kaltara"))


@pytest.fixture
def evaluation(service):
    return prepare_evaluation(service, 2026, at=NEW_YEAR)[0]


def written(evaluation, actor, **changes):
    for name, value in {"participants": "Tim", "conclusion": "Baik", "verdict": "keep", **changes}.items():
        setattr(evaluation, name, value)
    return write_evaluation(evaluation, by=actor)


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), 0),  # one minute before the year ends in Kaltara
        (datetime(2027, 1, 3, 1, 0, tzinfo=UTC), 0),  # Sunday
        (NEW_YEAR, 1),
    ],
)
def test_it_appears_on_the_first_working_day_of_the_year_once(served, service, at, count):
    booking = served("2026-10-05 09:00", "2026-10-05 11:00")
    Booking.objects.filter(pk=booking.pk).update(submitted_at=datetime(2026, 10, 1, tzinfo=UTC))

    prepare_due_evaluations(at=at)
    prepare_due_evaluations(at=at + timedelta(hours=1))

    assert StandardEvaluation.objects.filter(service=service, year=2026).count() == count
    told = Delivery.objects.filter(
        dedupe_key__startswith="evaluation-", recipient__username="kadis.kaltara", channel="in_app"
    )
    assert told.values("dedupe_key").distinct().count() == count


def test_it_is_asked_for_until_it_is_signed(evaluation, actor_of):
    def told():
        return remind_evaluations(at=NEW_YEAR + timedelta(days=30)), remind_evaluations(
            at=NEW_YEAR + timedelta(days=31)
        )

    assert told() == (1, 0)
    assert remind_evaluations(at=datetime(2027, 4, 5, tzinfo=UTC)) == 1
    assert Delivery.objects.filter(subject="Evaluasi standar pelayanan 2026 terlambat").exists()

    head = actor_of("kadis.kaltara")
    written(evaluation, head)
    sign_evaluation(evaluation, by=head, at=NEW_YEAR)

    assert remind_evaluations(at=datetime(2027, 7, 1, tzinfo=UTC)) == 0


def test_it_is_signed_whole_and_never_changes_after(evaluation, actor_of):
    head = actor_of("kadis.kaltara")
    with pytest.raises(Incomplete):
        sign_evaluation(evaluation, by=head, at=NEW_YEAR)
    written(evaluation, head, verdict="change")
    with pytest.raises(Incomplete):  # to change, and nothing planned
        sign_evaluation(evaluation, by=head, at=NEW_YEAR)
    FollowUp.objects.create(
        office=evaluation.service.office,
        source=evaluation.source,
        issue="Petugas kurang",
        due_on=date(2027, 6, 1),
        created_at=NEW_YEAR,
    )
    with pytest.raises(NotLegal):  # the year still runs
        sign_evaluation(evaluation, by=head, at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC))

    paper = sign_evaluation(evaluation, by=head, at=NEW_YEAR)

    assert paper.context["body"]["plans"][0]["label"] == "Petugas kurang"
    evaluation.refresh_from_db()
    with pytest.raises(NotLegal):
        written(evaluation, head, conclusion="Lain")


@pytest.mark.parametrize("username", ["teknis.kaltara", "kadis.kalbar"])
def test_others_write_nothing(evaluation, actor_of, username):
    with pytest.raises(NotYours):
        written(evaluation, actor_of(username))


def test_the_page_shows_and_writes(login, evaluation, django_assert_max_num_queries):
    client = login("kadis.kaltara")
    address = evaluation.get_absolute_url()
    client.get("/akun/")  # the first visit of a session is noted
    with django_assert_max_num_queries(25):
        page = client.get(address).content.decode()
    assert "Komponen standar" in page

    client.post(address, {"participants": "Tim", "conclusion": "Baik sekali", "verdict": "keep"})
    evaluation.refresh_from_db()

    assert (evaluation.conclusion, evaluation.changed_by.username) == ("Baik sekali", "kadis.kaltara")
    assert client.get(f"{address}konsep.pdf").content.startswith(b"%PDF")
    assert login("kadis.kalbar").get(address).status_code == 404
    assert login("pemohon.kaltara").get(address).status_code == 404


def test_the_whole_service_is_held_against_its_promise(served, office_of):
    office = office_of("kaltara")
    for hours, late in ((5, False), (30, True)):
        start = datetime(2026, 10, 5, tzinfo=UTC)
        OverallRun.objects.create(
            booking=served(f"2026-10-{6 + late:02d} 09:00", f"2026-10-{6 + late:02d} 11:00"),
            started_at=start,
            due_at=start + timedelta(hours=24),
            closed_at=start + timedelta(hours=hours),
            stretches=[  # it stood still for an hour
                [start.isoformat(), (start + timedelta(hours=1)).isoformat()],
                [(start + timedelta(hours=2)).isoformat(), (start + timedelta(hours=hours)).isoformat()],
            ],
            reached=True,
        )
    scope = Scope(office, Period.month(date(2026, 10, 1)))

    found = overall_of(scope)

    assert (found.count, found.late, found.in_time_percent) == (2, 1, 50)
    assert (found.median, found.worst[0].seconds) == ((4 + 29) / 2 * 3600, 29 * 3600)
    assert [MEASURES[name][1](scope, "").count() for name in ("seluruh", "seluruh-lewat")] == [2, 1]
