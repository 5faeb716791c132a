"""The universal moves, equal for all offices (DESIGN §3.2): one table."""

from collections.abc import Mapping
from types import MappingProxyType

from .adjusting import Adjust
from .base import Move
from .closing import Cancel, CancelSessions, Lapse, Reject, Reopen
from .displacing import Displace
from .handing import Reassign, Recall, Return, Skip
from .meetings import SetMeeting
from .rules import ConfirmLeader, Dispense, MissDeadline, ResumeClock
from .times import Offer, Reschedule

MOVES: Mapping[str, Move] = MappingProxyType(
    {
        move.name: move
        for move in (
            Return(),
            Skip(),
            Recall(),
            Reassign(),
            Offer(),
            Reschedule(),
            Displace(),
            Adjust(),
            SetMeeting(),
            Dispense(),
            ConfirmLeader(),
            Reject(),
            CancelSessions(),
            Cancel(),
            Reopen(),
            Lapse(),
            MissDeadline(),
            ResumeClock(),
        )
    }
)

__all__ = ["MOVES", "Move"]
