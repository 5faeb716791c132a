"""What may go wrong with papers and files, each with the sentence that the user reads."""

from django.utils.translation import gettext as _


class DocumentError(Exception):
    """A refusal that a user can read; ``str(error)`` is the sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class FileRefusedError(DocumentError):
    """The content of an upload is not what may be stored."""


class FileTooLargeError(FileRefusedError):
    """Beyond the size limit."""


class UploadGoneError(FileRefusedError):
    """An upload in pieces that is not there any more, or not whole."""

    def __init__(self) -> None:
        super().__init__(_("Unggahan ini belum lengkap atau sudah kedaluwarsa. Pilih berkasnya lagi."))


class WrongOffsetError(DocumentError):
    """A piece that does not follow what has arrived; ``received`` bytes have."""

    def __init__(self, received: int) -> None:
        super().__init__(_("Portal sudah menerima %(received)d bita. Lanjutkan dari sana.") % {"received": received})
        self.received = received


class WrongStatusError(DocumentError):
    """The paper is no longer (or not yet) where this deed is possible."""


class NumberTakenError(DocumentError):
    """A number typed by hand is already in use."""

    def __init__(self, number: str) -> None:
        super().__init__(_("Nomor %(number)s sudah dipakai naskah lain. Periksa register.") % {"number": number})


class BadPatternError(DocumentError):
    """A register's pattern cannot be read."""


class RenderError(DocumentError):
    """The PDF could not be made; the worker tries again."""
