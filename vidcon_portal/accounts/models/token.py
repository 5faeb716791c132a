"""Keys of programs: bearer tokens, and answers kept so that a request may be repeated."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A bearer token for the API; only its hash is kept.

    ``password_mark`` is the session hash of the password at issue: a new password ends every token.
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="api_tokens", verbose_name=_("pengguna"))
    hash = models.CharField(max_length=64, unique=True, editable=False)
    password_mark = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("dibuat"))
    expires_at = models.DateTimeField(_("berlaku sampai"))
    last_used_at = models.DateTimeField(_("terakhir dipakai"), null=True, blank=True)

    class Meta:
        verbose_name = _("token API")
        verbose_name_plural = _("token API")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.created_at:%d-%m-%Y}"


class IdempotencyKey(models.Model):
    """The answer to a POST that was carried out, written in the transaction of its effect.

    Neither the key nor the answer stands here in clear: ``key_hash`` finds the row, and the caller's own key opens
    ``answer`` (it may hold a kode lacak, of which nothing but a hash is kept elsewhere).
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    target = models.CharField(max_length=300)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("kunci pengulangan")
        verbose_name_plural = _("kunci pengulangan")
        constraints = [models.UniqueConstraint(fields=["user", "key_hash"], name="idempotency_key_once_per_user")]
        indexes = [models.Index(fields=["created_at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return f"{self.user} {self.target}"
