"""Messages by kind: in the office's own words where it wrote some, else in each reader's language."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation

from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.kept import Given, kept
from vidcon_portal.once import once

from ..attachments import Planned
from ..models import MessageText, Told
from ..wording import fill, later, message_kinds
from .writing import notify


def tell(
    recipients: Iterable[User],
    kind: str,
    *,
    values: Mapping[str, Any],
    url: str,
    dedupe_key: str,
    office: Office,
    at: datetime,
    urgent: bool = False,
    attachments: Sequence[Planned] = (),
    after: Callable[[], Sequence[str]] = list,
) -> None:
    """Write a message of a kind; see ``notify``. ``values`` fill its gaps, ``after`` gives lines below the text.

    Lazy values and ``after`` speak each reader's language; an office's own words stay in its own.
    """
    known = message_kinds()[kind]
    people = list(dict.fromkeys(recipients))
    if not people:
        return
    own = _own_words(office).get(kind)
    written = own or known

    def subject() -> str:
        return fill(str(written.subject), values) or str(known.label)

    def body() -> str:
        return "\n".join([fill(str(written.body), values), *after()])

    with translation.override(settings.LANGUAGE_CODE):
        notify(
            people,
            topic=known.topic,
            subject=subject() if own else later(subject),
            body=body() if own else later(body),
            url=url,
            dedupe_key=dedupe_key,
            office=office,
            at=at,
            urgent=urgent,
            attachments=attachments,
        )


def _own_words(office: Office) -> dict[str, MessageText]:
    """The office's own texts by kind; one query a deed."""
    return once(("words", office.pk), lambda: {text.kind: text for text in _texts().all(office=office.pk)})


@kept
def _texts() -> QuerySet[MessageText]:
    return MessageText.objects.filter(office=Given("office"))


def not_yet_told(keys: Collection[str]) -> set[str]:
    """Those of the reminders that were never written; one query."""
    return set(keys) - set(Told.objects.filter(key__in=keys).values_list("key", flat=True))


def note_told(key: str, *, at: datetime) -> bool:
    """Claim a reminder, in the transaction that writes it; False when another worker has."""
    return Told.objects.get_or_create(key=key, defaults={"at": at})[1]


@transaction.atomic
def save_text(office: Office, kind: str, *, subject: str, body: str, by: Actor) -> MessageText:
    """The office's own words from now on; what was written stays as it was written."""
    text = MessageText.objects.filter(office=office, kind=kind).first() or MessageText(office=office, kind=kind)
    text.subject, text.body = subject, body
    text._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
    text.save()
    return text


@transaction.atomic
def reset_text(office: Office, kind: str, *, by: Actor) -> None:
    """Back to the default."""
    for text in MessageText.objects.filter(office=office, kind=kind):
        text._history_user = by.user  # type: ignore[attr-defined]  # read by simple-history
        text.delete()
