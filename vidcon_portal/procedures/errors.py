"""Refusals of this app; each carries the sentence that the user reads."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .preset_parts import PresetProblem


class ProcedureError(Exception):
    """A deed on an SOP was refused; ``str(error)`` is the user's sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(ProcedureError):
    """The hat worn does not permit the deed."""


class WrongStatus(ProcedureError):
    """The version is no longer (or not yet) where this deed is possible."""


class NeverChanges(WrongStatus):
    """Somebody tried to change a version that is or was in force."""

    def __init__(self) -> None:
        super().__init__(
            _("SOP yang sudah berlaku tidak dapat diubah. Salin sebagai konsep, ubah konsepnya, lalu terbitkan.")
        )


class WrongDate(ProcedureError):
    """The day from which a version shall be in force is unusable."""


class DraftRefused(ProcedureError):
    """The draft cannot be walked; ``problems`` says where, what and what to do."""

    def __init__(self, problems: Sequence[PresetProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            ngettext(
                "Konsep belum dapat diterbitkan: ada %(count)d hal yang harus diperbaiki.",
                "Konsep belum dapat diterbitkan: ada %(count)d hal yang harus diperbaiki.",
                count,
            )
            % {"count": count}
        )


class OfficeUnknown(ProcedureError):
    """No office has the code, and nothing is known from which to create it."""
