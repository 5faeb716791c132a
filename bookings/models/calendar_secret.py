"""Secret addresses of calendars: whoever has one reads, until it is renewed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import CalendarKind


class CalendarSecret(models.Model):
    """A feed of a user, room or office, or the screen of a room; at most one is in force for each.

    The token stands in clear, because its owner must be able to copy the address again; it opens titles and times of
    ordinary events, never contacts or passcodes. Renewing sets ``revoked_at`` and writes a new row.
    """

    kind = models.CharField(_("jenis"), max_length=8, choices=CalendarKind)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", verbose_name=_("kantor"))
    user = models.ForeignKey(
        "accounts.User", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("pengguna")
    )
    resource = models.ForeignKey(
        "bookings.Resource", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ruang")
    )
    token = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("dibuat"))
    revoked_at = models.DateTimeField(_("dicabut"), null=True, blank=True)

    class Meta:
        verbose_name = _("tautan kalender")
        verbose_name_plural = _("tautan kalender")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                name="calendarsecret_names_its_subject",
                condition=Q(kind=CalendarKind.USER, user__isnull=False, resource__isnull=True)
                | Q(kind=CalendarKind.OFFICE, user__isnull=True, resource__isnull=True)
                | Q(kind__in=(CalendarKind.ROOM, CalendarKind.DISPLAY), user__isnull=True, resource__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "office", "user", "resource"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="calendarsecret_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.user or self.resource or self.office}"
