"""What once was possible and must never be again: powers that outlive their ground, or reach beyond it."""

from datetime import timedelta

import pytest
from django.db import connection

from bookings.choices import CalendarKind
from bookings.errors import AlreadyHandled, Incomplete, NotYours
from bookings.inbox import inbox_count, inbox_of
from bookings.models import Booking, BookingFile, CalendarSecret, Event
from bookings.scheduling.feeds import find_secret
from bookings.scheduling.services.links import renew_link
from bookings.services.cases import post_message
from bookings.services.files import claim_files
from bookings.workflow import acceptance, engine
from bookings.workflow.legality import why_not
from tests.conftest import MONDAY
from tests.walks.driver import Walk, actor, upload
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Appointment, Delegation, Position, User
from vidcon_portal.accounts.queries import hats

DAY = MONDAY.date()


def deputy_of(walk: Walk, *, scope: list[str]) -> Actor:
    """The registrar, wearing the head's hat by delegation."""
    clerk = User.objects.get(username=f"tu.{walk.office.code}")
    head = Position.objects.get(office=walk.office, role="office_head")
    Delegation.objects.create(position=head, delegate=clerk.appointments.get(), scope=scope, starts_on=DAY, ends_on=DAY)
    return next(each for each in hats(clerk, at=MONDAY) if each.on_behalf_of == head)


def leave(username: str) -> Actor:
    """The appointment ends; what remains is a person without a hat."""
    user = User.objects.get(username=username)
    Appointment.objects.filter(user=user).update(ended_at=MONDAY)
    return Actor(user=user)


@pytest.mark.parametrize("action", ["cancel", "reassign"])
def test_a_narrow_delegation_does_not_open_the_universal_moves(world, action):
    walk = Walk("kaltara").submit().until("disposisi-kepala-bidang")

    assert "tidak mencakup" in (why_not(deputy_of(walk, scope=["approve_reply"]), walk.booking, action, MONDAY) or "")


def test_a_delegation_of_the_open_step_includes_its_moves(world):
    walk = Walk("kaltara").submit()

    assert why_not(deputy_of(walk, scope=["dispose"]), walk.booking, "cancel", MONDAY) is None


def test_a_delegate_does_not_use_his_own_position_in_the_others_name(world):
    walk = Walk("kalbar").submit()
    division = User.objects.get(username="bidang.kalbar")
    head = Position.objects.get(office=walk.office, role="office_head")
    Delegation.objects.create(
        position=head, delegate=division.appointments.get(), scope=["send_reply"], starts_on=DAY, ends_on=DAY
    )
    walk.act("forward")
    worn = next(each for each in hats(division, at=MONDAY) if each.on_behalf_of == head)

    assert why_not(worn, walk.booking, "accept", MONDAY) is not None
    assert why_not(actor("bidang.kalbar", MONDAY), walk.booking, "accept", MONDAY) is None


@pytest.mark.parametrize("action", ["cancel", "reassign"])
def test_the_holder_only_reads_while_somebody_acts_for_him(world, action):
    walk = Walk("kaltara").submit()
    head = Position.objects.get(office=walk.office, role="office_head")
    stand_in = User.objects.get(username="tu.kaltara")
    walk.until("disposisi-kepala-bidang")
    Appointment.objects.create(user=stand_in, position=head, kind="daily_acting", starts_on=DAY, ends_on=DAY)
    acting = next(each for each in hats(stand_in, at=MONDAY) if each.title.startswith("Plh."))

    assert "sedang menjabat" in (why_not(actor("kadis.kaltara", MONDAY), walk.booking, action, MONDAY) or "")
    assert why_not(acting, walk.booking, action, MONDAY) is None


@pytest.mark.parametrize("username", ["pemohon.kaltara", "tu.kaltara", "kadis.kaltara"])
def test_who_has_left_sees_and_moves_nothing(world, username):
    walk = Walk("kaltara").submit()
    draft = Walk("kaltara").booking
    former = leave(username)

    assert not Booking.objects.visible_to(former).exists()
    assert not Booking.objects.visible_to(former).filter(pk=draft.pk).exists()
    assert inbox_count(former, at=MONDAY) == 0
    assert why_not(former, walk.booking, "cancel", MONDAY) is not None
    assert why_not(former, draft, "submit", MONDAY) is not None


def test_an_auditor_reads_and_writes_nothing(world):
    walk = Walk("kaltara").submit()
    auditor = actor("auditor.kaltara", MONDAY)

    assert Booking.objects.visible_to(auditor).filter(pk=walk.booking.pk).exists()
    with pytest.raises(NotYours):
        post_message(walk.booking, "Saya hanya memeriksa", by=auditor, at=MONDAY)


