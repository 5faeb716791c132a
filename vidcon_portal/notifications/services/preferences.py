"""How a person wants to be told."""

from collections.abc import Iterable
from datetime import time

from vidcon_portal.accounts.models import User

from ..choices import MUTABLE, Pace, Topic
from ..models import Preference


def save_preference(
    user: User,
    *,
    mail: Pace,
    whatsapp: Pace,
    muted: Iterable[Topic],
    quiet_from: time | None,
    quiet_until: time | None,
    digest_at: time,
) -> Preference:
    """Write the whole choice; only topics that may be muted are kept."""
    preference, _created = Preference.objects.update_or_create(
        user=user,
        defaults={
            "mail": mail,
            "whatsapp": whatsapp,
            "muted": [topic.value for topic in MUTABLE if topic in set(muted)],
            "quiet_from": quiet_from,
            "quiet_until": quiet_until,
            "digest_at": digest_at,
        },
    )
    return preference
