"""Zoom by Server-to-Server OAuth (https://developers.zoom.us/docs/api/): create, change, delete, look."""

import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from ..models import MeetingPlatform
from .base import LONGEST_WAIT, Known, Made, MeetingFault, Seen, Stay, Wanted, ask

TOKENS = "https://zoom.us"
API = "https://api.zoom.us"
EARLY = 300
"""Seconds before its end at which a token is fetched anew: an hour less five minutes of use."""

MOST_PAGES = 20
"""Of three hundred lines each."""

SCHEDULED = 2
BAD_TOKEN, NO_USER, NO_MEETING = 124, 1001, 3001

_tokens: dict[tuple[int, str], tuple[str, float]] = {}
_lock = threading.Lock()


class Zoom:
    counts_calls = True

    def probe(self, platform: MeetingPlatform, host: str) -> None:
        _forget(platform)
        if host:
            self._call(platform, "GET", f"users/{quote(host, safe='@')}/meetings?page_size=1")
        else:
            _token(platform)

    def create(self, platform: MeetingPlatform, wanted: Wanted) -> Made:
        answer = self._call(
            platform,
            "POST",
            f"users/{quote(wanted.host, safe='@')}/meetings",
            {
                **_schedule(wanted),
                "type": SCHEDULED,
                "password": get_random_string(8, "23456789abcdefghjkmnpqrstuvwxyz"),
                "settings": {
                    "waiting_room": True,
                    "join_before_host": False,
                    "mute_upon_entry": True,
                    "auto_recording": "none",
                    "approval_type": 2,
                },
            },
        )
        if not answer.get("id") or not answer.get("join_url"):
            raise MeetingFault(_("Jawaban Zoom tidak lengkap."))
        # start_url stands in the answer too; it lets anybody in as the host and is dropped here.
        return Made(str(answer["id"]), str(answer.get("password") or ""), str(answer["join_url"]))

    def update(self, platform: MeetingPlatform, known: Known, wanted: Wanted) -> None:
        self._call(platform, "PATCH", f"meetings/{known.meeting_id}", _schedule(wanted))

    def delete(self, platform: MeetingPlatform, known: Known) -> None:
        try:
            self._call(platform, "DELETE", f"meetings/{known.meeting_id}")
        except MeetingFault as fault:
            if not fault.gone:
                raise

    def look(self, platform: MeetingPlatform, known: Known) -> Seen | None:
        try:
            answer = self._call(platform, "GET", f"meetings/{known.meeting_id}")
        except MeetingFault as fault:
            if fault.gone:
                return None
            raise
        try:
            return Seen(datetime.fromisoformat(str(answer["start_time"])))
        except (KeyError, ValueError):
            return Seen()

    def attendance(self, platform: MeetingPlatform, known: Known) -> list[Stay] | None:
        """Every page of the participants report; a line that cannot be read is left out."""
        stays: list[Stay] = []
        token = ""
        for _page in range(MOST_PAGES):
            more = f"&next_page_token={quote(token, safe='')}" if token else ""
            answer = self._call(
                platform, "GET", f"report/meetings/{quote(known.meeting_id)}/participants?page_size=300{more}"
            )
            lines = [line for line in answer.get("participants") or () if isinstance(line, Mapping)]
            stays += [stay for line in lines if (stay := _stay_of(line)) is not None]
            token = str(answer.get("next_page_token") or "")
            if not token:
                break
        return stays

    def entrance(self, platform: MeetingPlatform, known: Known, *, name: str, moderates: bool) -> str:
        raise MeetingFault(_("Rapat Zoom dibuka lewat tautannya sendiri."), final=True)

    def _call(
        self, platform: MeetingPlatform, method: str, path: str, data: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """One call of the API; a token that has run out is fetched anew once."""
        url = f"{(platform.base_url or API).rstrip('/')}/v2/{path}"
        for last in (False, True):
            response = ask(method, url, json=data, headers={"Authorization": f"Bearer {_token(platform)}"})
            answer = _read(response)
            if response.status_code != HTTPStatus.UNAUTHORIZED and answer.get("code") != BAD_TOKEN:
                break
            _forget(platform)
            if last:
                raise MeetingFault(_("Zoom menolak kredensial. Periksa ID dan rahasia aplikasinya."), final=True)
        _refuse(response, answer)
        return answer


def _schedule(wanted: Wanted) -> dict[str, Any]:
    """Local time without ``Z`` beside its zone: with ``Z`` Zoom would take it as UTC."""
    minutes = round((wanted.ends_at - wanted.starts_at) / timedelta(minutes=1))
    return {
        "topic": wanted.topic[:200],
        "start_time": wanted.starts_at.astimezone(ZoneInfo(wanted.zone)).strftime("%Y-%m-%dT%H:%M:%S"),
        "timezone": wanted.zone,
        "duration": max(minutes, 1),
    }


def _stay_of(line: Mapping[str, Any]) -> Stay | None:
    if line.get("status") == "in_waiting_room":
        return None
    try:
        joined, left = (datetime.fromisoformat(str(line[name])) for name in ("join_time", "leave_time"))
    except (KeyError, ValueError):
        return None
    if joined.tzinfo is None or left.tzinfo is None or left < joined:
        return None
    return Stay(" ".join(str(line.get("name") or "").split())[:120], joined, left)


def _token(platform: MeetingPlatform) -> str:
    key = (platform.pk, platform.client_id)
    with _lock:
        kept = _tokens.get(key)
    if kept is not None and kept[1] > time.monotonic():
        return kept[0]
    response = ask(
        "POST",
        f"{(platform.base_url or TOKENS).rstrip('/')}/oauth/token",
        params={"grant_type": "account_credentials", "account_id": platform.account_id},
        auth=(platform.client_id, platform.secret),
    )
    answer = _read(response)
    if response.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED):
        raise MeetingFault(_("Zoom menolak kredensial. Periksa ID dan rahasia aplikasinya."), final=True)
    _refuse(response, answer)
    token = str(answer.get("access_token") or "")
    if not token:
        raise MeetingFault(_("Jawaban Zoom tidak lengkap."))
    lives = int(answer.get("expires_in") or 0)
    with _lock:
        _tokens[key] = (token, time.monotonic() + max(lives - EARLY, 0))
    return token


