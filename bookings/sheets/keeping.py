"""A spreadsheet between its upload and its import: kept privately for a day, for the one who uploaded it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from .reading import SheetRefused

FOLDER = "imports"
SALT = "bookings.sheets.keeping"
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """``token`` goes through the browser; it is signed and opens nothing for anybody else."""

    token: str
    path: str
    name: str

    def content(self) -> bytes:
        """Raises ``SheetRefused`` when it has been swept away."""
        try:
            with default_storage.open(self.path) as file:
                return bytes(file.read())
        except OSError as error:
            raise _gone() from error

    def keep_report(self, text: str) -> None:
        """What was written, beside the file; a later one takes its place."""
        default_storage.delete(self._report_path)
        default_storage.save(self._report_path, ContentFile(text.encode()))

    def report(self) -> str | None:
        if not default_storage.exists(self._report_path):
            return None
        with default_storage.open(self._report_path) as file:
            return bytes(file.read()).decode()

    @property
    def _report_path(self) -> str:
        return self.path.removesuffix(".bin") + ".csv"


def keep(content: bytes, *, name: str, user_id: int, at: datetime) -> Kept:
    """Keep an upload, and sweep away what is older than a day."""
    _sweep(at)
    path = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.bin", ContentFile(content))
    shown = " ".join(name.split())[:160]
    return Kept(signing.dumps({"path": path, "name": shown, "user": user_id}, salt=SALT), path, shown)


def take_up(token: str, *, user_id: int) -> Kept:
    """The upload that the token stands for. Raises ``SheetRefused`` for a stranger's, a forged or an old one."""
    try:
        said = signing.loads(token, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise _gone() from error
    if said["user"] != user_id:
        raise _gone()
    return Kept(token, said["path"], said["name"])


def _sweep(at: datetime) -> None:
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        path = f"{FOLDER}/{name}"
        try:
            if default_storage.get_modified_time(path) < at - KEPT_FOR:
                default_storage.delete(path)
        except FileNotFoundError:
            continue  # somebody else swept it


def _gone() -> SheetRefused:
    return SheetRefused(_("Berkas ini tidak tersimpan lagi. Unggah sekali lagi."))
