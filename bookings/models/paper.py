"""Link table: an official paper belongs to a booking."""

from django.db import models


class BookingPaper(models.Model):
    """``subject`` names what inside the booking the paper is about (a disposition, a step visit)."""

    booking = models.ForeignKey("bookings.Booking", models.PROTECT, related_name="papers")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="booking_paper")
    step_run = models.ForeignKey("bookings.StepRun", models.PROTECT, null=True, blank=True, related_name="papers")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.document)
