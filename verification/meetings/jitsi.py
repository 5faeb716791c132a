"""Jitsi Meet: an unguessable room name; where the server asks for a token, one is signed for each person who enters."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import jwt
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from ..models import MeetingPlatform
from .base import Known, Made, MeetingFault, Seen, Stay, Wanted, ask

AFTER_THE_END = timedelta(hours=2)
"""How long after the planned end a token still opens the room: events run late."""


class Jitsi:
    counts_calls = False

    def probe(self, platform: MeetingPlatform, host: str) -> None:
        """That a server answers there; whether it takes our tokens is seen only on entering."""
        response = ask("GET", platform.base_url)
        if not response.is_success:
            raise MeetingFault(_("Server Jitsi menjawab %(code)s. Periksa alamatnya.") % {"code": response.status_code})

    def create(self, platform: MeetingPlatform, wanted: Wanted) -> Made:
        room = f"vidcon-{get_random_string(20).lower()}"
        if platform.secret:
            return Made(room, through_door=True)
        return Made(room, join_url=_address(platform, room))

    def update(self, platform: MeetingPlatform, known: Known, wanted: Wanted) -> None:
        """Rooms keep no time."""

    def delete(self, platform: MeetingPlatform, known: Known) -> None:
        """A room is only a name; without its link it is not found again."""

    def look(self, platform: MeetingPlatform, known: Known) -> Seen | None:
        return Seen()

    def attendance(self, platform: MeetingPlatform, known: Known) -> list[Stay] | None:
        return None

    def entrance(self, platform: MeetingPlatform, known: Known, *, name: str, moderates: bool) -> str:
        now = datetime.now(UTC)
        claims = {
            "aud": "jitsi",
            "iss": platform.client_id,
            "sub": urlsplit(platform.base_url).hostname or "",
            "room": known.meeting_id,
            "nbf": now - timedelta(minutes=1),
            "exp": max(known.ends_at, now) + AFTER_THE_END,
            "context": {"user": {"name": name, "affiliation": "owner" if moderates else "member"}},
        }
        token = jwt.encode(claims, platform.secret, algorithm="HS256")
        return f"{_address(platform, known.meeting_id)}?jwt={token}"


def _address(platform: MeetingPlatform, room: str) -> str:
    return f"{platform.base_url.rstrip('/')}/{room}"
