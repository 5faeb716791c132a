"""Who may open a paper or a file. The wings say who may see what hangs on their rows; this app knows no booking."""

from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import User
from vidcon_portal.accounts.queries import hats
from vidcon_portal.documents.models import Document, StoredFile


def owner_allows(actor: Actor, owner_kind: str, owner_id: str) -> bool:
    """Ask the wing that owns the row; an unknown owner kind allows nobody.

    ``settings.DOCUMENT_OWNERS`` maps a kind to the dotted path of ``(actor, owner_id) -> bool``.
    """
    dotted = getattr(settings, "DOCUMENT_OWNERS", {}).get(owner_kind)
    return bool(dotted and import_string(dotted)(actor, owner_id))


def may_see_document(user: User, document: Document, *, at: datetime) -> bool:
    """Whether any hat that the person may wear now opens the paper."""
    return _any_hat(user, document.owner_kind, document.owner_id, at)


def may_see_file(user: User, file: StoredFile, *, at: datetime) -> bool:
    """Whether any hat opens the file; what hangs nowhere yet is its uploader's alone."""
    if not file.owner_kind:
        return file.uploaded_by_id == user.pk
    return _any_hat(user, file.owner_kind, file.owner_id, at)


def _any_hat(user: User, owner_kind: str, owner_id: str, at: datetime) -> bool:
    worn = hats(user, at=at, appointments=user.read_appointments) or [Actor(user=user)]
    return any(owner_allows(actor, owner_kind, owner_id) for actor in worn)
