"""One mail a day for those who asked for it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..choices import Channel, DeliveryState, Topic
from ..models import Delivery
from ..wake import wake_sender


def bundle_due(*, at: datetime, limit: int = 200) -> int:
    """Write the digests whose hour has come, one per reader and office, each in its own transaction; returns how many."""
    waiting = Delivery.objects.filter(state=DeliveryState.PENDING, digest_at__lte=at)
    pairs = list(waiting.order_by().values_list("recipient", "office").distinct()[:limit])
    return sum(_bundle(recipient, office, at) for recipient, office in pairs)


@transaction.atomic
def _bundle(recipient: int, office: int, at: datetime) -> int:
    rows = list(
        Delivery.objects.filter(recipient=recipient, office=office, state=DeliveryState.PENDING, digest_at__lte=at)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("recipient", "office")
        .order_by("created_at", "pk")
    )
    if not rows:
        return 0
    last = rows[-1]
    with translation.override(last.recipient.language or settings.LANGUAGE_CODE):
        subject = ngettext("Ringkasan: %(n)d kabar", "Ringkasan: %(n)d kabar", len(rows)) % {"n": len(rows)}
        body = "\n".join([*(f"• {row.subject}" for row in rows), "", _("Buka portal untuk membaca selengkapnya.")])
    Delivery.objects.create(
        office=last.office,
        recipient=last.recipient,
        channel=Channel.MAIL,
        topic=Topic.DIGEST,
        address=last.address,
        subject=subject,
        body=body,
        url=reverse("notifications:list"),
        dedupe_key=f"digest-{last.pk}:{recipient}:{Channel.MAIL}",
        next_try_at=at,
        created_at=at,
    )
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(state=DeliveryState.BUNDLED, digest_at=None)
    transaction.on_commit(wake_sender, robust=True)
    return 1
