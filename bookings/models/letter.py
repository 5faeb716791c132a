"""The register of incoming letters, and which booking each belongs to."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from ..choices import Channel, LetterRelation, Nature


class IncomingLetter(models.Model):
    """One entry of the agenda. ``is_owed``: asked orally or by WhatsApp, the letter follows."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="incoming_letters")
    agenda_year = models.PositiveSmallIntegerField(_("tahun agenda"), null=True, blank=True)
    agenda_number = models.PositiveIntegerField(_("nomor agenda"), null=True, blank=True)
    sender = models.ForeignKey("accounts.Agency", models.PROTECT, related_name="letters_sent")
    number = models.CharField(_("nomor surat"), max_length=120, blank=True)
    dated_on = models.DateField(_("tanggal surat"), null=True, blank=True)
    received_at = models.DateTimeField(_("diterima"))
    subject = models.CharField(_("hal"), max_length=300)
    nature = models.CharField(_("sifat"), max_length=10, choices=Nature, default=Nature.ORDINARY)
    channel = models.CharField(_("jalur"), max_length=10, choices=Channel, default=Channel.PORTAL)
    srikandi_number = models.CharField(_("nomor Srikandi"), max_length=120, blank=True)
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    is_owed = models.BooleanField(_("surat menyusul"), default=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("surat masuk")
        verbose_name_plural = _("surat masuk")
        ordering = ["-agenda_year", "-agenda_number"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "agenda_year", "agenda_number"], name="letter_agenda_number_once"
            ),
            models.CheckConstraint(
                name="letter_has_number_unless_owed",
                condition=Q(is_owed=True) | Q(dated_on__isnull=False) & ~Q(number=""),
            ),
        ]
        indexes = [models.Index(fields=["sender", "dated_on"], name="letter_of_sender_and_day")]

    def __str__(self) -> str:
        return self.number or str(_("Surat menyusul"))

    @property
    def agenda(self) -> str:
        return f"{self.agenda_number}/{self.agenda_year}" if self.agenda_number else ""


class BookingLetter(models.Model):
    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="letter_links")
    letter = models.ForeignKey(IncomingLetter, models.PROTECT, related_name="booking_links")
    relation = models.CharField(max_length=14, choices=LetterRelation, default=LetterRelation.MAIN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "letter"], name="letter_once_per_booking"),
            models.UniqueConstraint(
                fields=["booking"], condition=Q(relation="main"), name="letter_one_main_per_booking"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking} ← {self.letter}"
