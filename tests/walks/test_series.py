"""Series and several days: every session is there by itself; and what was approved is decided again when it changes."""

from datetime import timedelta

import pytest
import time_machine

from bookings.errors import Incomplete, NotLegal
from bookings.models import Resource
from bookings.pages.sessions import session_lines
from bookings.queries import case_view
from bookings.workflow.legality import why_not
from bookings.workflow.trail import faults_of
from tests.conftest import MONDAY
from tests.walks.driver import Walk, live
from verification.models import Meeting

AFTER = {
    "kaltara": ("cek-lokasi-perlengkapan", "koordinasi-pemohon"),
    "kalbar": ("laksanakan", "verifikasi"),
    "gorontalo": ("siapkan-alat", "koordinasi-pemohon"),
    "tarakan": ("buat-id-meeting", "cek-jadwal"),
    "singkawang": ("koordinasi-teknis", "cek-jadwal-perlengkapan"),
}
"""A step after the confirmation, and where a change is decided again."""


def at_nine(walk, days, hours=2):
    start = (MONDAY + timedelta(days=days)).astimezone(walk.office.tz).replace(hour=9, minute=0)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=hours)).isoformat()}


def series(office, *days):
    """Sessions on these days from Monday, the trial an hour before the first."""
    probe = Walk(office)
    tried = at_nine(probe, days[0])["starts_at"].replace("T09:", "T08:")
    return Walk(office, sessions=[at_nine(probe, day) for day in days], connection_test_at=tried).submit()


def only_one(office):
    for kind in ("account", "person"):
        ours = Resource.objects.filter(office__code=office, kind=kind).order_by("pk")
        ours.exclude(pk__in=ours.values("pk")[:1]).update(is_active=False)
        ours.update(lanes=1)


def events_by_day(booking):
    rows = live(booking).filter(purpose="event").order_by("during")
    return sorted({row.session.number for row in rows})


def test_a_clash_on_one_day_is_said_of_that_day_and_the_others_are_held(world):
    only_one("kaltara")
    taken = series("kaltara", 8)
    walk = series("kaltara", 7, 8, 9)

    assert (taken.booking.hold, walk.booking.hold) == ("held", "partial")
    assert events_by_day(walk.booking) == [1, 3]
    view = case_view(walk.booking, walk.applicant, walk.at)
    assert [bool(each.missing) for each in view.sessions] == [False, True, False]
    lines = session_lines(walk.booking, list(walk.booking.sessions.all()), walk.applicant, inside=False)
    assert [any(fact.label == "Belum ada" for fact in line.facts) for line in lines] == [False, True, False]

    taken.act("cancel", by="pemohon", reason="Batal")

    walk.booking.refresh_from_db()
    assert (walk.booking.hold, events_by_day(walk.booking)) == ("held", [1, 2, 3])


def test_named_days_of_a_series_are_cancelled_and_the_rest_goes_on(world):
    only_one("kaltara")
    walk = series("kaltara", 7, 8, 9).until("cek-lokasi-perlengkapan")
    waiting = series("kaltara", 9)
    first, _second, last = walk.booking.sessions.order_by("number")
    run = walk.run

    with pytest.raises(Incomplete):
        walk.act("cancel_sessions", by="pemohon", reason="Batal", sessions=[s.pk for s in walk.booking.sessions.all()])
    walk.act("cancel_sessions", by="pemohon", reason="Pemateri berhalangan", sessions=[last.pk])

    assert (walk.run, walk.booking.hold, walk.booking.decision) == (run, "confirmed", "served")
    assert events_by_day(walk.booking) == [1, 2]
    assert walk.booking.sessions.get(pk=last.pk).status == "cancelled"
    assert walk.booking.last_session_end < last.starts_at
    waiting.booking.refresh_from_db()
    assert waiting.booking.hold == "held"
    assert list(faults_of(walk.booking)) == []
    over = first.starts_at + timedelta(days=3)
    assert "sudah dimulai" in why_not(walk.applicant, walk.booking, "cancel_sessions", over)


def test_cancelling_what_is_left_of_a_series_keeps_what_was_held(world):
    walk = series("kaltara", 7, 9).until("laksanakan")
    first, last = walk.booking.sessions.order_by("number")
    walk.at = first.starts_at
    walk.act("start", minutes=0, session=first.pk)
    with pytest.raises(NotLegal):
        walk.act("reschedule", by="pemohon", reason="Diundur", sessions=[at_nine(walk, 10)])
    walk.act("finish", session=first.pk)

    walk.act("cancel", by="pemohon", reason="Cukup sehari")

    assert (walk.step, walk.booking.status) == ("laporkan", "open")
    assert walk.booking.sessions.get(pk=last.pk).status == "cancelled"
    assert events_by_day(walk.booking) == [1]


