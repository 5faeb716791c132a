"""The books in which numbers are taken."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from vidcon_portal.documents.choices import RegisterKind
from vidcon_portal.documents.errors import BadPatternError
from vidcon_portal.documents.patterns import format_number

UNIT_BOOKS = frozenset(
    {RegisterKind.OUTGOING, RegisterKind.MEMO, RegisterKind.REPORT, RegisterKind.ASSIGNMENT, RegisterKind.RECORD}
)
"""Whose numbers a unit of the office may keep apart; agenda, tickets and complaints are the office's."""


class Register(models.Model):
    """One office's numbers of one kind, unit and year: no gap, no number twice.

    Only ``numbering.take_number`` advances ``last_number``, under the row's lock.
    """

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="registers", verbose_name=_("kantor"))
    kind = models.CharField(_("jenis"), max_length=10, choices=RegisterKind)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(_("tahun"))
    pattern = models.CharField(
        _("pola nomor"),
        max_length=120,
        help_text=_(
            "Isian: {klasifikasi} {nomor} {nomor:03} {unit} {jenis} {bulan} {bulan_romawi} {tahun} {keamanan}. "
            "Tahun berikutnya memakai pola tahun ini."
        ),
    )
    classification = models.CharField(_("kode klasifikasi"), max_length=30, default="000.1.4", blank=True)
    last_number = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        verbose_name = _("register")
        verbose_name_plural = _("register")
        ordering = ["office", "-year", "kind", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "unit", "year"], name="register_once_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year} {self.office}"

    def clean(self) -> None:
        """Refuse a pattern that could not be filled in, and a unit's numbers that could equal the office's own."""
        try:
            format_number(self.pattern, serial=1, on=date(2026, 1, 1), kind=self.kind)
        except BadPatternError as error:
            raise ValidationError({"pattern": error.sentence}) from error
        if self.unit and self.kind not in UNIT_BOOKS:
            raise ValidationError({"unit": _("Buku ini satu untuk seluruh kantor. Kosongkan unitnya.")})
        if self.unit and "{unit}" not in self.pattern and self.unit not in self.pattern:
            raise ValidationError(
                {"pattern": _("Pola buku unit harus memuat {unit}, agar nomornya tidak sama dengan nomor kantor.")}
            )
