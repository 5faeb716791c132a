from .digests import bundle_due
from .preferences import save_preference
from .reading import mark_read, open_short
from .sending import BACK_OFF, CLAIM, Sweep, mark_handed_over, retry, retry_failed, send_due
from .writing import notify

__all__ = [
    "BACK_OFF",
    "CLAIM",
    "Sweep",
    "bundle_due",
    "mark_handed_over",
    "mark_read",
    "notify",
    "open_short",
    "retry",
    "retry_failed",
    "save_preference",
    "send_due",
]
