"""execute: each session's own life, early starts, extensions, and the end."""

from datetime import datetime, timedelta

import pytest

from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Resource
from bookings.scheduling.followers import free_until
from bookings.workflow.legality import why_not
from reports.live_sessions import session_facts
from reports.models import Execution, LogEntry
from tests.verification.panels import draw_panel
from tests.walks.driver import Walk
from verification.models import Meeting
from verification.services.meetings import MeetingData, write_meeting
from vidcon_portal.procedures.durations import format_moment


def at_execute(**changes):
    walk = Walk("kalbar", mode="host", **changes).submit().until("laksanakan")
    walk.at = walk.booking.first_session_start
    return walk


def two_sessions():
    start = datetime.fromisoformat(Walk("kalbar", mode="host").booking.draft_data["sessions"][0]["starts_at"])
    return [
        {
            "starts_at": (start + timedelta(days=n)).isoformat(),
            "ends_at": (start + timedelta(days=n, hours=2)).isoformat(),
        }
        for n in (0, 1)
    ]


def statuses(walk):
    return list(walk.booking.sessions.order_by("number").values_list("status", flat=True))


def test_start_records_the_hour(world):
    walk = at_execute()

    walk.act("start", minutes=3)

    execution = Execution.objects.get(session__booking=walk.booking)
    assert (execution.started_at, execution.started_early) == (walk.at, False)
    assert statuses(walk) == ["running"]
    assert walk.step == "laksanakan"


def test_an_early_start_asks_once_and_is_recorded_as_early(world):
    walk = at_execute()
    walk.at -= timedelta(minutes=30)

    with pytest.raises(Incomplete) as refused:
        walk.act("start", minutes=0)
    assert list(refused.value.fields) == ["confirm_early"]
    assert statuses(walk) == ["planned"]

    event = walk.act("start", minutes=0, confirm_early=True)
    execution = Execution.objects.get(session__booking=walk.booking)
    assert (execution.started_at, execution.started_early) == (walk.at, True)
    assert event.data["early"] is True


def test_an_early_start_names_whoever_is_still_there(world):
    walk = at_execute()
    mine = Allocation.objects.filter(booking=walk.booking, purpose="event", resource__kind="account").get()
    Allocation.objects.create(
        resource=mine.resource,
        lane=mine.lane,
        during=(mine.during.lower - timedelta(hours=1), mine.during.lower),
        purpose="maintenance",
        state="confirmed",
    )
    walk.at -= timedelta(minutes=30)

    with pytest.raises(Incomplete) as refused:
        walk.act("start", minutes=0)

    assert (
        f"{mine.resource.name} masih dipakai Perawatan sampai pukul 09.00" in refused.value.fields["confirm_early"][0]
    )


def test_what_has_started_cannot_be_started_again(world):
    walk = at_execute()
    walk.act("start")

    sentence = why_not(walk.holder(), walk.booking, "start", walk.at)

    assert sentence == "Semua sesi sudah dimulai atau selesai."
    assert LogEntry.objects.filter(kind="started", execution__session__booking=walk.booking).count() == 1


def test_finish_before_the_start_hour_does_not_exist(world):
    walk = at_execute()
    walk.at -= timedelta(hours=1)

    sentence = why_not(walk.holder(), walk.booking, "finish", walk.at)

    assert sentence == "Sesi belum dimulai. Tekan “Mulai rapat” lebih dahulu."


def test_the_log_keeps_when_it_happened_and_when_it_was_written(world):
    walk = at_execute()
    walk.act("start", minutes=0)
    happened = walk.at + timedelta(minutes=4)
    walk.at += timedelta(minutes=20)

    walk.act("log", minutes=0, kind="incident", text="Suara putus", occurred_at=happened.isoformat())

    entry = LogEntry.objects.get(kind="incident")
    assert (entry.occurred_at, entry.recorded_at, entry.text) == (happened, walk.at, "Suara putus")
    assert "Suara putus" in draw_panel(walk)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"kind": "note", "text": ""}, "text"),
        ({"kind": "finished"}, "kind"),
        ({"kind": "incident", "occurred_at": "2030-01-01T00:00:00+00:00"}, "occurred_at"),
    ],
)
def test_a_log_line_that_makes_no_sense_is_refused(world, data, field):
    walk = at_execute()
    walk.act("start", minutes=0)

    with pytest.raises(Incomplete) as refused:
        walk.act("log", **data)

    assert list(refused.value.fields) == [field]


