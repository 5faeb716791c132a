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


class Service(models.Model):
    """One service of one office; its SOP versions are ``Procedure`` rows."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="services")
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("nama layanan"), max_length=200)
    summary = models.TextField(_("ringkasan untuk pemohon"), blank=True)
    modes = ArrayField(models.CharField(max_length=12, choices=Mode), verbose_name=_("ragam layanan"), default=list)
    is_active = models.BooleanField(_("aktif"), default=True)

    history = HistoricalRecords()

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
        """How many events the office serves at once by the SOP in force on a local date; None without a limit."""
        return _limits().first(service=self.pk, day=day)


@kept
def _in_force() -> "models.QuerySet[Procedure]":
    return _versions()[:1]


def _versions() -> "models.QuerySet[Procedure]":
    from .procedure import Procedure  # it names this module

    versions = Procedure.objects.filter(
        service=Given("service"), status=Procedure.Status.IN_FORCE, in_force_from__lte=Given("day")
    )
    return versions.order_by("-in_force_from")


@kept
def _limits() -> "models.QuerySet[Procedure, int | None]":
    return _versions().values_list("max_concurrent_events", flat=True)[:1]
