"""WhatsApp through somebody else's server: one protocol, one explicit table. No call happens inside a transaction."""

from collections.abc import Mapping

from ..choices import Provider
from .base import Outgoing, WhatsAppGateway
from .cloud_api import CloudApi
from .demo import Demo
from .fonnte import Fonnte
from .wablas import Wablas

GATEWAYS: Mapping[Provider, WhatsAppGateway] = {
    Provider.FONNTE: Fonnte(),
    Provider.WABLAS: Wablas(),
    Provider.CLOUD_API: CloudApi(),
    Provider.DEMO: Demo(),
}

__all__ = ["GATEWAYS", "Outgoing", "WhatsAppGateway"]
