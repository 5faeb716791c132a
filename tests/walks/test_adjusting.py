"""A sick operator or broken kit is swapped like for like; nothing is decided again."""

from datetime import timedelta

import pytest

from bookings.errors import Incomplete, NotLegal
from bookings.models import Allocation, Resource
from bookings.scheduling.services import hold_booking
from bookings.workflow.acceptance import form_for
from bookings.workflow.legality import situation_of, why_not
from bookings.workflow.trail import faults_of
from tests.walks.driver import Walk, actor
from vidcon_portal.notifications.models import Delivery

CONFIRMED = {
    "kaltara": ("cek-lokasi-perlengkapan", "teknis"),
    "kalbar": ("laksanakan", "bidang"),
    "gorontalo": ("siapkan-alat", "persandian"),
    "tarakan": ("buat-id-meeting", "subkor"),
    "singkawang": ("koordinasi-teknis", "subkor"),
}


def operators(walk):
    return Allocation.objects.filter(
        booking=walk.booking, purpose="event", resource__kind="person", state__in=("held", "confirmed")
    ).order_by("pk")


def served(walk):
    """Tarakan's SOP gives out meeting IDs; here somebody sits beside it as well."""
    if walk.office.code == "tarakan":
        walk.booking.needs = [{"kind": "person", "label": "Petugas"}]
        walk.booking.save(update_fields=["needs"])
        hold_booking(walk.booking, at=walk.at)
    return walk


def substitute_for(walk, who):
    """A free operator with an account of his own, so that he hears of it."""
    form = form_for(situation_of(walk.booking, walk.at), "adjust", by=who)
    name, work = next((name, work) for name, work in form.works.items() if work.substitutes)
    return name, work.substitutes[0]


@pytest.mark.parametrize("office", CONFIRMED)
def test_a_sick_operator_is_swapped_and_no_step_moves(world, office):
    step, who = CONFIRMED[office]
    walk = served(Walk(office).submit()).until(step)
    sick = operators(walk).first().resource
    Resource.objects.create(
        office=walk.office,
        kind="person",
        code="pengganti",
        name="Pengganti",
        skills=sick.skills,
        user=walk.applicant.user,
    )
    decision, runs = walk.booking.decision, walk.booking.step_runs.count()
    field = f"unit_{operators(walk).first().pk}"
    fresh = Resource.objects.get(code="pengganti", office=walk.office)

    walk.act("adjust", by=who, reason="Sakit", **{field: fresh.pk})

    assert (walk.step, walk.booking.decision, walk.booking.hold) == (step, decision, "confirmed")
    assert walk.booking.step_runs.count() == runs
    assert fresh in {row.resource for row in operators(walk)}
    assert sick not in {row.resource for row in operators(walk)}
    assert set(operators(walk).values_list("state", flat=True)) == {"confirmed"}
    assert list(faults_of(walk.booking)) == []
    notice = Delivery.objects.filter(recipient=walk.applicant.user, channel="in_app").order_by("-pk").first()
    assert f"{sick.name} diganti Pengganti" in notice.body


def test_only_who_is_alike_and_free_is_listed(world):
    walk = Walk("kaltara").submit().until("cek-lokasi-perlengkapan")
    other = Walk("kaltara").submit()
    busy = set(operators(other).values_list("resource_id", flat=True))
    who = actor("teknis.kaltara", walk.at)

    form = form_for(situation_of(walk.booking, walk.at), "adjust", by=who)

    offered = {unit.pk for work in form.works.values() for unit in work.substitutes}
    assert offered
    assert not offered & busy
    assert not offered & set(operators(walk).values_list("resource_id", flat=True))
    taken = next(iter(busy))
    with pytest.raises(Incomplete):
        walk.act("adjust", by="teknis", reason="Sakit", **{next(iter(form.works)): taken})
    with pytest.raises(Incomplete):
        walk.act("adjust", by="teknis", reason="Tidak ada yang dipilih")
    assert why_not(actor("kadis.kaltara", walk.at), walk.booking, "adjust", walk.at) is not None


def test_before_the_confirmation_there_is_nothing_to_swap(world):
    walk = Walk("tarakan").submit().until("cek-jadwal")

    with pytest.raises(NotLegal):
        walk.act("adjust", by="subkor", reason="Sakit")


def test_while_it_runs_what_was_done_stays_with_whom_did_it(world):
    walk = Walk("kaltara").submit().until("laksanakan")
    start = walk.booking.first_session_start
    walk.at = start
    walk.act("start", minutes=0)
    walk.at = start + timedelta(minutes=30)
    name, fresh = substitute_for(walk, actor("teknis.kaltara", walk.at))
    sick = operators(walk).get(pk=name.removeprefix("unit_"))

    walk.act("adjust", by="teknis", minutes=0, reason="Sakit mendadak", **{name: fresh.pk})
    walk.act("extend", ends_at=(start + timedelta(hours=3)).isoformat())

    sick.refresh_from_db()
    assert (sick.during.lower, sick.during.upper) == (start, start + timedelta(minutes=30))
    served = operators(walk).get(resource=fresh)
    assert (served.during.lower, served.during.upper) == (start + timedelta(minutes=30), start + timedelta(hours=3))


def test_a_case_without_people_or_kit_offers_no_swap(world):
    walk = Walk("tarakan").submit().until("buat-id-meeting")
    walk.booking.allocations.exclude(resource__kind="account").update(state="released")

    refusal = why_not(actor("subkor.tarakan", walk.at), walk.booking, "adjust", walk.at)

    assert refusal == "Permohonan ini tidak memakai petugas atau perangkat yang dapat diganti."
