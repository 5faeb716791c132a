"""Fewer officers than the SOP names: warned of wherever somebody of the office looks, never refused."""

import pytest

from bookings.models import Allocation
from bookings.queries import case_view
from bookings.scheduling.staffing import staffing_of
from tests.walks.driver import Walk, actor


def dismiss(walk, keep):
    people = Allocation.objects.filter(booking=walk.booking, resource__kind="person", purpose="event")
    people.exclude(pk__in=people.values_list("pk", flat=True)[:keep]).update(state="released")


@pytest.mark.parametrize("step", ["koordinasi-pemohon", "siapkan-alat", "kelola-rapat"])
def test_gorontalo_warns_at_every_step_of_the_office(world, client, step):
    walk = Walk("gorontalo").submit().until(step)
    assert not staffing_of(walk.booking).is_short
    dismiss(walk, keep=1)

    inside = actor("persandian.gorontalo", walk.at)
    client.force_login(inside.user)
    page = client.get(walk.booking.get_absolute_url()).content.decode()

    assert "SOP menyebut 3 petugas; yang dijadwalkan baru 1." in page
    assert case_view(walk.booking, inside, walk.at).staffing.allocated == 1
    applicant = actor("pemohon.gorontalo", walk.at)
    client.force_login(applicant.user)
    assert "SOP menyebut 3 petugas" not in client.get(walk.booking.get_absolute_url()).content.decode()
    assert case_view(walk.booking, applicant, walk.at).staffing is None


def test_an_sop_without_a_number_warns_of_nothing(world):
    walk = Walk("kaltara").submit()
    dismiss(walk, keep=0)

    assert staffing_of(walk.booking) is None


def test_the_held_session_needs_nobody_any_more(world):
    walk = Walk("gorontalo").submit().until("buat-laporan")

    assert staffing_of(walk.booking) is None