def test_a_pin_that_nobody_checked_signs_nothing(world, monkeypatch):
    """The step opens between the first look and the lock: the step number was guessed, the PIN made up."""
    walk = Walk("kaltara").submit()
    head = actor("kadis.kaltara", MONDAY)
    guessed = walk.run.pk
    to = Position.objects.get(office=walk.office, role="division_head").pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE bookings_steprun SET closed_at = now() WHERE id = %s", [guessed])
    really_lock = acceptance.lock_cases

    def open_meanwhile(booking, **others):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE bookings_steprun SET closed_at = NULL WHERE id = %s", [guessed])
        return really_lock(booking, **others)

    monkeypatch.setattr(acceptance, "lock_cases", open_meanwhile)
    with pytest.raises(AlreadyHandled):
        engine.advance(walk.booking, "forward", by=head, data={"pin": "000000", "to": to}, step_run=guessed, at=MONDAY)

    assert not Event.objects.filter(booking=walk.booking, action="forward").exists()


def test_one_file_never_hangs_on_two_cases(world):
    first, second = Walk("kaltara").submit(), Walk("kaltara", days=9).submit()
    stale = upload(first.applicant, first.office, MONDAY)
    same = type(stale).objects.get(pk=stale.pk)
    claim_files(first.booking, [("file", stale)], by=first.applicant, at=MONDAY)

    with pytest.raises(Incomplete):
        claim_files(second.booking, [("file", same)], by=first.applicant, at=MONDAY)

    assert list(BookingFile.objects.filter(file=stale).values_list("booking", flat=True)) == [first.booking.pk]


def test_a_case_holds_so_many_bytes_and_no_more(world, settings):
    walk = Walk("kaltara").submit()
    more = upload(walk.applicant, walk.office, MONDAY)
    settings.FILE_CASE_MAX_BYTES = more.size

    with pytest.raises(Incomplete, match="Berkas permohonan ini sudah") as refused:
        claim_files(walk.booking, [("file", more)], by=walk.applicant, at=MONDAY)

    assert list(refused.value.fields) == ["file"]
    assert not BookingFile.objects.filter(file=more).exists()


def test_a_secret_case_is_for_who_has_a_part_in_it(world):
    walk = Walk("tarakan", secrecy="secret").submit()
    seen = {
        name: Booking.objects.visible_to(actor(f"{name}.tarakan", MONDAY)).filter(pk=walk.booking.pk).exists()
        for name in ("pemohon", "pemohon2", "tu", "kadis", "kabid", "subkor", "staf", "auditor")
    }

    assert seen == {
        "pemohon": True,
        "pemohon2": False,
        "tu": True,
        "kadis": True,
        "kabid": False,
        "subkor": False,
        "staf": False,
        "auditor": True,
    }


def test_who_is_informed_of_a_secret_case_may_open_it(world):
    """The inbox shows it to him: it must neither name what he may not see, nor lead to a 404."""
    walk = Walk("tarakan", secrecy="secret").submit()
    staff = actor("staf.tarakan", MONDAY)
    walk.act("forward", informed=[staff.position.pk])

    assert [each.booking.pk for each in inbox_of(staff, at=MONDAY).matters] == [walk.booking.pk]
    assert Booking.objects.visible_to(staff).filter(pk=walk.booking.pk).exists()


def test_links_stay_out_of_trail_and_history(world):
    link = "https://zoom.example/j/1?pwd=sangat-rahasia"
    walk = Walk("kalbar", mode="join", meeting_link=link).submit()
    walk.at += timedelta(minutes=5)
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names()
            if "historical" in name or name in ("bookings_event", "notifications_delivery", "django_admin_log")
        ]
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', ["%sangat-rahasia%"])  # noqa: S608 - our own tables
            assert (table, cursor.fetchone()[0]) == (table, 0)
    assert Booking.objects.get(pk=walk.booking.pk).meeting_link == link


def test_a_calendar_address_ends_with_its_owners_appointment(world):
    walk = Walk("kalbar").submit()
    renew_link(CalendarKind.USER, office=walk.office, by=walk.applicant, at=MONDAY)
    token = CalendarSecret.objects.get(user=walk.applicant.user, revoked_at=None).token

    assert find_secret(token, CalendarKind.USER) is not None
    leave("pemohon.kalbar")
    assert find_secret(token, CalendarKind.USER) is None
