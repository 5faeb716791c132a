from .appointment import Appointment, Delegation, DutyRoster
from .office import Agency, Holiday, Office
from .position import Position
from .token import ApiToken, IdempotencyKey
from .user import User

__all__ = [
    "Agency",
    "ApiToken",
    "Appointment",
    "Delegation",
    "DutyRoster",
    "Holiday",
    "IdempotencyKey",
    "Office",
    "Position",
    "User",
]
