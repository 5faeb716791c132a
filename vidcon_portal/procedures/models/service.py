"""What an office offers."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.kept import Given, kept

from ..choices import Mode

if TYPE_CHECKING:
    from .procedure import Procedure


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services of offices."""

    def with_limits(self) -> "ServiceQuerySet":
        """With what ``events_at_once`` asks, read in the same statement."""
        in_force = models.FilteredRelation("procedures", condition=models.Q(procedures__status="in_force"))
        return self.annotate(
            in_force=in_force,
            limit=models.F("in_force__max_concurrent_events"),
            limited_since=models.F("in_force__in_force_from"),
        )


class Service(models.Model):
    """One service of one office; its SOP versions are ``Procedure`` rows."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="services")
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("nama layanan"), max_length=200)
    summary = models.TextField(_("ringkasan untuk pemohon"), blank=True)
    modes = ArrayField(models.CharField(max_length=12, choices=Mode), verbose_name=_("ragam layanan"), default=list)
    is_active = models.BooleanField(_("aktif"), default=True)

    history = HistoricalRecords()

    objects = ServiceQuerySet.as_manager()

    limit: int | None
    limited_since: date | None  # both of the SOP in force, by ``with_limits``

    class Meta:
        verbose_name = _("layanan")
        verbose_name_plural = _("layanan")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="service_code_once_per_office")]

    def __str__(self) -> str:
        return self.name

    def procedure_on(self, day: date) -> "Procedure | None":
        """The SOP in force on a local date of the office."""
        found = _in_force().first(service=self.pk, day=day)
        if found is not None:
            found.service = self
        return found

    def events_at_once(self, day: date) -> int | None:
        """How many events the office serves at once by the SOP in force on a local date; None without a limit.

        Only of services read ``with_limits``.
        """
        return self.limit if self.limited_since is not None and self.limited_since <= day else None


@kept
def _in_force() -> "models.QuerySet[Procedure]":
    from .procedure import Procedure  # it names this module

    versions = Procedure.objects.filter(
        service=Given("service"), status=Procedure.Status.IN_FORCE, in_force_from__lte=Given("day")
    )
    return versions.order_by("-in_force_from")[:1]
