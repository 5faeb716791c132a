"""What must be there for an event: who brings it, whether it stands, and a picture of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChecklistItem(models.Model):
    """One line of the list that people tick on the spot, in every SOP; the step "Siapkan" begins with it."""

    booking = models.ForeignKey("bookings.Booking", models.CASCADE, related_name="checklist")
    name = models.CharField(_("barang atau pekerjaan"), max_length=200)
    carrier = models.CharField(_("dibawa oleh"), max_length=120, blank=True)
    is_ready = models.BooleanField(_("siap"), default=False)
    photo = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("foto")
    )
    changed_at = models.DateTimeField(_("diubah"))
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("butir ceklis")
        verbose_name_plural = _("butir ceklis")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["booking", "name"], name="checklist_item_once")]

    def __str__(self) -> str:
        return self.name
