"""The worker at the provider: makes, moves, deletes, finds drift, fails visibly, repeats; and the door into a room."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from bookings.errors import Incomplete
from bookings.models import Booking, Resource, Session
from tests.walks.driver import Walk, actor
from verification import meetings
from verification.choices import MeetingState, Platform
from verification.meetings import Known, Made, MeetingFault, Seen, Wanted
from verification.models import Meeting, MeetingAccount, MeetingPlatform
from verification.services.leftovers import delete_leftovers
from verification.services.meetings import MeetingData, write_meeting
from verification.services.providing import BACK_OFF, DAILY_LIMIT, carry_out_due, look_around, notice_changes, repeat
from vidcon_portal.accounts.models import User
from vidcon_portal.notifications.models import Delivery


class FakeZoom:
    """A provider in memory; ``faults`` are raised first, one a call."""

    counts_calls = True

    def __init__(self) -> None:
        self.rooms: dict[str, Wanted] = {}
        self.faults: list[MeetingFault] = []
        self.made = 0

    def _fault(self) -> None:
        if self.faults:
            raise self.faults.pop(0)

    def create(self, platform: MeetingPlatform, wanted: Wanted) -> Made:
        self._fault()
        self.made += 1
        number = str(84522109970 + self.made)
        self.rooms[number] = wanted
        return Made(number, "sandi-rahasia", f"https://zoom.contoh.invalid/j/{number}")

    def update(self, platform: MeetingPlatform, known: Known, wanted: Wanted) -> None:
        self._fault()
        self.rooms[known.meeting_id] = wanted

    def delete(self, platform: MeetingPlatform, known: Known) -> None:
        self._fault()
        self.rooms.pop(known.meeting_id, None)

    def look(self, platform: MeetingPlatform, known: Known) -> Seen | None:
        self._fault()
        room = self.rooms.get(known.meeting_id)
        return Seen(room.starts_at) if room else None

    def entrance(self, platform: MeetingPlatform, known: Known, *, name: str, moderates: bool) -> str:
        self._fault()
        return f"https://rapat.contoh.invalid/{known.meeting_id}?sebagai={name}&moderator={moderates}"


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> FakeZoom:
    fake = FakeZoom()
    monkeypatch.setitem(meetings.PROVIDERS, Platform.ZOOM, fake)  # type: ignore[arg-type]
    return fake


@pytest.fixture
def walk(world: None, provider: FakeZoom) -> Walk:
    walk = Walk("tarakan").submit()
    platform = MeetingPlatform.objects.create(office=walk.office, name="Zoom dinas", provider="zoom")
    for account in Resource.objects.filter(office=walk.office, kind="account"):
        MeetingAccount.objects.create(resource=account, platform=platform, host=f"{account.code}@contoh.go.id")
    return walk.until("buat-id-meeting")


@pytest.fixture
def meeting(walk: Walk) -> Meeting:
    walk.act("provide", automatic=True, join_url="")
    return Meeting.objects.get(session__booking=walk.booking)


def test_provide_leaves_the_making_to_the_worker_and_tells_when_it_is_there(
    walk: Walk, meeting: Meeting, provider: FakeZoom
) -> None:
    assert (meeting.state, meeting.join_url, provider.made) == (MeetingState.WANTED, "", 0)
    assert not Delivery.objects.filter(subject__contains="Ruang rapat daring sudah dibuat").exists()

    assert (carry_out_due(at=walk.at), carry_out_due(at=walk.at)) == (1, 0)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.meeting_id, meeting.passcode) == ("made", "84522109971", "sandi-rahasia")
    wanted = provider.rooms["84522109971"]
    assert (wanted.topic, wanted.zone, wanted.starts_at) == (
        "Rapat koordinasi stunting",
        "Asia/Makassar",
        meeting.session.starts_at,
    )
    assert wanted.host == f"{meeting.account.code}@contoh.go.id"
    told = Delivery.objects.filter(subject=f"{walk.booking.ticket}: ruang rapat daring siap")
    assert told.exists()
    assert not Delivery.objects.filter(body__contains="sandi-rahasia").exists()
    assert not Delivery.objects.filter(body__contains="zoom.contoh.invalid").exists()


def test_made_again_under_the_same_account_it_is_moved_not_doubled(
    walk: Walk, meeting: Meeting, provider: FakeZoom
) -> None:
    carry_out_due(at=walk.at)
    data = MeetingData(platform="Zoom", account=meeting.account, automatic=True)

    again = write_meeting(meeting.session, data, by=actor("staf.tarakan", walk.at), at=walk.at)

    assert (again.state, again.meeting_id) == (MeetingState.CHANGED, "84522109971")
    assert (carry_out_due(at=walk.at), provider.made) == (1, 1)


def test_panel_offers_the_connected_accounts_and_by_hand_still_works(walk: Walk, provider: FakeZoom) -> None:
    with pytest.raises(Exception, match="ID rapat"):
        walk.act("provide", automatic=False, join_url="")

    walk.act("provide", automatic=False, meeting_id="111", join_url="https://rapat.contoh.invalid/j/1")

    assert carry_out_due(at=walk.at) == 0
    assert Meeting.objects.get(session__booking=walk.booking).state == MeetingState.MANUAL


def test_failure_backs_off_then_stands_on_the_page_and_can_be_repeated(
    walk: Walk, meeting: Meeting, provider: FakeZoom, client: Client
) -> None:
    provider.faults = [MeetingFault("Zoom 503")] * 4
    at = walk.at
    for pause in BACK_OFF:
        assert carry_out_due(at=at) == 0
        assert carry_out_due(at=at + pause - timedelta(seconds=1)) == 0
        at += pause
    assert carry_out_due(at=at) == 0

    meeting.refresh_from_db()
    assert (meeting.state, meeting.last_error, provider.made) == (MeetingState.FAILED, "Zoom 503", 0)
    assert Delivery.objects.filter(subject__endswith="ruang rapat daring perlu ditangani").exists()
    client.force_login(User.objects.get(username="staf.tarakan"))
    path = f"/permohonan/{walk.booking.ticket}/rapat/1/ulangi/"
    with time_machine.travel(at, tick=False):
        page = client.get(walk.booking.get_absolute_url()).content.decode()
        assert "Belum berhasil di penyedia. Zoom 503" in page
        assert f'action="{path}"' in page
        client.post(path)
        client.post(path)  # the second click changes nothing
    client.force_login(User.objects.get(username="pemohon.tarakan"))
    assert client.post(path).status_code == 404

    assert carry_out_due(at=at) == 1
    assert provider.made == 1


def test_asked_to_wait_it_waits(walk: Walk, meeting: Meeting, provider: FakeZoom) -> None:
    provider.faults = [MeetingFault("429", wait=timedelta(hours=2))]

    carry_out_due(at=walk.at)

    meeting.refresh_from_db()
    assert (meeting.state, meeting.next_try_at) == (MeetingState.WANTED, walk.at + timedelta(hours=2))


def test_daily_limit_postpones_to_the_next_day_and_says_so(walk: Walk, meeting: Meeting, provider: FakeZoom) -> None:
    MeetingAccount.objects.update(calls_on=walk.at.astimezone(UTC).date(), calls=DAILY_LIMIT)

    assert carry_out_due(at=walk.at) == 0

    meeting.refresh_from_db()
    next_day = (walk.at.astimezone(UTC) + timedelta(days=1)).date()
    assert (meeting.state, meeting.next_try_at.date(), provider.made) == (MeetingState.WANTED, next_day, 0)
    assert meeting.last_error.startswith("Batas 100 rapat sehari")
    assert carry_out_due(at=meeting.next_try_at) == 1


def test_moved_and_cancelled_sessions_follow_at_the_provider(walk: Walk, meeting: Meeting, provider: FakeZoom) -> None:
    carry_out_due(at=walk.at)
    assert notice_changes(at=walk.at) == 0
    session = meeting.session
    later = session.starts_at + timedelta(hours=1)
    Session.objects.filter(pk=session.pk).update(starts_at=later, ends_at=session.ends_at + timedelta(hours=1))

    assert (notice_changes(at=walk.at), carry_out_due(at=walk.at)) == (1, 1)
    assert provider.rooms["84522109971"].starts_at == later
    assert notice_changes(at=walk.at) == 0
    Session.objects.filter(pk=session.pk).update(status="cancelled")

    assert (notice_changes(at=walk.at), carry_out_due(at=walk.at)) == (1, 1)
    assert provider.rooms == {}
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.REMOVED


def test_made_while_somebody_typed_another_link_it_is_deleted_again(
    walk: Walk, meeting: Meeting, provider: FakeZoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    create, by = provider.create, actor("staf.tarakan", walk.at)
    typed = MeetingData(platform="Zoom", account=meeting.account, join_url="https://rapat.contoh.invalid/darurat")

    def slow(platform: MeetingPlatform, wanted: Wanted) -> Made:
        write_meeting(meeting.session, typed, by=by, at=walk.at)
        return create(platform, wanted)

    monkeypatch.setattr(provider, "create", slow)

    assert carry_out_due(at=walk.at) == 0

    meeting.refresh_from_db()
    assert (meeting.state, meeting.join_url, len(provider.rooms)) == (MeetingState.MANUAL, typed.join_url, 1)
    assert (delete_leftovers(at=walk.at), provider.rooms) == (1, {})


def test_drift_on_the_other_side_is_found_and_set_right(walk: Walk, meeting: Meeting, provider: FakeZoom) -> None:
    carry_out_due(at=walk.at)
    start = meeting.session.starts_at
    eve = start - timedelta(hours=20)
    assert look_around(at=start - timedelta(hours=25)) == 0
    assert look_around(at=eve) == 0
    moved = provider.rooms["84522109971"]
    provider.rooms["84522109971"] = Wanted(
        moved.topic, start + timedelta(hours=2), moved.ends_at, moved.zone, moved.host
    )

    assert look_around(at=eve + timedelta(minutes=59)) == 0  # looked at within the hour
    with timezone.override("Asia/Jakarta"):  # wherever the worker stands, the office's hour is said
        assert look_around(at=eve + timedelta(minutes=61)) == 1
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.DRIFTED
    assert meeting.last_error.startswith("Di penyedia tertulis ")
    assert meeting.last_error.endswith(" pukul 11.00 WITA.")
    repeat(meeting, at=eve)
    carry_out_due(at=eve)
    assert provider.rooms["84522109971"].starts_at == start

    provider.rooms.clear()
    assert look_around(at=eve + timedelta(hours=3)) == 1
    meeting.refresh_from_db()
    assert (meeting.state, meeting.join_url, meeting.passcode) == (MeetingState.DRIFTED, "", "")
    repeat(meeting, at=eve)
    assert carry_out_due(at=eve) == 1
    meeting.refresh_from_db()
    assert meeting.meeting_id == "84522109972"


def test_cancelled_before_it_was_made_is_never_made(walk: Walk, meeting: Meeting, provider: FakeZoom) -> None:
    Session.objects.filter(pk=meeting.session_id).update(status="cancelled")

    assert carry_out_due(at=walk.at) == 0
    assert provider.made == 0


def test_secret_event_is_not_named_at_the_provider(walk: Walk, meeting: Meeting, provider: FakeZoom) -> None:
    Booking.objects.filter(pk=walk.booking.pk).update(secrecy="secret")

    carry_out_due(at=walk.at)

    assert provider.rooms["84522109971"].topic == f"Fasilitasi {walk.booking.ticket}"


def test_door_opens_an_hour_before_for_who_knows_it_and_closes_with_withdrawal(
    walk: Walk, meeting: Meeting, provider: FakeZoom, client: Client
) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        state="made", door="pintu-rahasia", meeting_id="kamar", next_try_at=None
    )
    start, path = meeting.session.starts_at, "/rapat/pintu-rahasia/"

    def ask(at: datetime, **data: Any) -> Any:
        with time_machine.travel(at, tick=False):
            return client.post(path, data) if data else client.get(path)

    early = ask(start - timedelta(minutes=61))
    assert "Ruang dibuka 60 menit sebelum kegiatan." in early.content.decode()
    assert ask(start, name="").status_code in (200, 422)
    inside = ask(start, name="Rina")
    assert "https://rapat.contoh.invalid/kamar?sebagai=Rina&amp;moderator=False" in inside.content.decode()
    assert inside.headers["Cache-Control"] == "no-store"
    # With "no-referrer" a browser sends its own form with "Origin: null", which is refused: nobody could enter.
    assert (early.headers["Referrer-Policy"], inside.headers["Referrer-Policy"]) == ("same-origin", "same-origin")
    provider.faults = [MeetingFault("BigBlueButton 502")]
    failed = ask(start, name="Rina")
    assert (failed.status_code, "BigBlueButton 502" in failed.content.decode()) == (422, True)
    with time_machine.travel(start, tick=False):
        client.force_login(User.objects.get(username="staf.tarakan"))
        assert "moderator=True" in client.post(path, {"name": "Petugas"}).content.decode()
    Meeting.objects.filter(pk=meeting.pk).update(withdrawn_at=start)

    assert ask(start).status_code == 404
    assert client.get("/rapat/salah/").status_code == 404


def test_nothing_is_handed_over_before_there_is_a_way_in(walk: Walk, meeting: Meeting, provider: FakeZoom) -> None:
    with pytest.raises(Incomplete) as refused:
        walk.act("hand_over")

    assert list(refused.value.fields) == ["s1_join_url"]
    assert Meeting.objects.get(pk=meeting.pk).handed_over_at is None

    walk.act("hand_over", s1_join_url="https://rapat.contoh.invalid/j/7", s1_passcode="sandi-tangan")
    carry_out_due(at=walk.at + timedelta(minutes=1))

    meeting.refresh_from_db()
    assert (meeting.state, meeting.join_url) == (MeetingState.MANUAL, "https://rapat.contoh.invalid/j/7")
    assert meeting.handed_over_at is not None
    assert provider.made == 0
    assert "sandi-tangan" not in str(walk.booking.events.get(action="hand_over").data)


def test_what_the_provider_made_is_handed_over_without_typing(walk: Walk, meeting: Meeting) -> None:
    carry_out_due(at=walk.at + timedelta(minutes=1))

    walk.act("hand_over")

    meeting.refresh_from_db()
    assert (meeting.state, meeting.handed_over_at is not None) == (MeetingState.MADE, True)
