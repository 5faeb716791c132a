"""Shows in the outbox what would go out, and sends nothing."""

from ..models import Gateway
from .base import Outgoing


class Demo:
    def send(self, gateway: Gateway, message: Outgoing) -> str:
        return "demo"