def _forget(platform: MeetingPlatform) -> None:
    with _lock:
        _tokens.pop((platform.pk, platform.client_id), None)


def _refuse(response: httpx.Response, answer: Mapping[str, Any]) -> None:
    if response.is_success:
        return
    code, said = answer.get("code"), " ".join(str(answer.get("message") or "").split())[:200]
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        raise MeetingFault(_("Zoom meminta menunggu: %(said)s") % {"said": said}, wait=_wait(response))
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise MeetingFault(f"Zoom {response.status_code} {said}".strip())
    if code == NO_MEETING:
        raise MeetingFault(_("Rapat ini sudah tidak ada di Zoom."), gone=True)
    if code == NO_USER:
        raise MeetingFault(_("Pengguna akun ini tidak dikenal di Zoom. Periksa pos-elnya."), final=True)
    raise MeetingFault(f"Zoom {response.status_code} {said}".strip(), final=True)


def _wait(response: httpx.Response) -> timedelta | None:
    """``Retry-After`` of Zoom is a moment for the daily limit, seconds for others' servers in between."""
    header = response.headers.get("Retry-After", "").strip()
    if header.isdecimal():
        return min(timedelta(seconds=int(header)), LONGEST_WAIT)
    try:
        until = datetime.fromisoformat(header)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(until - datetime.now(UTC), timedelta()), LONGEST_WAIT)


def _read(response: httpx.Response) -> dict[str, Any]:
    if not response.content:
        return {}
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
