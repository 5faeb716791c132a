"""The gateway of an office: written by its admin, tried with one message."""

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.db import transaction
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor

from ..choices import Provider
from ..gateways import GATEWAYS, Outgoing
from ..models import Gateway


@transaction.atomic
def save_gateway(gateway: Gateway, *, by: Actor) -> Gateway:
    """Write it; that somebody did is kept, the token is not."""
    is_new = gateway.pk is None
    gateway.save()
    assert by.user is not None, "a gateway is connected by somebody"
    LogEntry.objects.log_actions(by.user.pk, [gateway], ADDITION if is_new else CHANGE, "", single_object=True)
    return gateway


def send_trial(gateway: Gateway, *, number: str) -> None:
    """One message outside the outbox. Raises NotDelivered; not inside a transaction."""
    message = Outgoing(
        number=number.lstrip("+"),
        subject=_("Pesan uji Portal Vidcon"),
        body=_("Gerbang WhatsApp %(office)s tersambung.") % {"office": gateway.office},
        link="",
    )
    GATEWAYS[Provider(gateway.provider)].send(gateway, message)