def test_extend_moves_the_end_and_the_schedule(world):
    walk = at_execute()
    walk.act("start", minutes=0)
    later = walk.booking.last_session_end + timedelta(minutes=30)

    walk.act("extend", ends_at=later.isoformat())

    assert walk.booking.last_session_end == later
    ends = {
        row.during.upper for row in Allocation.objects.filter(booking=walk.booking, purpose="event", state="confirmed")
    }
    assert ends == {later}
    assert walk.step == "laksanakan"


def test_extend_into_somebody_elses_time_names_him(world):
    walk = at_execute()
    walk.act("start", minutes=0)
    mine = Allocation.objects.filter(booking=walk.booking, purpose="event", resource__kind="account").get()
    Allocation.objects.create(
        resource=mine.resource,
        lane=mine.lane,
        during=(mine.during.upper, mine.during.upper + timedelta(hours=1)),
        purpose="maintenance",
        state="confirmed",
    )

    with pytest.raises(Clash) as refused:
        walk.act("extend", ends_at=(mine.during.upper + timedelta(minutes=30)).isoformat())

    assert mine.resource.name in refused.value.sentence
    assert not LogEntry.objects.filter(kind="extended").exists()


def few(office="kalbar", count=1):
    """So little that the next case must wait."""
    for kind in ("account", "person"):
        ours = Resource.objects.filter(office__code=office, kind=kind).order_by("pk")
        ours.exclude(pk__in=ours.values("pk")[:count]).update(is_active=False)
        ours.update(lanes=1)


def hours(start, first, last):
    moments = (start + timedelta(hours=first), start + timedelta(hours=last))
    return {"sessions": [dict(zip(("starts_at", "ends_at"), (each.isoformat() for each in moments), strict=True))]}


def test_a_refused_extension_says_until_when_and_what_could_move(world):
    walk = at_execute()
    start = walk.at
    mine = {row.resource_id for row in Allocation.objects.filter(booking=walk.booking, purpose="event")}
    others = Resource.objects.filter(office=walk.office, kind__in=("account", "person")).exclude(pk__in=mine)
    others.update(is_active=False)
    follower = Walk("kalbar", mode="host", title="Rapat inflasi", **hours(start, 3, 4)).submit()
    assert follower.booking.hold == "held"
    others.update(is_active=True)
    walk.act("start", minutes=0)

    with pytest.raises(Clash) as refused:
        walk.act("extend", ends_at=(start + timedelta(hours=4)).isoformat())

    (found,) = refused.value.followers
    assert found.title == f"{follower.booking.ticket} Rapat inflasi"
    assert "Paling lama sampai pukul" in refused.value.sentence
    assert "dapat diganti" in found.ways[0]
    assert found.ways[-1].startswith("Waktu lain yang kosong untuknya")
    until = next(fact for fact in session_facts(walk.booking.sessions.get()) if "diperpanjang" in fact.label)
    assert until.value in draw_panel(walk)
    walk.act("extend", ends_at=free_until(walk.booking.sessions.get()).isoformat())


def test_who_follows_only_another_day_is_said_with_that_day(world):
    walk = at_execute()
    mine = Allocation.objects.filter(booking=walk.booking, purpose="event").first()
    Allocation.objects.create(
        resource=mine.resource, lane=mine.lane, purpose="maintenance", state="confirmed",
        during=(walk.at + timedelta(days=1), walk.at + timedelta(days=1, hours=1)),
    )  # fmt: skip
    walk.act("start", minutes=0)

    until = next(fact for fact in session_facts(walk.booking.sessions.get()) if "diperpanjang" in fact.label)

    tz = walk.office.tz
    assert until.value == format_moment(walk.at + timedelta(days=1), tz)


