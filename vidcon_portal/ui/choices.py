"""The closed list of looks that a state can take (``data-st`` in the markup)."""

from django.db.models import TextChoices


class State(TextChoices):
    """How a thing looks, never what it is: each enum of the wings maps its members to one of these."""

    WAITING = "waiting", "menunggu"
    HELD = "held", "ditahan"
    CONFIRMED = "confirmed", "terkonfirmasi"
    TRIAL = "trial", "uji coba"
    LIVE = "live", "berlangsung"
    DONE = "done", "selesai"
    RETURNED = "returned", "dikembalikan"
    REFUSED = "refused", "ditolak"
    OVERDUE = "overdue", "lewat waktu"
    LEADER = "leader", "pimpinan"
    NEUTRAL = "neutral", "netral"


class Shape(TextChoices):
    """The SOP AP symbol of a node."""

    PROCESS = "process", "proses"
    TERMINAL = "terminal", "mulai atau selesai"
    DECISION = "decision", "keputusan"
