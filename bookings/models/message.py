"""Conversation on a request, and the files that belong to it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A word between agency and office; ``is_internal`` notes stay inside the office."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="messages")
    author = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    author_title = models.CharField(max_length=420, blank=True)
    from_office = models.BooleanField(default=False)
    is_internal = models.BooleanField(_("catatan internal"), default=False)
    body = models.TextField(_("pesan"))
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pesan")
        verbose_name_plural = _("pesan")
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="message_internal_only_from_office",
                condition=Q(is_internal=False) | Q(from_office=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.body[:40]}"


class MessageRead(models.Model):
    """Until when a user has read the conversation of a booking, and on whose side he stood then."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="message_reads")
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    from_office = models.BooleanField(default=False)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "user", "from_office"], name="message_read_once_per_side")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.read_at:%d-%m-%Y %H.%M}"


class BookingFile(models.Model):
    """Link table: a private file belongs to a booking."""

    class Purpose(models.TextChoices):
        LETTER = "letter", _("Surat")
        EVIDENCE = "evidence", _("Bukti")
        PHOTO = "photo", _("Foto")
        ATTACHMENT = "attachment", _("Lampiran")

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="files")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    is_internal = models.BooleanField(default=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["booking", "file"], name="booking_file_once")]

    def __str__(self) -> str:
        return str(self.file)
