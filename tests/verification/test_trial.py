"""trial: a verdict for each, and only what failed is tried again."""

from datetime import datetime, timedelta

import pytest

from bookings.errors import Incomplete
from bookings.forms.cases import RecordForm
from bookings.models import Allocation, Timer
from bookings.workflow.kinds import kind_of
from tests.verification.panels import draw_panel
from tests.walks.driver import Walk
from verification.models import Trial
from vidcon_portal.procedures.choices import Kind


def at_trial(**changes):
    return Walk("kaltara", mode="host", **changes).submit().until("uji-coba")


def sessions_at(*places):
    start = datetime.fromisoformat(Walk("kaltara", mode="host").booking.draft_data["sessions"][0]["starts_at"])
    return [
        {
            "starts_at": (start + timedelta(days=n)).isoformat(),
            "ends_at": (start + timedelta(days=n, hours=2)).isoformat(),
            "place": place,
        }
        for n, place in enumerate(places)
    ]


def trials(walk):
    return list(Trial.objects.filter(booking=walk.booking).order_by("pk").values_list("number", "verdict"))


def test_one_trial_covers_sessions_of_one_place(world):
    walk = at_trial(sessions=sessions_at("Aula", "Aula"))

    assert trials(walk) == [(1, "")]
    assert Trial.objects.get(booking=walk.booking).sessions.count() == 2


def test_the_hour_that_the_applicant_wished_is_held_where_nobody_agreed_on_another(world):
    walk = Walk("kaltara", mode="host").submit().until("koordinasi-pemohon")
    walk.act("agree", trial_at="")
    trial = Allocation.objects.filter(booking=walk.booking, purpose="trial").exclude(state="released")
    trial.update(state="released")  # it was taken from the case on the way

    walk.until("uji-coba")

    held, trial = trial.all(), Trial.objects.get(booking=walk.booking)
    assert trial.starts_at == walk.booking.connection_test_at
    assert {(row.during.lower, row.resource.kind) for row in held} == {
        (trial.starts_at, "account"), (trial.starts_at, "person"),
    }  # fmt: skip
    assert {row.state for row in held} == {"confirmed"}


def test_pass_closes_the_step(world):
    walk = at_trial()

    walk.act("pass", picture="good", sound="fair", network="good")

    trial = Trial.objects.get(booking=walk.booking)
    assert (trial.verdict, trial.sound, trial.decided_at) == ("pass", "fair", walk.at)
    assert walk.step == "laksanakan"


def test_the_step_stays_until_each_place_has_its_verdict(world):
    walk = at_trial(sessions=sessions_at("Aula", "Ruang rapat"))
    first, second = Trial.objects.filter(booking=walk.booking)

    walk.act("pass", trial=first.pk)
    assert walk.step == "uji-coba"

    walk.act("pass_with_notes", findings="Mikrofon cadangan")
    assert walk.step == "laksanakan"
    assert trials(walk) == [(1, "pass"), (2, "pass_with_notes")]
    assert second.number == 2


def test_which_trial_must_be_said_while_several_wait(world):
    walk = at_trial(sessions=sessions_at("Aula", "Ruang rapat"))

    with pytest.raises(Incomplete) as refused:
        walk.act("pass", trial="")

    assert refused.value.fields == {"trial": ["Pilih uji coba yang dinilai."]}


@pytest.mark.parametrize("action", ["pass_with_notes", "fail"])
def test_what_was_found_must_be_written(world, action):
    walk = at_trial()

    with pytest.raises(Incomplete) as refused:
        walk.act(action, findings="")

    assert refused.value.fields == {"findings": ["Tulis temuannya, agar diperbaiki sebelum kegiatan."]}
    assert trials(walk) == [(1, "")]


def test_only_what_failed_is_tried_again(world):
    walk = at_trial(sessions=sessions_at("Aula", "Ruang rapat"))
    first = Trial.objects.filter(booking=walk.booking)[0]
    walk.act("pass", trial=first.pk)

    walk.act("fail", findings="Suara putus")
    assert walk.step == "cek-lokasi-perlengkapan"
    walk.until("uji-coba")

    assert trials(walk) == [(1, "pass"), (2, "fail"), (2, "")]
    walk.act("pass")
    assert walk.step == "laksanakan"


def test_a_trial_in_the_future_sets_the_clock_waking(world):
    walk = at_trial()

    timer = Timer.objects.get(booking=walk.booking, action="resume_clock")
    trial = Trial.objects.get(booking=walk.booking)
    assert timer.at == trial.starts_at
    assert timer.step_run == walk.run


def test_a_trial_of_another_request_cannot_be_judged(world):
    other, walk = at_trial(), at_trial()
    foreign = Trial.objects.get(booking=other.booking)

    with pytest.raises(Incomplete) as refused:
        walk.act("pass", trial=foreign.pk)

    assert list(refused.value.fields) == ["trial"]
    assert trials(other) == [(1, "")]


def test_the_panel_tells_when(world):
    assert "Uji coba 1" in draw_panel(at_trial())


def test_a_trial_may_be_written_down_later_with_its_own_time(world):
    walk = at_trial()

    for moment in (walk.at + timedelta(hours=1), walk.at - timedelta(days=400)):
        with pytest.raises(Incomplete) as refused:
            walk.act("pass", tried_at=moment.isoformat())
        assert refused.value.fields.keys() == {"tried_at"}
    earlier = walk.at - timedelta(minutes=3)
    walk.act("pass", tried_at=earlier.isoformat())

    assert Trial.objects.get(booking=walk.booking).decided_at == earlier


def test_no_question_of_a_step_bears_the_name_of_one_that_records_it():
    """On the page where TU writes down what was decided on paper both forms are sent together."""
    asked = {
        name for kind in Kind for form in kind_of(kind).forms.values() for name in form.base_fields if kind != "execute"
    }

    assert asked & RecordForm.base_fields.keys() == set()
