"""A full hour, and a confirmed leader who needs it all the same."""

from datetime import timedelta
from typing import Any

from bookings.models import Booking, Event, Resource
from bookings.workflow.moves.displacing import preview_displacement
from tests.conftest import MONDAY
from tests.walks.driver import Walk
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Position, User
from vidcon_portal.accounts.queries import default_hat

CONFIRMING = {
    "kaltara": "koordinasi-pemohon",
    "kalbar": "verifikasi",
    "gorontalo": "koordinasi-jaringan",
    "tarakan": "cek-jadwal",
    "singkawang": "cek-jadwal-perlengkapan",
}
DECIDER = {"kaltara": "kabid", "kalbar": "bidang", "gorontalo": "kadis", "tarakan": "kabid", "singkawang": "kabid"}


def protocol_of(walk: Walk) -> Actor:
    """Whoever confirms leaders, so that office and division head stay free to decide."""
    user, _created = User.objects.get_or_create(username=f"protokol.{walk.office.code}", defaults={"name": "Protokol"})
    if not user.appointments.exists():
        position = Position.objects.create(office=walk.office, title="Protokol", role="protocol")
        user.appointments.create(position=position, starts_on=MONDAY.date(), kind="definitive")
    return default_hat(user, at=walk.at)


def make_leader(walk: Walk, rank: int = 1) -> Walk:
    Booking.objects.filter(pk=walk.booking.pk).update(leader_rank=rank, leader_name="Pimpinan daerah")
    walk.booking.refresh_from_db()
    walk.act("confirm_leader", by=protocol_of(walk))
    return walk


def fill_the_hour(office: str, *, to: str = "", units: int = 1, **changes: Any) -> tuple[list[Walk], Walk]:
    """Ordinary cases at the same hour until nothing is left of so few units; walked on to a step."""
    for kind in ("account", "person"):
        ours = Resource.objects.filter(office__code=office, kind=kind).order_by("pk")
        ours.exclude(pk__in=ours.values("pk")[:units]).update(is_active=False)
        ours.update(lanes=1)
    cases: list[Walk] = []
    while True:
        walk = Walk(office, **changes).submit()
        if walk.booking.hold != "held":
            return cases, walk
        cases.append(walk.until(to) if to else walk)


def leader_in_need(office: str, *, to: str = "", rank: int = 1, **options: Any) -> tuple[list[Walk], Walk]:
    """A full hour, and a confirmed leader's case that waits at its confirming step."""
    cases, late = fill_the_hour(office, to=to, **options)
    make_leader(late, rank).until(CONFIRMING[office])
    assert late.booking.hold in ("waiting", "partial")
    return cases, late


def displace(leader: Walk, *, by: str | None = None, **data: Any) -> Event:
    """Look, then confirm what was shown."""
    seen = preview_displacement(leader.booking, at=leader.at + timedelta(minutes=5)).digest
    return leader.act("displace", by=by or DECIDER[leader.office.code], reason="Kunjungan pimpinan", seen=seen, **data)
