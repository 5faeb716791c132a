"""The closed list of looks that a state can take (``data-st`` in the markup)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """How a thing looks, never what it is: each enum of the wings maps its members to one of these."""

    WAITING = "waiting", _("menunggu")
    HELD = "held", _("ditahan")
    CONFIRMED = "confirmed", _("terkonfirmasi")
    TRIAL = "trial", _("uji coba")
    LIVE = "live", _("berlangsung")
    DONE = "done", _("selesai")
    RETURNED = "returned", _("dikembalikan")
    REFUSED = "refused", _("ditolak")
    OVERDUE = "overdue", _("lewat waktu")
    LEADER = "leader", _("pimpinan")
    NEUTRAL = "neutral", _("netral")


class Shape(TextChoices):
    """The SOP AP symbol of a node."""

    PROCESS = "process", _("proses")
    TERMINAL = "terminal", _("mulai atau selesai")
    DECISION = "decision", _("keputusan")
