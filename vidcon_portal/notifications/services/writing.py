"""Writing messages into the outbox, with the deed that causes them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.functional import Promise

from vidcon_portal.accounts.models import Office, User
from vidcon_portal.kept import Given, is_one_of, kept
from vidcon_portal.once import once

from ..attachments import Planned
from ..channels import SENDERS
from ..choices import MUTABLE, Channel, DeliveryState, Pace, Topic
from ..models import Delivery, Gateway, Preference
from ..quiet import after_quiet, next_at
from ..wake import wake_sender


@dataclass(frozen=True, slots=True)
class Way:
    """One channel to one person: at once, at ``next_try_at``, with the digest, or by hand when neither is set."""

    channel: Channel
    address: str = ""
    next_try_at: datetime | None = None
    digest_at: datetime | None = None


def notify(
    recipients: Iterable[User],
    *,
    topic: Topic,
    subject: Any,
    body: Any,
    url: str,
    dedupe_key: str,
    office: Office,
    at: datetime,
    urgent: bool = False,
    attachments: Sequence[Planned] = (),
) -> None:
    """Write one message per active recipient and channel, in the caller's transaction; sends nothing itself.

    In the portal always; by mail and WhatsApp for those who have an address or a number and did not switch that off,
    after their quiet hours unless it is ``urgent``. WhatsApp goes through the office's gateway, else it becomes a ready
    text for a hand. The same ``dedupe_key`` never reaches the same person twice by the same channel. ``url`` is a path
    of this portal. Put no passcode and no needless personal data into subject, body or ``attachments``: mail and chat are not
    private. A mail with attachments is not held back for a digest.
    Lazy texts speak each reader's language, and in the portal whichever he reads later; others are official.
    """
    if url and (not url.startswith("/") or url.startswith("//")):
        raise ValueError("A message links to a path of this portal.")
    people = {user.pk: user for user in recipients if user.is_active}
    if not people:
        return
    preferences = {each.user_id: each for each in _preferences().all(users=list(people))}
    has_gateway = once(("gateway", office.pk), lambda: bool(_gateways().all(office=office.pk)))
    wordings = _wordings(subject, body)
    rows = [
        Delivery(
            office=office,
            recipient=user,
            channel=way.channel,
            topic=topic,
            address=way.address,
            **_words_for(user, wordings, is_shown=way.channel == Channel.IN_APP),
            url=url,
            urgent=urgent,
            attachments=list(attachments) if way.channel == Channel.MAIL else [],
            dedupe_key=f"{dedupe_key}:{user.pk}:{way.channel}",
            state=DeliveryState.SENT if way.channel == Channel.IN_APP else DeliveryState.PENDING,
            sent_at=at if way.channel == Channel.IN_APP else None,
            next_try_at=way.next_try_at,
            digest_at=way.digest_at,
            created_at=at,
        )
        for user in people.values()
        for way in _ways(
            user,
            preferences.get(user.pk) or Preference(user=user),
            topic=topic,
            office=office,
            at=at,
            urgent=urgent,
            has_gateway=has_gateway,
            has_files=bool(attachments),
        )
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.next_try_at for row in rows):
        transaction.on_commit(wake_sender, robust=True)


def _wordings(subject: Any, body: Any) -> dict[str, list[str]]:
    """Subject and body by language; one language where the texts are no lazy ones."""
    if not isinstance(subject, Promise) and not isinstance(body, Promise):
        return {settings.LANGUAGE_CODE: _words(subject, body)}
    found = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found[language] = _words(subject, body)
    return found


def _words(subject: Any, body: Any) -> list[str]:
    return [" ".join(str(subject).split())[:200], str(body)]


def _words_for(user: User, wordings: dict[str, list[str]], *, is_shown: bool) -> dict[str, Any]:
    """The fields of a row: the reader's language, and the rest where the portal shows it."""
    language = user.language if user.language in wordings else settings.LANGUAGE_CODE
    subject, body = wordings[language]
    rest = {code: words for code, words in wordings.items() if code != language}
    return {"language": language, "subject": subject, "body": body, "wordings": rest if is_shown else {}}


@kept
def _preferences() -> QuerySet[Preference]:
    return Preference.objects.filter(is_one_of("user", "users"))


@kept
def _gateways() -> QuerySet[Gateway, int]:
    return Gateway.objects.filter(office=Given("office"), is_active=True).values_list("pk", flat=True)


def _ways(
    user: User,
    preference: Preference,
    *,
    topic: Topic,
    office: Office,
    at: datetime,
    urgent: bool,
    has_gateway: bool,
    has_files: bool,
) -> Iterator[Way]:
    yield Way(Channel.IN_APP)
    if topic in preference.muted and topic in MUTABLE and not urgent:
        return
    goes_at = at if urgent else after_quiet(at, preference.quiet_from, preference.quiet_until, office.tz)
    if user.email and preference.mail != Pace.NEVER:
        if preference.mail == Pace.DIGEST and not urgent and not has_files:
            yield Way(Channel.MAIL, user.email, digest_at=next_at(at, preference.digest_at, office.tz))
        else:
            yield Way(Channel.MAIL, user.email, next_try_at=goes_at)
    if user.phone and preference.whatsapp != Pace.NEVER:
        channel = Channel.WHATSAPP if has_gateway else Channel.WA_LINK
        yield Way(channel, user.phone, next_try_at=goes_at if channel in SENDERS else None)