def test_reopening_revives_what_was_cancelled_with_the_case_and_nothing_else(world):
    walk = series("kaltara", 7, 8, 9).until("cek-lokasi-perlengkapan")
    first, second, third = walk.booking.sessions.order_by("number")
    walk.act("cancel_sessions", by="pemohon", reason="Pemateri berhalangan", sessions=[second.pk])
    walk.act("cancel", by="pemohon", reason="Salah")

    walk.act("reopen", by="kadis", reason="Pemohon keliru membatalkan")

    assert [each.status for each in walk.booking.sessions.order_by("number")] == ["planned", "cancelled", "planned"]
    assert events_by_day(walk.booking) == [1, 3]
    assert (walk.booking.first_session_start, walk.booking.last_session_end) == (first.starts_at, third.ends_at)


def test_what_will_not_be_held_loses_its_link_at_once(world):
    walk = series("tarakan", 7, 9).until("serahkan-id-meeting")
    first, second = walk.booking.sessions.order_by("number")
    links = Meeting.objects.filter(session__booking=walk.booking, withdrawn_at=None)
    assert links.count() == 2

    walk.act("cancel_sessions", by="pemohon", reason="Cukup sehari", sessions=[second.pk])
    assert [each.session for each in links.all()] == [first]

    walk.act("cancel", by="pemohon", reason="Batal")
    assert not links.all().exists()


def test_one_day_of_a_series_moves_and_the_other_stays_what_it_was(world):
    walk = series("kaltara", 7, 9)
    first, last = walk.booking.sessions.order_by("number")

    walk.act("reschedule", by="pemohon", reason="Diundur", sessions=[at_nine(walk, 9), at_nine(walk, 10)])

    moved, stayed = walk.booking.sessions.order_by("number")
    assert (stayed.starts_at, stayed.sequence) == (last.starts_at, last.sequence)
    assert (moved.starts_at, moved.sequence) == (first.starts_at + timedelta(days=3), first.sequence + 1)


@pytest.mark.parametrize("office", AFTER)
def test_what_was_approved_is_decided_again_when_it_changes(world, office):
    step, recheck = AFTER[office]
    walk = Walk(office).submit().until(step)
    ticket, session = walk.booking.ticket, walk.booking.sessions.get()
    if office != "kalbar":
        walk.act("return", reason="Narahubung tidak menjawab")
        walk.act("resubmit", by="pemohon", contact_name="Sari")
        assert (walk.step, walk.booking.hold) == (step, "confirmed")
        walk.act("return", reason="Jumlah peserta?")
        walk.act("resubmit", by="pemohon", participants_online=90)
        assert (walk.step, walk.booking.decision) == (recheck, "")
        walk.until(step)
        assert walk.booking.hold == "confirmed"

    walk.act("reschedule", by="pemohon", reason="Pimpinan berhalangan", sessions=[at_nine(walk, 10)])

    assert (walk.step, walk.booking.decision, walk.booking.hold) == (recheck, "", "held")
    assert (walk.booking.ticket, walk.booking.sessions.get().sequence) == (ticket, session.sequence + 1)
    walk.until(step)
    assert walk.booking.hold == "confirmed"


def test_the_page_lets_one_pick_the_days(world, client):
    walk = series("kaltara", 7, 8)
    first, _last = walk.booking.sessions.order_by("number")
    client.force_login(walk.applicant.user)
    address = f"/permohonan/{walk.booking.ticket}/cancel_sessions/"
    with time_machine.travel(walk.at, tick=False):
        page = client.get(address).content.decode()
        answer = client.post(address, {"step_run": walk.run.pk, "reason": "Batal", "sessions": [first.pk]})

    assert all(words in page for words in ("Sesi 1, ", "Sesi 2, ", "Batalkan sebagian sesi"))
    assert answer.status_code == 302
    assert list(walk.booking.sessions.order_by("number").values_list("status", flat=True)) == ["cancelled", "planned"]


def test_a_series_cancelled_bit_by_bit_keeps_the_times_it_was_asked_for(world):
    walk = series("kaltara", 7, 8, 9)
    first, _second, third = walk.booking.sessions.order_by("number")
    walk.act("cancel_sessions", by="pemohon", reason="Pemateri berhalangan", sessions=[first.pk, third.pk])
    assert walk.booking.last_session_end < third.starts_at

    walk.act("cancel", by="pemohon", reason="Batal")

    assert (walk.booking.first_session_start, walk.booking.last_session_end) == (first.starts_at, third.ends_at)
