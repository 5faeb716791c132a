from .delivery import Delivery, DeliveryQuerySet
from .gateway import Gateway
from .preference import Preference

__all__ = ["Delivery", "DeliveryQuerySet", "Gateway", "Preference"]
