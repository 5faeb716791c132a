"""Every write on allocations. All run in the caller's transaction, with the booking's row already locked.

In one transaction call what frees before what only takes (``locks``).
"""

from .blocks import block_resource, end_block
from .displacing import Displaced, Displacement, Fate, displace, may_give_way
from .ending import end_session
from .holds import HoldResult, confirm_booking, hold_booking, hold_waiting, lapse_hold, release_booking
from .options import OptionsHold, drop_options, hold_options, move_instead, take_option
from .times import extend_session, move_sessions, refresh_bounds
from .trials import TrialHold, hold_trial
from .units import adjust_allocation

__all__ = [
    "Displaced",
    "Displacement",
    "Fate",
    "HoldResult",
    "OptionsHold",
    "TrialHold",
    "adjust_allocation",
    "block_resource",
    "confirm_booking",
    "displace",
    "drop_options",
    "end_block",
    "end_session",
    "extend_session",
    "hold_booking",
    "hold_options",
    "hold_trial",
    "hold_waiting",
    "lapse_hold",
    "may_give_way",
    "move_instead",
    "move_sessions",
    "refresh_bounds",
    "release_booking",
    "take_option",
]
