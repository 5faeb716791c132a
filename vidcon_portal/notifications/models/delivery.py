"""The outbox: one row per recipient and channel."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..choices import Channel, DeliveryState, Topic


@dataclass(frozen=True, slots=True)
class Wording:
    """A message as one reader sees it; ``language`` is what its words are in."""

    subject: str
    body: str
    language: str


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def inbox_of(self, user: models.Model) -> "DeliveryQuerySet":
        """What the portal itself shows to a user."""
        return self.filter(recipient=user, channel=Channel.IN_APP)

    def unread(self) -> "DeliveryQuerySet":
        return self.filter(read_at__isnull=True)

    def outgoing(self) -> "DeliveryQuerySet":
        """What leaves the portal."""
        return self.exclude(channel=Channel.IN_APP)


class Delivery(models.Model):
    """One message to one recipient through one channel, written with the deed that causes it, sent afterwards.

    ``address`` is where it goes (mail address, E.164 number), fixed when written; ``url`` is a path of this portal.
    ``attachments`` are plans (``attachments.Planned``) that only mail carries out.
    With ``digest_at`` it waits for the reader's digest; without it and ``next_try_at`` it waits for a hand.
    ``language`` is what subject and body are in; ``wordings`` says the same in the others, where the portal itself wrote
    it and shows it: [subject, body] by language.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="deliveries", verbose_name=_("kantor"))
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="deliveries", verbose_name=_("penerima")
    )
    channel = models.CharField(_("saluran"), max_length=10, choices=Channel)
    topic = models.CharField(_("hal"), max_length=12, choices=Topic)
    address = models.CharField(_("alamat"), max_length=254, blank=True)
    subject = models.CharField(_("judul"), max_length=200)
    body = models.TextField(_("isi"))
    language = models.CharField(_("bahasa"), max_length=10, default=settings.LANGUAGE_CODE, editable=False)
    wordings = models.JSONField(_("isi dalam bahasa lain"), default=dict, blank=True, editable=False)
    url = models.CharField(_("alamat halaman"), max_length=300, blank=True)
    attachments = models.JSONField(_("lampiran"), default=list, blank=True, editable=False)
    urgent = models.BooleanField(_("mendesak"), default=False)
    dedupe_key = models.CharField(_("kunci"), max_length=250, unique=True)
    state = models.CharField(_("keadaan"), max_length=8, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    next_try_at = models.DateTimeField(_("dicoba lagi"), null=True, blank=True)
    last_error = models.CharField(_("kesalahan terakhir"), max_length=300, blank=True)
    receipt = models.CharField(_("nomor dari penyedia"), max_length=120, blank=True)
    digest_at = models.DateTimeField(_("masuk ringkasan pada"), null=True, blank=True)
    created_at = models.DateTimeField(_("dibuat"))
    sent_at = models.DateTimeField(_("terkirim"), null=True, blank=True)
    read_at = models.DateTimeField(_("dibaca"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengiriman")
        verbose_name_plural = _("pengiriman")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(state="pending")),
            models.Index(
                fields=["digest_at"], name="delivery_digest", condition=Q(state="pending", digest_at__isnull=False)
            ),
            models.Index(
                fields=["recipient", "-created_at", "-id"], name="delivery_inbox", condition=Q(channel="in_app")
            ),
            models.Index(
                fields=["recipient"], name="delivery_unread", condition=Q(channel="in_app", read_at__isnull=True)
            ),
            models.Index(
                fields=["office", "-created_at", "-id"], name="delivery_outbox", condition=~Q(channel="in_app")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="delivery_sent_has_time", condition=~Q(state="sent") | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(
                name="delivery_url_is_local",
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} — {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("notifications:open", args=[self.uuid])

    def said_in(self, language: str) -> Wording:
        """The message in a language that somebody reads now, else as it was written."""
        if language != self.language and language in self.wordings:
            subject, body = self.wordings[language]
            return Wording(subject, body, language)
        return Wording(self.subject, self.body, self.language)

    @property
    def is_unread(self) -> bool:
        return self.read_at is None

    @property
    def is_failed(self) -> bool:
        return self.state == DeliveryState.FAILED
