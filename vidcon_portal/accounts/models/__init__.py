from .appointment import Appointment, Delegation, DutyRoster
from .office import Agency, Holiday, Office
from .position import Position
from .user import User

__all__ = [
    "Agency",
    "Appointment",
    "Delegation",
    "DutyRoster",
    "Holiday",
    "Office",
    "Position",
    "User",
]
