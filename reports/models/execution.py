"""The session as it really ran."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from bookings.models import Booking
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import on_page

from ..choices import LogKind, Quality


class Execution(models.Model):
    session = models.OneToOneField("bookings.Session", models.CASCADE, related_name="execution")
    started_at = models.DateTimeField(_("mulai nyata"), null=True, blank=True)
    started_early = models.BooleanField(_("lebih awal dari rencana"), default=False)
    finished_at = models.DateTimeField(_("selesai nyata"), null=True, blank=True)
    not_held_reason = models.TextField(_("alasan tidak terlaksana"), blank=True)
    participants_peak = models.PositiveIntegerField(_("peserta terbanyak"), null=True, blank=True)
    connection = models.CharField(_("mutu sambungan"), max_length=6, choices=Quality, blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("pelaksanaan")
        verbose_name_plural = _("pelaksanaan")

    def __str__(self) -> str:
        return str(self.session)


class LogEntry(models.Model):
    """One line of the live log; ``occurred_at`` may lie before ``recorded_at`` (queued offline)."""

    execution = models.ForeignKey(Execution, models.CASCADE, related_name="log")
    kind = models.CharField(max_length=10, choices=LogKind)
    text = models.CharField(_("catatan"), max_length=500, blank=True)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("catatan pelaksanaan")
        verbose_name_plural = _("catatan pelaksanaan")
        ordering = ["occurred_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text}".strip()


def entries_of(booking: Booking) -> list[LogEntry]:
    """The live log of every session, in the order in which it happened; one query, one a page."""
    return on_page(("log", booking.pk), lambda: _entries().all(booking=booking.pk))


@kept
def _entries() -> models.QuerySet[LogEntry]:
    entries = LogEntry.objects.filter(execution__session__booking=Given("booking")).select_related("execution")
    return entries.order_by("occurred_at", "pk")
