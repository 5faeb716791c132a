from .check import Check
from .coordination import Coordination
from .meeting import Meeting
from .platform import MeetingAccount, MeetingPlatform
from .preparation import PreparationItem
from .trial import Trial

__all__ = ["Check", "Coordination", "Meeting", "MeetingAccount", "MeetingPlatform", "PreparationItem", "Trial"]
