"""Time in which a resource is out of use: maintenance of a thing, leave of a person."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import BLOCKS


class BlockQuerySet(models.QuerySet["Block"]):
    def standing(self, *, at: datetime) -> "BlockQuerySet":
        """What is not over, and was not ended before its time."""
        return self.filter(ended_at__isnull=True, ends_at__gt=at)


class Block(models.Model):
    """What was asked for; its allocations are what is really taken, which is less while events still stand there.

    What repeats weekly is a block for each date, with one ``series``. ``made_by`` is empty for what stood before the
    portal kept it. ``ended_at`` is when somebody ended or cancelled it early; ``ends_at`` is then what was really used.
    """

    resource = models.ForeignKey("bookings.Resource", models.PROTECT, related_name="blocks")
    purpose = models.CharField(_("keperluan"), max_length=12, choices=[(each.value, each.label) for each in BLOCKS])
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"))
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    series = models.UUIDField(null=True, blank=True, editable=False)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("oleh"))
    made_at = models.DateTimeField(_("dicatat"))
    ended_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name=_("diakhiri oleh")
    )
    ended_at = models.DateTimeField(_("diakhiri"), null=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("waktu tidak tersedia")
        verbose_name_plural = _("waktu tidak tersedia")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="block_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]
        indexes = [
            models.Index(fields=["ends_at"], condition=Q(ended_at__isnull=True), name="block_standing"),
            models.Index(fields=["series"], condition=Q(series__isnull=False), name="block_by_series"),
        ]

    def __str__(self) -> str:
        return f"{self.resource} {self.starts_at:%d-%m-%Y %H.%M}"
