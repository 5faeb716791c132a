"""The signing PIN: six digits, hashed, five tries, then locked for ten minutes."""

import re
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.errors import NotAllowed, PinRefused
from vidcon_portal.accounts.models import User

TRIES = 5
LOCKED_FOR = timedelta(minutes=10)
_SHAPE = re.compile(r"[0-9]{6}")
_WEAK = {"012345", "123456", "234567", "345678", "456789", "987654", "876543", "765432", "654321", "543210"}


def refuse_weak_pin(pin: str) -> None:
    """Refuse what is not six digits, one digit repeated, or a run; raises PinRefused."""
    if not _SHAPE.fullmatch(pin):
        raise PinRefused(_("PIN terdiri atas 6 angka."))
    if pin in _WEAK or len(set(pin)) == 1:
        raise PinRefused(_("PIN ini mudah ditebak. Pilih 6 angka yang tidak berurutan dan tidak sama semua."))


def set_pin(user: User, pin: str, *, by: Actor) -> None:
    """Store a new PIN and forget failed tries; only the user himself or the system may.

    The form refuses weak PINs (``refuse_weak_pin``) and asks for the old PIN or the password.
    """
    if not by.is_system and by.user != user:
        raise NotAllowed(_("PIN hanya dapat diganti oleh pemiliknya."))
    if not _SHAPE.fullmatch(pin):
        raise PinRefused(_("PIN terdiri atas 6 angka."))
    user.pin_hash = make_password(pin)
    user.pin_failures = 0
    user.pin_locked_until = None
    user.save(update_fields=["pin_hash", "pin_failures", "pin_locked_until"])


def check_pin(user: User, pin: str, *, at: datetime) -> None:
    """Return when the PIN is right, else raise PinRefused with the sentence for the user.

    Call it before the transaction that signs, never inside one: the count of tries is committed here whatever
    follows, and a caller's rollback must not give tries back. Django refuses a nested call with RuntimeError. Tries of
    one user wait for each other, so that many at once count one by one.
    """
    with transaction.atomic(durable=True):
        refusal = _try(User.objects.select_for_update(no_key=True).get(pk=user.pk), pin, at)
    if refusal is not None:
        raise refusal


def _try(user: User, pin: str, at: datetime) -> PinRefused | None:
    if not user.pin_hash:
        return PinRefused(_("Anda belum punya PIN. Buat PIN di halaman Akun, lalu ulangi."))
    if user.pin_locked_until is not None:
        if at < user.pin_locked_until:
            return _locked(user.pin_locked_until)
        user.pin_locked_until = None
        user.pin_failures = 0
    right = check_password(pin, user.pin_hash)
    user.pin_failures = 0 if right else user.pin_failures + 1
    if user.pin_failures >= TRIES:
        user.pin_locked_until = at + LOCKED_FOR
    user.save(update_fields=["pin_failures", "pin_locked_until"])
    if right:
        return None
    if user.pin_locked_until is not None:
        return _locked(user.pin_locked_until)
    left = TRIES - user.pin_failures
    return PinRefused(
        _("PIN tidak cocok. Sisa %(left)d percobaan, lalu terkunci 10 menit.") % {"left": left}, tries_left=left
    )


def _locked(until: datetime) -> PinRefused:
    local = timezone.localtime(until)
    return PinRefused(
        _("PIN tidak cocok lima kali, terkunci sampai pukul %(until)s. Coba lagi sesudahnya.")
        % {"until": f"{local:%H.%M} {local.tzname()}"},
        tries_left=0,
    )
