"""coordinate: the agreement, and the trial's hour."""

from datetime import timedelta

import pytest

from bookings.errors import Incomplete
from bookings.models import Allocation, Resource
from bookings.pages.trail import trail_of
from tests.verification.panels import draw_panel
from tests.walks.driver import Walk
from verification.models import Coordination, Trial


def at_coordination(office="kaltara", **changes):
    return Walk(office, mode="host", **changes).submit().until("koordinasi-pemohon")


def test_agree_records_the_partner_of_the_sop(world):
    walk = at_coordination("gorontalo")
    walk.act("agree", agreed="Peserta daring", trial_at="")
    walk.act("agree", agreed="Jalur cadangan siap", trial_at="")

    partners = list(Coordination.objects.filter(booking=walk.booking).values_list("counterpart", "agreed"))
    assert partners == [("applicant", "Peserta daring"), ("network_team", "Jalur cadangan siap")]


def test_the_trials_hour_is_taken_in_the_schedule(world):
    walk = at_coordination()
    hour = walk.booking.first_session_start - timedelta(days=2)

    event = walk.act("agree", trial_at=hour.isoformat())

    trial = Trial.objects.get(booking=walk.booking)
    assert (trial.starts_at, trial.ends_at, trial.verdict) == (hour, hour + timedelta(hours=1), "")
    assert list(trial.sessions.all()) == list(walk.booking.sessions.all())
    assert Allocation.objects.filter(booking=walk.booking, purpose="trial", state="confirmed").exists()
    assert "trial_without" not in event.data


def test_what_is_not_free_for_the_trial_is_said(world):
    walk = at_coordination()
    hour = walk.booking.first_session_start - timedelta(days=2)
    for person in Resource.objects.filter(office=walk.office, kind="person"):
        Allocation.objects.create(
            resource=person, lane=1, purpose="leave", state="confirmed", during=(hour, hour + timedelta(hours=1))
        )

    event = walk.act("agree", trial_at=hour.isoformat())

    assert event.data["trial_without"] == ["Petugas"]
    assert "tidak kosong: Petugas. Sepakati jam lain" in trail_of([event], inside=True)[0].text
    assert "tidak kosong" not in trail_of([event], inside=False)[0].text


def test_the_applicants_test_time_is_kept(world):
    walk = at_coordination()
    wished = walk.booking.connection_test_at

    walk.act("agree", trial_at=(walk.booking.first_session_start - timedelta(days=2)).isoformat())

    assert walk.booking.connection_test_at == wished


def test_a_test_time_that_was_not_asked_for_is_filled_in(world):
    walk = at_coordination(connection_test_at="")
    hour = walk.booking.first_session_start - timedelta(days=2)

    walk.act("agree", trial_at=hour.isoformat())

    assert walk.booking.connection_test_at == hour


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (timedelta(days=-30), "Waktu uji coba sudah lewat. Pilih waktu yang akan datang."),
        (timedelta(0), "Waktu uji coba harus sebelum kegiatan dimulai."),
    ],
)
def test_a_trial_is_in_the_future_and_before_the_event(world, shift, sentence):
    walk = at_coordination()

    with pytest.raises(Incomplete) as refused:
        walk.act("agree", trial_at=(walk.booking.first_session_start + shift).isoformat())

    assert refused.value.fields == {"trial_at": [sentence]}
    assert not Trial.objects.filter(booking=walk.booking).exists()


def test_what_was_agreed_must_be_written(world):
    walk = at_coordination()

    with pytest.raises(Incomplete) as refused:
        walk.act("agree", agreed="")

    assert refused.value.fields == {"agreed": ["Tulis apa yang disepakati."]}


def test_the_panel_shows_whom_to_ask(world):
    assert "Rina" in draw_panel(at_coordination())
