"""Files that arrive in pieces: begun, continued where they stopped, opened like any other upload, forgotten."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from vidcon_portal.accounts.models import User
from vidcon_portal.documents.content import kind_of
from vidcon_portal.documents.errors import (
    FileRefusedError,
    FileTooLargeError,
    UploadGoneError,
    WrongOffsetError,
)
from vidcon_portal.documents.models import ResumableUpload, StoredFile
from vidcon_portal.documents.services.files import ENOUGH_TO_JUDGE, is_photo, refuse_too_large

MOST_AT_ONCE = 1024 * 1024
"""Bytes of one piece; of a longer one only these are taken, and the sender is told so."""

PHOTO_NAMES = (".jpg", ".jpeg", ".png", ".heic", ".heif")
"""How large a file may be is asked before its first byte is there; the bytes are asked again."""

MOST_UNDER_WAY = 60
"""Uploads of one person at once."""

IDLE = timedelta(hours=1)
"""What has not grown for so long gives way to something new of the same person."""


@transaction.atomic
def begin_upload(user: User, *, name: str, size: int, at: datetime) -> ResumableUpload:
    """Make room for a file of ``size`` bytes. Raises FileRefusedError (FileTooLargeError) before a byte is sent."""
    if size < 1:
        raise FileRefusedError(_("Berkas ini kosong. Pilih berkas lain."))
    refuse_too_large(size, photo=name.lower().endswith(PHOTO_NAMES))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    _make_room(user, size, at)
    return ResumableUpload.objects.create(
        user=user, name=name[:160] or "berkas", size=size, created_at=at, expires_at=at + kept_for()
    )


def find_upload(upload_id: UUID, *, user: User, at: datetime) -> ResumableUpload:
    """The user's own upload. Raises UploadGoneError when its time is over; DoesNotExist for anybody else's."""
    return _own(ResumableUpload.objects.all(), upload_id, user, at)


def add_piece(upload_id: UUID, piece: bytes, *, offset: int, user: User, at: datetime) -> ResumableUpload:
    """Add what follows the first ``offset`` bytes. A beginning that is of no kind we take ends the upload at once.

    Raises WrongOffsetError with the right one, FileRefusedError, UploadGoneError, DoesNotExist.
    """
    refusal = None
    with transaction.atomic():
        upload = _own(ResumableUpload.objects.select_for_update(no_key=True), upload_id, user, at)
        if offset != upload.received:
            raise WrongOffsetError(upload.received)
        if upload.received + len(piece) > upload.size:
            raise FileRefusedError(_("Yang dikirim lebih panjang daripada berkas yang diumumkan. Unggah dari awal."))
        if offset == 0 and len(piece) >= min(ENOUGH_TO_JUDGE, upload.size):
            try:
                kind_of(piece)
                refuse_too_large(upload.size, photo=is_photo(piece))
            except FileRefusedError as error:
                refusal = error
        if refusal is None:
            _write(upload.path, piece, offset)
            upload.received += len(piece)
            upload.expires_at = at + kept_for()
            upload.save(update_fields=["received", "expires_at"])
        else:
            _forget([upload])
    if refusal is not None:
        raise refusal
    return upload


@transaction.atomic
def drop_upload(upload_id: UUID, *, user: User, at: datetime) -> None:
    """Its sender does not want it any more. Raises UploadGoneError, DoesNotExist."""
    _forget([_own(ResumableUpload.objects.select_for_update(no_key=True), upload_id, user, at)])


def open_upload(upload: ResumableUpload) -> SimpleUploadedFile:
    """A complete one as the upload of an ordinary form, to be checked and stored like that.

    Raises UploadGoneError when its bytes are not there (any more).
    """
    try:
        content = upload.path.read_bytes() if upload.is_complete else b""
    except FileNotFoundError:
        content = b""
    if len(content) != upload.size:
        raise UploadGoneError
    return SimpleUploadedFile(upload.name, content, "application/octet-stream")


@transaction.atomic
def note_stored(uploads: Iterable[ResumableUpload], file: StoredFile) -> None:
    """Remember what they became; their own bytes are not needed any more."""
    for upload in uploads:
        upload.file = file
        upload.save(update_fields=["file"])
        transaction.on_commit(lambda path=upload.path: path.unlink(missing_ok=True))  # type: ignore[misc]


def forget_expired_uploads(*, at: datetime) -> int:
    """The clean-up: what is over, and bytes without a row (of somebody whose account is gone). Returns how many."""
    with transaction.atomic():
        over = list(ResumableUpload.objects.filter(expires_at__lte=at).select_for_update(skip_locked=True))
        _forget(over)
    long_ago = (at - kept_for()).timestamp()
    left = [path for path in _folder().glob("*/*.part") if path.stat().st_mtime < long_ago]
    known = {each.hex for each in ResumableUpload.objects.values_list("pk", flat=True)} if left else set()
    orphans = [path for path in left if path.stem not in known]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(over) + len(orphans)


def kept_for() -> timedelta:
    """How long an upload that does not grow waits for its rest."""
    return timedelta(hours=settings.UPLOAD_KEPT_HOURS)


def _make_room(user: User, size: int, at: datetime) -> None:
    """What one person has under way is limited together; what lies idle gives way first."""
    own = ResumableUpload.objects.filter(user=user, file=None)
    most = settings.UPLOAD_UNFINISHED_MAX_BYTES

    def held() -> tuple[int, bool]:
        found = own.aggregate(size=Sum("size"), count=Count("pk"))
        total = int(found["size"] or 0)
        return total, total + size > most or found["count"] >= MOST_UNDER_WAY

    total, is_full = held()
    if is_full:
        _forget(list(own.filter(expires_at__lt=at + kept_for() - IDLE)))
        total, is_full = held()
    if is_full:
        raise FileTooLargeError(
            _("Unggahan Anda yang sedang berjalan sudah %(held)s; paling banyak %(most)s. Kirim formulirnya dahulu.")
            % {"held": filesizeformat(total), "most": filesizeformat(most)}
        )


def _own(rows: QuerySet[ResumableUpload], upload_id: UUID, user: User, at: datetime) -> ResumableUpload:
    upload = rows.get(pk=upload_id, user=user)
    if upload.expires_at <= at:
        raise UploadGoneError
    return upload


def _forget(uploads: list[ResumableUpload]) -> None:
    ResumableUpload.objects.filter(pk__in=[upload.pk for upload in uploads]).delete()
    for upload in uploads:
        transaction.on_commit(lambda path=upload.path: path.unlink(missing_ok=True))  # type: ignore[misc]


def _write(path: Path, piece: bytes, offset: int) -> None:
    """The row says how much counts: what a broken-off writing left behind it is cut away."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    with path.open("r+b") as part:
        part.truncate(offset)
        part.seek(offset)
        part.write(piece)


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "unfinished"
