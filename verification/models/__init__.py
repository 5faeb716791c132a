from .check import Check
from .checklist import ChecklistItem
from .coordination import Coordination
from .meeting import Meeting
from .notice import Attendee, LeftoverMeeting, MeetingNotice
from .platform import MeetingAccount, MeetingPlatform
from .preparation import PreparationItem
from .trial import Trial

__all__ = [
    "Attendee",
    "Check",
    "ChecklistItem",
    "Coordination",
    "LeftoverMeeting",
    "Meeting",
    "MeetingAccount",
    "MeetingNotice",
    "MeetingPlatform",
    "PreparationItem",
    "Trial",
]
