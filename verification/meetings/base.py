"""What a provider of meetings is asked, and what it answers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import httpx
from django.utils.translation import gettext as _

from vidcon_portal.outside import leads_inside

from ..models import MeetingPlatform

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
LONGEST_WAIT = timedelta(hours=25)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A meeting to be made or moved; ``zone`` is an IANA name."""

    topic: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    host: str


@dataclass(frozen=True, slots=True)
class Made:
    """What opens a meeting. The host's start link is never among it. ``through_door``: people enter through the portal."""

    meeting_id: str
    passcode: str = ""
    join_url: str = ""
    through_door: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A meeting that was made."""

    meeting_id: str
    topic: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting as the provider has it now; ``starts_at`` is empty where the provider keeps no time."""

    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """One participant's stay, as the provider reports it after the event."""

    name: str
    joined_at: datetime
    left_at: datetime


class MeetingFault(Exception):
    """The provider did not do it; ``final`` when only a person can mend it, ``gone`` when the meeting is not there."""

    def __init__(self, reason: str, *, final: bool = False, gone: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.final = final or gone
        self.gone = gone
        self.wait = wait


class MeetingProvider(Protocol):
    """Each method raises MeetingFault. ``look`` returns None when the meeting is gone."""

    counts_calls: bool

    def probe(self, platform: MeetingPlatform, host: str) -> None:
        """Prove address and credentials, and that ``host`` (may be empty) is a user there; makes nothing."""
        ...

    def create(self, platform: MeetingPlatform, wanted: Wanted) -> Made: ...

    def update(self, platform: MeetingPlatform, known: Known, wanted: Wanted) -> None: ...

    def delete(self, platform: MeetingPlatform, known: Known) -> None: ...

    def look(self, platform: MeetingPlatform, known: Known) -> Seen | None: ...

    def attendance(self, platform: MeetingPlatform, known: Known) -> list[Stay] | None:
        """Who was there, after the event; None where the provider keeps no such list."""
        ...

    def entrance(self, platform: MeetingPlatform, known: Known, *, name: str, moderates: bool) -> str:
        """The address that lets one person in; only for meetings ``through_door``."""
        ...


def ask(method: str, url: str, **options: object) -> httpx.Response:
    """One request; redirects are not followed, for they would carry secrets elsewhere. None goes into our own network."""
    if leads_inside(url):
        raise MeetingFault(_("Alamat penyedia berada di jaringan dalam server. Perbaiki alamatnya."), final=True)
    try:
        return httpx.request(method, url, timeout=TIMEOUT, **options)  # type: ignore[arg-type]
    except httpx.TimeoutException as error:
        raise MeetingFault(_("Penyedia rapat tidak menjawab dalam 15 detik.")) from error
    except httpx.HTTPError as error:
        raise MeetingFault(
            _("Penyedia rapat tidak dapat dihubungi (%(error)s).") % {"error": type(error).__name__}
        ) from error
