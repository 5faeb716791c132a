"""How a person wants to be told."""

from datetime import time

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import Pace, Topic

QUIET_FROM = time(20, 0)
QUIET_UNTIL = time(7, 0)


class Preference(models.Model):
    """One per person who changed something; who has none gets everything at once, except in quiet hours.

    The portal's own list always gets every message. Hours are those of the office that writes.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="message_preference")
    mail = models.CharField(_("pos-el"), max_length=8, choices=Pace, default=Pace.AT_ONCE)
    whatsapp = models.CharField(
        "WhatsApp", max_length=8, choices=[Pace.AT_ONCE.pair, Pace.NEVER.pair], default=Pace.AT_ONCE
    )
    muted = ArrayField(models.CharField(max_length=12, choices=Topic), default=list, blank=True)
    quiet_from = models.TimeField(_("tenang mulai"), null=True, blank=True, default=QUIET_FROM)
    quiet_until = models.TimeField(_("tenang sampai"), null=True, blank=True, default=QUIET_UNTIL)
    digest_at = models.TimeField(_("jam ringkasan"), default=QUIET_UNTIL)

    class Meta:
        verbose_name = _("pilihan pemberitahuan")
        verbose_name_plural = _("pilihan pemberitahuan")
        constraints = [
            models.CheckConstraint(
                name="preference_quiet_has_both_ends",
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
