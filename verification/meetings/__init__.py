"""Meetings at a provider: one protocol, one explicit table. By hand always works; no call happens inside a transaction."""

from collections.abc import Mapping

from ..choices import Platform
from .base import Known, Made, MeetingFault, MeetingProvider, Seen, Stay, Wanted
from .bigbluebutton import BigBlueButton
from .jitsi import Jitsi
from .zoom import Zoom

PROVIDERS: Mapping[Platform, MeetingProvider] = {
    Platform.ZOOM: Zoom(),
    Platform.BIGBLUEBUTTON: BigBlueButton(),
    Platform.JITSI: Jitsi(),
}

__all__ = ["PROVIDERS", "Known", "Made", "MeetingFault", "MeetingProvider", "Seen", "Stay", "Wanted"]
