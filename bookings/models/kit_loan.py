"""Who has a unit of the kit in his hands, and how it was when it went out and when it came back."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ..choices import Condition


class KitLoan(models.Model):
    """One going out and coming back of one unit or set; at most one is open for each.

    Moments are those at which it happened, for a phone without a connection tells of them later.
    """

    resource = models.ForeignKey("bookings.Resource", models.PROTECT, related_name="loans", verbose_name=_("alat"))
    booking = models.ForeignKey(
        "bookings.Booking",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kit_loans",
        verbose_name=_("permohonan"),
    )
    receiver = models.CharField(_("diserahkan kepada"), max_length=200)
    given_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("diserahkan oleh"))
    given_at = models.DateTimeField(_("diserahkan pada"))
    condition_out = models.CharField(_("keadaan saat diserahkan"), max_length=6, choices=Condition)
    note_out = models.CharField(_("catatan saat diserahkan"), max_length=300, blank=True)
    returned_by = models.CharField(_("dikembalikan oleh"), max_length=200, blank=True)
    taken_back_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("diterima kembali oleh"),
    )
    returned_at = models.DateTimeField(_("kembali pada"), null=True, blank=True)
    condition_in = models.CharField(_("keadaan saat kembali"), max_length=6, choices=Condition, blank=True)
    note_in = models.CharField(_("catatan saat kembali"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("serah terima alat")
        verbose_name_plural = _("serah terima alat")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource"], condition=Q(returned_at__isnull=True), name="kitloan_one_open_per_unit"
            ),
            models.CheckConstraint(
                name="kitloan_back_after_out",
                condition=Q(returned_at__isnull=True) | Q(returned_at__gte=F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.resource}: {self.receiver}"

    @property
    def is_open(self) -> bool:
        return self.returned_at is None
