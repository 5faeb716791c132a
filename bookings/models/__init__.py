from .block import Block
from .booking import Booking, Flag
from .calendar_secret import CalendarSecret
from .disposition import Disposition, DispositionRecipient
from .event import Event, TrailHead
from .imported import ImportedRow
from .kit_loan import KitLoan
from .letter import BookingLetter, IncomingLetter
from .message import BookingFile, Message, MessageRead
from .paper import BookingPaper
from .passcode_view import PasscodeView
from .progress import OverallRun, RowRun, StepAssignment, StepRun, Timer
from .resource import Allocation, Option, Resource
from .session import Session

__all__ = [
    "Allocation",
    "Block",
    "Booking",
    "BookingFile",
    "BookingLetter",
    "BookingPaper",
    "CalendarSecret",
    "Disposition",
    "DispositionRecipient",
    "Event",
    "Flag",
    "ImportedRow",
    "IncomingLetter",
    "KitLoan",
    "Message",
    "MessageRead",
    "Option",
    "OverallRun",
    "PasscodeView",
    "Resource",
    "RowRun",
    "Session",
    "StepAssignment",
    "StepRun",
    "Timer",
    "TrailHead",
]
