"""Refusals of this app; each carries the sentence that the user reads."""

from django.utils.translation import gettext as _


class AccountsError(Exception):
    """A deed on people, hats or PINs was refused; ``str(error)`` is the user's sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotYourHat(AccountsError):
    """The chosen appointment or delegation is not (or no longer) this user's."""

    def __init__(self, sentence: str = "") -> None:
        super().__init__(
            sentence
            or _(
                "Anda tidak memegang jabatan itu, atau masa tugasnya sudah berakhir. Pilih peran lain di halaman Akun."
            )
        )


class NotAllowed(AccountsError):
    """The hat worn does not permit the deed."""


class PinRefused(AccountsError):
    """The PIN was wrong, is locked, or was never set; nothing may be signed.

    ``tries_left`` is None when counting does not apply, 0 while locked.
    """

    def __init__(self, sentence: str, *, tries_left: int | None = None) -> None:
        super().__init__(sentence)
        self.tries_left = tries_left
