"""Positions: what a person holds; the procedure binds roles to them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.accounts.choices import Role


class Position(models.Model):
    """A jabatan of an office or of an agency, never of both."""

    office = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("kantor"),
    )
    agency = models.ForeignKey(
        "accounts.Agency",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="positions",
        verbose_name=_("perangkat daerah"),
    )
    title = models.CharField(_("nama jabatan"), max_length=200)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    number_unit = models.CharField(
        _("kode unit pada nomor surat"),
        max_length=40,
        blank=True,
        help_text=_("Naskah jabatan ini bernomor di buku register unit itu, bila bukunya ada; kosong: buku kantor."),
    )
    role = models.CharField(_("peran"), max_length=24, choices=Role)
    superior = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="subordinates",
        verbose_name=_("atasan"),
    )
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    is_active = models.BooleanField(_("aktif"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("jabatan")
        verbose_name_plural = _("jabatan")
        ordering = ["order", "title"]
        constraints = [
            models.CheckConstraint(
                name="position_of_office_or_agency",
                condition=Q(office__isnull=False, agency__isnull=True) | Q(office__isnull=True, agency__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title
