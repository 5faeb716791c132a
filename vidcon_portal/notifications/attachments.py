"""What a mail carries beside its words: written as plain data with the deed, made into a file when it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from django.conf import settings
from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from .models import Delivery


class Planned(TypedDict):
    """``kind`` names a builder in ``settings.MAIL_ATTACHMENTS``; ``data`` is JSON and all that the builder gets."""

    kind: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a mail. ``is_alternative``: also a form of the mail itself, which calendar programs act upon."""

    name: str
    content: bytes
    content_type: str
    is_alternative: bool = False


def build_attachments(delivery: "Delivery") -> list[Attachment]:
    """The files of one delivery, the same at every try; each recipient gets his own.

    A builder is ``(data, delivery) -> Attachment``: the ground floor knows no wing.
    """
    builders = settings.MAIL_ATTACHMENTS
    return [import_string(builders[planned["kind"]])(planned["data"], delivery) for planned in delivery.attachments]