def test_an_early_end_gives_back_the_rest_to_who_waits(world):
    few()
    walk = at_execute()
    start = walk.at
    late = Walk("kalbar", mode="host", **hours(start, 1.75, 2)).submit()
    assert late.booking.hold == "waiting"
    walk.act("start", minutes=0)
    walk.at = start + timedelta(minutes=40)

    walk.act("finish", minutes=0)

    used = Allocation.objects.filter(booking=walk.booking, state="confirmed", purpose="event")
    assert {(row.during.lower, row.during.upper) for row in used} == {(start, walk.at)}
    tail = timedelta(minutes=walk.office.teardown_minutes)
    after = Allocation.objects.filter(booking=walk.booking, state="confirmed", during__startswith__gte=walk.at)
    assert {(row.during.lower, row.during.upper) for row in after} == {(walk.at, walk.at + tail)}
    late.booking.refresh_from_db()
    assert late.booking.hold == "held"
    assert walk.booking.sessions.get().ends_at == start + timedelta(hours=2)


def test_the_step_closes_with_the_last_session(world):
    walk = at_execute(sessions=two_sessions())
    first, second = walk.booking.sessions.order_by("number")

    walk.act("start", session=first.pk)
    walk.act("finish", minutes=60, participants_peak=117, connection="good")
    assert (walk.step, statuses(walk)) == ("laksanakan", ["finished", "planned"])

    walk.at = second.starts_at
    walk.act("start", minutes=0)
    walk.act("finish", minutes=60)
    assert (walk.step, statuses(walk)) == ("laporkan-kegiatan", ["finished", "finished"])
    assert Execution.objects.get(session=first).participants_peak == 117


def test_which_session_must_be_said_while_several_wait(world):
    walk = at_execute(sessions=two_sessions())

    with pytest.raises(Incomplete) as refused:
        walk.act("not_held", session="", reason="Hujan")

    assert refused.value.fields == {"session": ["Pilih sesinya."]}


def test_finish_after_the_fact_takes_the_planned_start(world):
    walk = at_execute()
    walk.at = walk.booking.last_session_end + timedelta(hours=3)

    walk.act("finish", occurred_at=walk.booking.last_session_end.isoformat())

    execution = Execution.objects.get(session__booking=walk.booking)
    assert execution.started_at == walk.booking.first_session_start
    assert execution.finished_at == walk.booking.last_session_end
    assert walk.step == "laporkan-kegiatan"


def test_an_end_before_the_start_is_refused(world):
    walk = at_execute()
    walk.act("start", minutes=0)

    with pytest.raises(Incomplete) as refused:
        walk.act("finish", occurred_at=(walk.at - timedelta(hours=1)).isoformat())

    assert refused.value.fields == {"occurred_at": ["Waktu selesai harus sesudah waktu mulai."]}


def test_not_held_frees_the_session_and_goes_on_to_the_report(world):
    walk = at_execute()

    walk.act("not_held", reason="Pimpinan berhalangan")

    assert statuses(walk) == ["not_held"]
    assert not Allocation.objects.filter(booking=walk.booking, state__in=("held", "confirmed")).exists()
    assert walk.step == "laporkan-kegiatan"
    assert walk.run.result == ""
    assert walk.booking.step_runs.get(kind="execute").result == "not_held"


def test_one_session_held_makes_it_a_held_event(world):
    walk = at_execute(sessions=two_sessions())
    first, second = walk.booking.sessions.order_by("number")
    walk.act("start", session=first.pk)
    walk.act("finish", minutes=60)

    walk.act("not_held", session=second.pk, reason="Selesai dalam satu sesi")

    assert walk.booking.step_runs.get(kind="execute").result == "finish"


def test_the_link_is_withdrawn_with_the_session(world):
    walk = at_execute()
    session = walk.booking.sessions.get()
    write_meeting(session, MeetingData("Zoom", meeting_id="1"), by=walk.holder(), at=walk.at)
    walk.act("start", minutes=0)

    walk.act("finish", minutes=60)

    assert Meeting.objects.get(session=session).withdrawn_at == walk.at
