"""A database to measure in: invented offices whose requests lived through the engine."""

from django.core.management import call_command
from django.utils import timezone

from vidcon_portal.accounts.models import Office
from vidcon_portal.demo.people import create_admin
from vidcon_portal.demo.seeding import has_demo_bookings, seed_offices


def seed(offices: tuple[str, ...], *, past: int, processes: int) -> None:
    """People, things and requests of the offices, where there are none yet."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_presets", verbosity=0)
    create_admin()
    empty = [office for office in Office.objects.filter(code__in=offices) if not has_demo_bookings(office)]
    for seeded in seed_offices(empty, now=timezone.now(), past=past, processes=processes):
        if seeded.troubles:
            print(f"  {seeded.office}: {seeded.troubles}")
