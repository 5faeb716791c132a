from .delivery import Delivery, DeliveryQuerySet
from .gateway import Gateway
from .message_text import MessageText
from .preference import Preference
from .told import Told

__all__ = ["Delivery", "DeliveryQuerySet", "Gateway", "MessageText", "Preference", "Told"]
