"""What the clock has already said."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Told(models.Model):
    """A reminder that was written once; its key names the thing and its time, so that a new time is told anew."""

    key = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("pengingat yang sudah ditulis")
        verbose_name_plural = _("pengingat yang sudah ditulis")

    def __str__(self) -> str:
        return self.key
