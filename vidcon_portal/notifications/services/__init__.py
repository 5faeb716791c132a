from .connecting import save_gateway, send_trial
from .digests import bundle_due
from .preferences import save_preference
from .reading import mark_read, open_short
from .sending import BACK_OFF, CLAIM, Sweep, mark_handed_over, retry, retry_failed, send_due
from .telling import not_yet_told, note_told, reset_text, save_text, tell
from .writing import notify

__all__ = [
    "BACK_OFF",
    "CLAIM",
    "Sweep",
    "bundle_due",
    "mark_handed_over",
    "mark_read",
    "not_yet_told",
    "note_told",
    "notify",
    "open_short",
    "reset_text",
    "retry",
    "retry_failed",
    "save_gateway",
    "save_preference",
    "save_text",
    "send_due",
    "send_trial",
    "tell",
]
