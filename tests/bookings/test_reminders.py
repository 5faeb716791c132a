"""What the clock tells, to whom, once, and again when the time moves."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.models import Booking, RowRun, Session
from bookings.reminders import remind, remind_due_soon, remind_ready_check, remind_tomorrow
from tests.walks.driver import Walk
from vidcon_portal.notifications.models import Delivery

WIB = ZoneInfo("Asia/Pontianak")


def told(word: str) -> dict[str, set[str]]:
    """Usernames by message that begins so, in the portal."""
    found: dict[str, set[str]] = {}
    rows = Delivery.objects.filter(channel="in_app", subject__startswith=word).select_related("recipient")
    for row in rows:
        found.setdefault(row.subject, set()).add(row.recipient.username)
    return found


@pytest.fixture
def walk(world: None) -> Walk:
    return Walk("kalbar").submit().until("verifikasi")


@pytest.fixture
def session(walk: Walk) -> Session:
    return walk.booking.sessions.get()


def at_clock(day: datetime, clock: str) -> datetime:
    return datetime.combine(day.astimezone(WIB).date(), time.fromisoformat(clock), tzinfo=WIB)


def test_tomorrow_is_told_once_on_the_day_before_from_eight(walk: Walk, session: Session) -> None:
    eve = session.starts_at - timedelta(days=1)

    assert remind_tomorrow(at=at_clock(eve, "07:59")) == 0
    assert remind_tomorrow(at=at_clock(eve, "08:00")) == 1
    assert remind_tomorrow(at=at_clock(eve, "15:00")) == 0

    assert told("Besok:") == {"Besok: Rapat koordinasi stunting": {"pemohon.kalbar", "bidang.kalbar"}}


def test_tomorrow_is_told_again_after_the_session_moved(session: Session) -> None:
    eve = at_clock(session.starts_at - timedelta(days=1), "09:00")
    remind_tomorrow(at=eve)
    Session.objects.filter(pk=session.pk).update(
        starts_at=session.starts_at + timedelta(days=1), ends_at=session.ends_at + timedelta(days=1)
    )

    assert remind_tomorrow(at=eve) == 0
    assert remind_tomorrow(at=eve + timedelta(days=1)) == 1


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"decision": "refused"}, {"decision": "full"}])
def test_nobody_is_reminded_of_what_will_not_be(change: dict[str, str], walk: Walk, session: Session) -> None:
    Booking.objects.filter(pk=walk.booking.pk).update(**change)

    assert remind_tomorrow(at=at_clock(session.starts_at - timedelta(days=1), "09:00")) == 0
    assert remind_ready_check(at=session.starts_at - timedelta(minutes=30)) == 0


def test_ready_check_an_hour_before_reaches_the_office_at_any_hour(walk: Walk, session: Session) -> None:
    early = at_clock(session.starts_at, "05:30")
    Session.objects.filter(pk=session.pk).update(starts_at=early, ends_at=early + timedelta(hours=2))

    assert remind_ready_check(at=early - timedelta(minutes=61)) == 0
    assert remind_ready_check(at=early - timedelta(minutes=60, seconds=-1)) == 1
    assert remind_ready_check(at=early - timedelta(minutes=59)) == 0

    assert told("60 menit") == {"60 menit lagi: Rapat koordinasi stunting": {"bidang.kalbar"}}
    mail = Delivery.objects.get(channel="mail", subject__startswith="60 menit")
    assert (mail.urgent, mail.next_try_at) == (True, mail.created_at)


def test_time_running_out_is_told_for_long_rows_only(walk: Walk) -> None:
    run = RowRun.objects.get(booking=walk.booking, closed_at=None)
    start = run.running_since
    RowRun.objects.filter(pk=run.pk).update(due_at=start + timedelta(hours=3))

    assert remind_due_soon(at=start + timedelta(minutes=119)) == 0
    assert remind_due_soon(at=start + timedelta(minutes=120)) == 1
    assert remind_due_soon(at=start + timedelta(minutes=150)) == 0
    RowRun.objects.filter(pk=run.pk).update(due_at=start + timedelta(minutes=90))
    assert remind_due_soon(at=start + timedelta(minutes=45)) == 0

    assert list(told(f"{walk.booking.ticket}: batas waktu").values()) == [{"bidang.kalbar"}]


def test_overdue_reaches_the_superior_and_everything_repeats_nothing(walk: Walk) -> None:
    run = RowRun.objects.get(booking=walk.booking, closed_at=None)
    RowRun.objects.filter(pk=run.pk).update(due_at=walk.at - timedelta(minutes=1))

    assert (remind(at=walk.at), remind(at=walk.at)) == (1, 0)

    assert list(told(f"{walk.booking.ticket} lewat waktu").values()) == [{"bidang.kalbar", "kadis.kalbar"}]


def test_secret_event_is_not_named_in_messages(walk: Walk, session: Session) -> None:
    Booking.objects.filter(pk=walk.booking.pk).update(secrecy="secret")

    remind_tomorrow(at=at_clock(session.starts_at - timedelta(days=1), "09:00"))

    assert list(told("Besok:")) == [f"Besok: Fasilitasi {walk.booking.ticket}"]
