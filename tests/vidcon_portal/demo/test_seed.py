"""The invented months: lived through the engine, for every lane, once, and in demo mode only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q
from django.utils import timezone

from bookings.choices import LIVE
from bookings.inbox import inbox_of
from bookings.models import Booking, Event, StepRun
from bookings.workflow.trail import faults_of
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat
from vidcon_portal.demo.letters import letter_pdf
from vidcon_portal.demo.seeding import plans_for, seed_office, waiting_steps
from vidcon_portal.documents.content import check_content
from vidcon_portal.notifications.models import Delivery
from vidcon_portal.procedures.models import Service

OFFICES = ("kaltara", "kalbar", "gorontalo", "tarakan", "singkawang")
NIGHT = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)


def waiting_for(username: str) -> int:
    now = timezone.now()
    return inbox_of(default_hat(User.objects.get(username=username), at=now), at=now).count


@pytest.fixture
def demo_mode(world, settings):
    settings.DEMO = True


def test_small_seed_of_an_office_is_sound_and_gives_every_lane_work(demo_mode):
    call_command("seed_demo", office=["tarakan"], small=True, papers=0, verbosity=0)

    bookings = Booking.objects.filter(office__code="tarakan")
    open_runs = Count("step_runs", filter=Q(step_runs__closed_at=None))
    counts = {(each.status in LIVE, each.open) for each in bookings.annotate(open=open_runs)}
    assert counts <= {(True, 1), (False, 0)}
    assert [fault for each in bookings for fault in faults_of(each)] == []
    service = Service.objects.get(office__code="tarakan")
    expected = {code for code, _before in waiting_steps(service, now=timezone.now())}
    standing = StepRun.objects.filter(booking__in=bookings, closed_at=None)
    assert expected <= set(standing.values_list("step__code", flat=True))
    assert {"complete", "choose_alternative"} <= set(standing.values_list("kind", flat=True))
    lanes = ("kadis", "kabid", "subkor", "staf")
    assert [lane for lane in lanes if not waiting_for(f"{lane}.tarakan")] == []
    assert Event.objects.filter(booking__in=bookings, occurred_at__gt=timezone.now()).count() == 0
    assert not User.objects.filter(username__endswith=".tarakan", email="").exists()


def test_seeding_twice_changes_nothing(demo_mode, capsys):
    office = Office.objects.get(code="kalbar")
    seed_office(office, now=timezone.now(), past=None)
    before = Event.objects.count(), Delivery.objects.count()

    call_command("seed_demo", office=["kalbar"], papers=0)

    assert "kalbar: sudah berisi" in capsys.readouterr().out
    assert (Event.objects.count(), Delivery.objects.count()) == before


def test_seeding_is_refused_outside_demo_mode(world, settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=true"):
        call_command("seed_demo", office=["kalbar"])

    assert not Booking.objects.exists()


def test_seeding_names_an_office_that_does_not_exist(demo_mode):
    with pytest.raises(CommandError, match="atlantis"):
        call_command("seed_demo", office=["atlantis"])


@pytest.mark.parametrize("office_code", OFFICES)
@pytest.mark.parametrize("hours", [0, 8, 40, 130])
def test_plans_are_the_same_each_time_and_reach_two_weeks_ahead(office_code, hours, world):
    office, now = Office.objects.get(code=office_code), NIGHT + timedelta(hours=hours)
    service = Service.objects.get(office=office)

    plans = plans_for(office, service, now=now, past=14)

    assert plans == plans_for(office, service, now=now, past=14)
    assert 30 <= len(plans) <= 44
    assert all(plan.submit_at < now for plan in plans)
    assert all(plan.submit_at < plan.sittings[0].starts_at for plan in plans)
    assert min(plan.submit_at for plan in plans) < now - timedelta(days=75)
    assert max(plan.sittings[0].starts_at for plan in plans) > now + timedelta(days=6)


def test_a_letter_of_the_demo_is_a_sound_pdf():
    content = letter_pdf(["Dinas Kesehatan (contoh)", "", "Kalimat " * 60, "é – ok"])

    assert check_content(content).content_type == "application/pdf"
