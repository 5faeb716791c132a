"""Importing days off: complete, repeatable, respectful of what was edited."""

from datetime import date

import pytest

from tests.vidcon_portal.accounts.people import make_office, make_position, make_user, seat, wear
from vidcon_portal.accounts.actors import SYSTEM, Actor
from vidcon_portal.accounts.choices import HolidayKind, Role
from vidcon_portal.accounts.errors import NotAllowed
from vidcon_portal.accounts.models import Holiday
from vidcon_portal.accounts.services import HolidayImport, import_holidays

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_holidays(db: None) -> None:
    """The world of the other tests has holidays already."""
    Holiday.objects.all().delete()


def test_import_holidays_both_categories() -> None:
    done = import_holidays([2026], by=SYSTEM)

    assert done == HolidayImport(added=25, changed=0, removed=0, kept=0)
    assert Holiday.objects.filter(kind=HolidayKind.NATIONAL).count() == 17
    leave = Holiday.objects.filter(kind=HolidayKind.COLLECTIVE_LEAVE).values_list("date", flat=True)
    assert date(2026, 3, 20) in leave
    assert len(leave) == 8
    assert set(Holiday.objects.values_list("office", "edited")) == {(None, False)}


def test_import_holidays_estimates_are_flagged_and_named_plainly() -> None:
    import_holidays([2027], by=SYSTEM)

    idul_fitri = Holiday.objects.get(date=date(2027, 3, 10), kind=HolidayKind.NATIONAL)
    assert (idul_fitri.name, idul_fitri.estimated) == ("Hari Raya Idul Fitri", True)
    assert not Holiday.objects.filter(name__contains="perkiraan").exists()
    assert not Holiday.objects.get(date=date(2027, 8, 17)).estimated


def test_import_holidays_twice_changes_nothing() -> None:
    import_holidays([2026, 2027], by=SYSTEM)
    before = list(Holiday.objects.order_by("pk").values())

    done = import_holidays([2027, 2026, 2026], by=SYSTEM)

    assert done == HolidayImport(added=0, changed=0, removed=0, kept=0)
    assert list(Holiday.objects.order_by("pk").values()) == before


def test_import_holidays_keeps_edited_and_foreign_rows() -> None:
    office = make_office()
    anniversary = Holiday.objects.create(
        date=date(2026, 10, 17), name="Hari jadi", kind=HolidayKind.REGIONAL, office=office
    )
    own = Holiday.objects.create(date=date(2026, 12, 9), name="Pilkada", kind=HolidayKind.NATIONAL)
    import_holidays([2026], by=SYSTEM)
    edited = Holiday.objects.get(date=date(2026, 12, 24))
    edited.name, edited.cancelled, edited.edited = "Cuti bersama dibatalkan", True, True
    edited.save()

    done = import_holidays([2026], by=SYSTEM)

    assert done == HolidayImport(added=0, changed=0, removed=0, kept=1)
    edited.refresh_from_db()
    assert (edited.name, edited.cancelled) == ("Cuti bersama dibatalkan", True)
    assert set(Holiday.objects.filter(pk__in=[anniversary.pk, own.pk])) == {anniversary, own}


def test_import_holidays_moved_estimate_goes_and_name_is_refreshed() -> None:
    import_holidays([2026], by=SYSTEM)
    independence = Holiday.objects.get(date=date(2026, 8, 17))
    source = independence.source
    independence.name = "Nama lama"
    independence.save()
    Holiday.objects.create(date=date(2026, 8, 26), name="Perkiraan lama", kind=HolidayKind.NATIONAL, source=source)

    done = import_holidays([2026], by=SYSTEM)

    assert done == HolidayImport(added=0, changed=1, removed=1, kept=0)
    assert Holiday.objects.get(date=date(2026, 8, 17)).name == "Hari Kemerdekaan Republik Indonesia"


def test_import_holidays_who_may() -> None:
    office = make_office()
    admin = wear(seat(make_position(office, Role.OFFICE_ADMIN)))

    with pytest.raises(NotAllowed):
        import_holidays([2026], by=wear(seat(make_position(office, Role.OFFICE_HEAD))))
    assert not Holiday.objects.exists()

    assert import_holidays([2026], by=admin).added == 25
    assert import_holidays([2026], by=Actor(user=make_user(is_superuser=True))).added == 0
