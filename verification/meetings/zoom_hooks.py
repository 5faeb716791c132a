"""What Zoom sends by itself (https://developers.zoom.us/docs/api/webhooks/): signed, at most five minutes old."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ..choices import NoticeKind

WINDOW = timedelta(minutes=5)
VALIDATION = "endpoint.url_validation"
KINDS: Mapping[str, NoticeKind] = {
    "meeting.started": NoticeKind.STARTED,
    "meeting.ended": NoticeKind.ENDED,
    "meeting.participant_joined": NoticeKind.JOINED,
    "meeting.participant_left": NoticeKind.LEFT,
}
_MOMENTS: Mapping[NoticeKind, str] = {
    NoticeKind.STARTED: "start_time",
    NoticeKind.ENDED: "end_time",
    NoticeKind.JOINED: "join_time",
    NoticeKind.LEFT: "leave_time",
}
_PLAIN_TOKEN = re.compile(r"[A-Za-z0-9_=+/.-]{1,128}")


@dataclass(frozen=True, slots=True)
class Told:
    """One message, as far as the portal keeps it."""

    kind: NoticeKind
    meeting_id: str
    occurred_at: datetime
    who: str


def is_genuine(secret: str, timestamp: str, signature: str, body: bytes, *, at: datetime) -> bool:
    """Whether the message was signed with the secret token, and lately: an old one could be a copy."""
    if not (secret and timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 15):
        return False
    moment = int(timestamp) / (1000 if len(timestamp) > 11 else 1)
    if abs(at.timestamp() - moment) > WINDOW.total_seconds():
        return False
    wanted = f"v0={_digest(secret, b'v0:' + timestamp.encode() + b':' + body)}"
    return hmac.compare_digest(wanted.encode(), signature.encode())


def answer_to(secret: str, payload: Mapping[str, Any]) -> dict[str, str] | None:
    """The answer to Zoom's question whether the address is ours.

    A token with a colon is refused: whoever could have such a one answered would have a signature made.
    """
    token = payload.get("plainToken")
    if not isinstance(token, str) or not _PLAIN_TOKEN.fullmatch(token):
        return None
    return {"plainToken": token, "encryptedToken": _digest(secret, token.encode())}


def read(event: Mapping[str, Any], *, at: datetime) -> Told | None:
    """What a message says; None for what the portal does not keep."""
    kind = KINDS.get(str(event.get("event")))
    payload = event.get("payload")
    thing = payload.get("object") if isinstance(payload, Mapping) else None
    if kind is None or not isinstance(thing, Mapping) or not thing.get("id"):
        return None
    person = thing.get("participant") if kind in (NoticeKind.JOINED, NoticeKind.LEFT) else thing
    if not isinstance(person, Mapping):
        return None
    moment = _moment(person.get(_MOMENTS[kind])) or _moment(event.get("event_ts")) or at
    number = str(person.get("participant_uuid") or person.get("user_id") or "") if person is not thing else ""
    who = hashlib.sha256(f"{thing['id']} {number}".encode()).hexdigest()[:16] if number else ""
    return Told(kind, str(thing["id"])[:80], min(moment, at), who)


def _moment(given: Any) -> datetime | None:
    if isinstance(given, int) and 0 < given < 10**14:
        return datetime.fromtimestamp(given / 1000, UTC)
    try:
        moment = datetime.fromisoformat(str(given))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _digest(secret: str, content: bytes) -> str:
    return hmac.digest(secret.encode(), content, "sha256").hex()
