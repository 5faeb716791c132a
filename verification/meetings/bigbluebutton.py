"""BigBlueButton: every call carries a checksum over its name, its query and the shared secret.

A meeting exists on the server only while somebody is in it, so it is made when the first person enters.
"""

import hashlib
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from ..models import MeetingPlatform
from .base import Known, Made, MeetingFault, Seen, Stay, Wanted, ask

NOT_FOUND = "notFound"
CHECKSUM = "checksumError"
LONGEST_ANSWER = 200_000


class BigBlueButton:
    counts_calls = False

    def probe(self, platform: MeetingPlatform, host: str) -> None:
        self._call(platform, "getMeetings", {})

    def create(self, platform: MeetingPlatform, wanted: Wanted) -> Made:
        """Choose an unguessable room and prove that the server answers to our secret."""
        self._call(platform, "getMeetings", {})
        return Made(get_random_string(24).lower(), through_door=True)

    def update(self, platform: MeetingPlatform, known: Known, wanted: Wanted) -> None:
        """Rooms keep no time."""

    def delete(self, platform: MeetingPlatform, known: Known) -> None:
        """End it for everybody; what does not run needs no end."""
        try:
            self._call(platform, "end", {"meetingID": known.meeting_id})
        except MeetingFault as fault:
            if not fault.gone:
                raise

    def look(self, platform: MeetingPlatform, known: Known) -> Seen | None:
        """A room that nobody has entered yet is no drift."""
        self._call(platform, "isMeetingRunning", {"meetingID": known.meeting_id})
        return Seen()

    def attendance(self, platform: MeetingPlatform, known: Known) -> list[Stay] | None:
        return None

    def entrance(self, platform: MeetingPlatform, known: Known, *, name: str, moderates: bool) -> str:
        """Make the room (again changes nothing) and sign one person's way in."""
        self._call(
            platform,
            "create",
            {
                "name": known.topic[:128] or known.meeting_id,
                "meetingID": known.meeting_id,
                "record": "false",
                "muteOnStart": "true",
                "guestPolicy": "ASK_MODERATOR",
            },
        )
        return _address(
            platform,
            "join",
            {
                "fullName": name,
                "meetingID": known.meeting_id,
                "role": "MODERATOR" if moderates else "VIEWER",
                "guest": "false" if moderates else "true",
                "redirect": "true",
            },
        )

    def _call(self, platform: MeetingPlatform, call: str, parameters: dict[str, str]) -> ET.Element:
        response = ask("GET", _address(platform, call, parameters))
        if not response.is_success:
            raise MeetingFault(f"BigBlueButton {response.status_code}", final=response.is_client_error)
        text = response.text
        if len(text) > LONGEST_ANSWER or "<!DOCTYPE" in text or "<!ENTITY" in text:
            raise MeetingFault(_("Jawaban BigBlueButton tidak dapat dibaca."))
        try:
            answer = ET.fromstring(text)  # noqa: S314 - without DOCTYPE and ENTITY nothing expands
        except ET.ParseError as error:
            raise MeetingFault(_("Jawaban BigBlueButton tidak dapat dibaca.")) from error
        if answer.findtext("returncode") != "SUCCESS":
            key, said = answer.findtext("messageKey") or "", answer.findtext("message") or ""
            if key == CHECKSUM:
                raise MeetingFault(_("BigBlueButton menolak rahasia kita. Periksa rahasianya."), final=True)
            raise MeetingFault(f"BigBlueButton: {said or key}"[:200], gone=key == NOT_FOUND, final=True)
        return answer


def checksum(call: str, query: str, secret: str, *, algorithm: str = "sha256") -> str:
    """The digest of call, query and secret in a row, over exactly the query that is sent."""
    return hashlib.new(algorithm, f"{call}{query}{secret}".encode()).hexdigest()


def _address(platform: MeetingPlatform, call: str, parameters: dict[str, str]) -> str:
    query = urlencode(parameters)
    signed = urlencode({**parameters, "checksum": checksum(call, query, platform.secret)})
    base = platform.base_url.rstrip("/").removesuffix("/api")
    return f"{base}/api/{call}?{signed}"
