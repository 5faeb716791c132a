"""Each provider of meetings against a small real server that behaves as documented, faults included."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import httpx
import jwt
import pytest

from tests.local_server import Answer, Asked, LocalServer, serve
from verification.choices import Platform
from verification.meetings import PROVIDERS, Known, MeetingFault, Wanted, base, bigbluebutton, zoom
from verification.models import MeetingPlatform

WITA = ZoneInfo("Asia/Makassar")
START = datetime(2026, 8, 24, 9, 0, tzinfo=WITA)
WANTED = Wanted("Rapat koordinasi", START, START + timedelta(hours=3), "Asia/Makassar", "akun1@contoh.go.id")
KNOWN = Known("84522109973", "Rapat koordinasi", START + timedelta(hours=3))
SECRET = "rahasia-yang-cukup-panjang-untuk-hs256"
ZOOM, BBB, JITSI = (PROVIDERS[each] for each in (Platform.ZOOM, Platform.BIGBLUEBUTTON, Platform.JITSI))


def zoom_server(asked: Asked) -> Answer:
    if asked.path == "/oauth/token":
        ok = httpx.BasicAuth("klien", SECRET)._auth_header == asked.headers["authorization"]
        return (
            Answer({"access_token": "tok-1", "expires_in": 3600}) if ok else Answer({"reason": "Invalid"}, status=401)
        )
    if asked.headers.get("authorization") != "Bearer tok-1":
        return Answer({"code": 124, "message": "Invalid access token."}, status=401)
    if asked.method == "POST":
        made = {
            "id": 84522109973,
            "join_url": "https://zoom.us/j/84522109973?pwd=x",
            "password": asked.json["password"],
        }
        return Answer({**made, "start_url": "https://zoom.us/s/84522109973?zak=HOST"}, status=201)
    if asked.method == "GET":
        return Answer({"id": 84522109973, "start_time": "2026-08-24T01:00:00Z", "timezone": "Asia/Makassar"})
    return Answer(status=204)


@pytest.fixture
def zoomed() -> Iterator[tuple[LocalServer, MeetingPlatform]]:
    zoom._tokens.clear()
    with serve(zoom_server) as server:
        yield (
            server,
            MeetingPlatform(
                pk=1, provider="zoom", base_url=server.url, account_id="akun", client_id="klien", secret=SECRET
            ),
        )


def test_zoom_creates_in_local_time_without_z_and_drops_the_hosts_link(zoomed) -> None:
    server, platform = zoomed

    made = ZOOM.create(platform, WANTED)

    token, create = server.asked
    assert token.parameters == {"grant_type": "account_credentials", "account_id": "akun"}
    assert (create.method, create.path) == ("POST", "/v2/users/akun1@contoh.go.id/meetings")
    sent = create.json
    assert (sent["start_time"], sent["timezone"], sent["duration"], sent["type"]) == (
        "2026-08-24T09:00:00",
        "Asia/Makassar",
        180,
        2,
    )
    assert sent["settings"]["waiting_room"] is True
    assert (made.meeting_id, made.join_url) == ("84522109973", "https://zoom.us/j/84522109973?pwd=x")
    assert made.passcode == sent["password"]
    assert "zak" not in repr(made)


def test_zoom_changes_looks_and_deletes_with_one_token(zoomed) -> None:
    server, platform = zoomed

    ZOOM.update(platform, KNOWN, WANTED)
    seen = ZOOM.look(platform, KNOWN)
    ZOOM.delete(platform, KNOWN)

    assert [(asked.method, asked.path) for asked in server.asked] == [
        ("POST", "/oauth/token"),
        ("PATCH", "/v2/meetings/84522109973"),
        ("GET", "/v2/meetings/84522109973"),
        ("DELETE", "/v2/meetings/84522109973"),
    ]
    assert seen is not None
    assert seen.starts_at == START


def test_zoom_token_that_ran_out_is_fetched_anew_once(zoomed) -> None:
    server, platform = zoomed
    zoom._tokens[(1, "klien")] = ("tok-lama", float("inf"))

    assert ZOOM.create(platform, WANTED).meeting_id == "84522109973"

    assert [asked.path for asked in server.asked].count("/oauth/token") == 1
    server.answers.extend(
        [
            Answer({"code": 124}, status=401),
            Answer({"access_token": "x", "expires_in": 1}),
            Answer({"code": 124}, status=401),
        ]
    )
    with pytest.raises(MeetingFault) as fault:
        ZOOM.update(platform, KNOWN, WANTED)
    assert fault.value.final


def test_zoom_wrong_credentials_are_final(zoomed) -> None:
    _server, platform = zoomed
    platform.secret = "salah"

    with pytest.raises(MeetingFault, match="Zoom menolak kredensial") as fault:
        ZOOM.create(platform, WANTED)

    assert fault.value.final
    assert "salah" not in str(fault.value)


@pytest.mark.parametrize(
    ("answer", "final", "gone"),
    [
        (Answer({"code": 3001, "message": "Meeting does not exist"}, status=404), True, True),
        (Answer({"code": 1001, "message": "User does not exist"}, status=404), True, False),
        (Answer({"code": 4711, "message": "Invalid access token, does not contain scopes"}, status=400), True, False),
        (Answer({"message": "per-second limit"}, status=429), False, False),
        (Answer("<html>", status=503), False, False),
        (Answer(hang_up=True), False, False),
    ],
    ids=["no-meeting", "no-user", "no-scope", "429", "503", "hang-up"],
)
def test_zoom_faults(answer: Answer, final: bool, gone: bool, zoomed) -> None:
    server, platform = zoomed
    zoom._tokens[(1, "klien")] = ("tok-1", float("inf"))
    server.answers.append(answer)

    with pytest.raises(MeetingFault) as fault:
        ZOOM.update(platform, KNOWN, WANTED)

    assert (fault.value.final, fault.value.gone) == (final, gone)


def test_zoom_deleted_elsewhere_is_seen_as_gone_and_deletes_quietly(zoomed) -> None:
    server, platform = zoomed
    zoom._tokens[(1, "klien")] = ("tok-1", float("inf"))
    gone = Answer({"code": 3001}, status=404)
    server.answers.extend([gone, gone])

    assert ZOOM.look(platform, KNOWN) is None
    ZOOM.delete(platform, KNOWN)


def test_zoom_waits_as_long_as_it_is_told(zoomed) -> None:
    server, platform = zoomed
    zoom._tokens[(1, "klien")] = ("tok-1", float("inf"))
    server.answers.append(Answer({"code": 429}, status=429, headers={"Retry-After": "90"}))

    with pytest.raises(MeetingFault) as fault:
        ZOOM.create(platform, WANTED)

    assert fault.value.wait == timedelta(seconds=90)


def test_provider_that_is_slow_is_not_waited_for(zoomed, monkeypatch: pytest.MonkeyPatch) -> None:
    server, platform = zoomed
    monkeypatch.setattr(base, "TIMEOUT", httpx.Timeout(0.05))
    server.answers.append(Answer({}, after=0.3))

    with pytest.raises(MeetingFault, match="tidak menjawab dalam 15 detik"):
        ZOOM.create(platform, WANTED)


# --- BigBlueButton ------------------------------------------------------------------------------------------------------


def bbb_server(asked: Asked) -> Answer:
    query, _amp, given = asked.query.rpartition("&checksum=")
    if not query:
        given = asked.query.removeprefix("checksum=")
    call = asked.path.removeprefix("/bigbluebutton/api/")
    if given != bigbluebutton.checksum(call, query, SECRET):
        return Answer("<response><returncode>FAILED</returncode><messageKey>checksumError</messageKey></response>")
    if call == "end":
        return Answer("<response><returncode>FAILED</returncode><messageKey>notFound</messageKey></response>")
    return Answer("<response><returncode>SUCCESS</returncode><running>false</running></response>")


@pytest.fixture
def bbb() -> Iterator[tuple[LocalServer, MeetingPlatform]]:
    with serve(bbb_server) as server:
        yield server, MeetingPlatform(pk=2, provider="bbb", base_url=f"{server.url}/bigbluebutton/", secret=SECRET)


def test_bbb_checksum_is_the_documented_one() -> None:
    query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444"

    found = bigbluebutton.checksum("create", query, "639259d4-9dd8-4b25-bf01-95f9567eaf4b", algorithm="sha1")

    assert found == "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17"


def test_bbb_enters_by_role_with_a_signed_address(bbb) -> None:
    server, platform = bbb

    made = BBB.create(platform, WANTED)
    known = Known(made.meeting_id, "Rapat", KNOWN.ends_at)
    guest = BBB.entrance(platform, known, name="Rina & Co", moderates=False)
    host = BBB.entrance(platform, known, name="Petugas", moderates=True)
    BBB.delete(platform, known)
    BBB.look(platform, known)

    assert made.through_door
    assert [asked.path.rpartition("/")[2] for asked in server.asked] == [
        "getMeetings",
        "create",
        "create",
        "end",
        "isMeetingRunning",
    ]
    assert server.asked[1].parameters["meetingID"] == made.meeting_id
    assert server.asked[1].parameters["record"] == "false"
    parts = urlsplit(guest)
    query, _amp, given = parts.query.rpartition("&checksum=")
    assert given == bigbluebutton.checksum("join", query, SECRET)
    found = parse_qs(parts.query)
    assert (found["fullName"], found["role"], found["guest"]) == (["Rina & Co"], ["VIEWER"], ["true"])
    assert parse_qs(urlsplit(host).query)["role"] == ["MODERATOR"]
    assert SECRET not in guest


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        (Answer("", status=502), False),
        (Answer("bukan xml"), False),
        (Answer('<!DOCTYPE x [<!ENTITY a "b">]><response/>'), False),
        (Answer("<response><returncode>FAILED</returncode><messageKey>maxConcurrent</messageKey></response>"), True),
    ],
    ids=["502", "no-xml", "entities", "refused"],
)
def test_bbb_faults(answer: Answer, final: bool, bbb) -> None:
    server, platform = bbb
    server.answers.append(answer)

    with pytest.raises(MeetingFault) as fault:
        BBB.create(platform, WANTED)

    assert fault.value.final is final


def test_bbb_wrong_secret_is_final(bbb) -> None:
    _server, platform = bbb
    platform.secret = "salah"

    with pytest.raises(MeetingFault, match="menolak rahasia kita") as fault:
        BBB.create(platform, WANTED)

    assert fault.value.final


# --- Jitsi --------------------------------------------------------------------------------------------------------------


def test_jitsi_open_rooms_are_unguessable_links() -> None:
    platform = MeetingPlatform(provider="jitsi", base_url="https://rapat.contoh.go.id/")

    first, second = JITSI.create(platform, WANTED), JITSI.create(platform, WANTED)

    assert first.join_url == f"https://rapat.contoh.go.id/{first.meeting_id}"
    assert (first.through_door, first.meeting_id == second.meeting_id, len(first.meeting_id)) == (False, False, 27)


def test_jitsi_token_lets_one_person_into_one_room_until_the_end() -> None:
    platform = MeetingPlatform(
        provider="jitsi", base_url="https://rapat.contoh.go.id", client_id="vidcon", secret=SECRET
    )
    made = JITSI.create(platform, WANTED)
    ends_at = datetime.now(WITA).replace(microsecond=0) + timedelta(hours=3)

    link = JITSI.entrance(platform, Known(made.meeting_id, "Rapat", ends_at), name="Rina", moderates=False)

    assert (made.through_door, made.join_url) == (True, "")
    token = parse_qs(urlsplit(link).query)["jwt"][0]
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], audience="jitsi", issuer="vidcon")
    assert (claims["room"], claims["sub"]) == (made.meeting_id, "rapat.contoh.go.id")
    assert claims["context"]["user"] == {"name": "Rina", "affiliation": "member"}
    assert claims["exp"] == (ends_at + timedelta(hours=2)).timestamp()
