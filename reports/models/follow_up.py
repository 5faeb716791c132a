"""Rencana tindak lanjut: what an evaluation asks for, by whom, until when, and what proves it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import FollowUpStatus


class FollowUp(models.Model):
    """``source`` names the evaluation that asks for it; ``element`` is a survey element, empty for anything else."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="follow_ups")
    source = models.CharField(_("asal"), max_length=120)
    element = models.CharField(_("unsur"), max_length=4, blank=True)
    issue = models.CharField(_("masalah"), max_length=300)
    plan = models.TextField(_("rencana"), blank=True)
    owner = models.CharField(_("penanggung jawab"), max_length=200, blank=True)
    due_on = models.DateField(_("batas waktu"))
    status = models.CharField(_("status"), max_length=6, choices=FollowUpStatus, default=FollowUpStatus.OPEN)
    evidence = models.TextField(_("bukti"), blank=True)
    done_on = models.DateField(_("selesai pada"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat"))
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("rencana tindak lanjut")
        verbose_name_plural = _("rencana tindak lanjut")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["office", "source", "element"], condition=~Q(element=""), name="follow_up_once_per_element"
            ),
            models.CheckConstraint(name="follow_up_done_has_evidence", condition=~Q(status="done") | ~Q(evidence="")),
        ]

    def __str__(self) -> str:
        return self.issue
