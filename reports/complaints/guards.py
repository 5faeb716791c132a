"""What keeps robots from the public door without asking people for puzzles: a trap, a pause, a count."""

from allauth.core.internal import ratelimit
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import get_random_string

WINDOW = 60 * 60
PER_ADDRESS, PER_OFFICE = 6, 60
"""Complaints in an hour: from one address (an agency may sit behind one), and for one office."""

TRIES, TRIES_WINDOW = 10, 15 * 60
"""Wrong codes per ticket and per address in a quarter of an hour."""

FASTEST, OLDEST = 4, 24 * 60 * 60
"""Seconds in which nobody has written a complaint, and after which the page must be loaded again."""

SALT = "complaint-form"


def new_stamp() -> str:
    """Says when the form was handed out; each stamp sends one complaint."""
    return signing.dumps(get_random_string(12), salt=SALT)


def stamp_refusal(stamp: str) -> str:
    """``early``, ``late``, ``used``, or empty when the stamp is good. Uses it up."""
    try:
        signing.loads(stamp, salt=SALT, max_age=OLDEST)
    except signing.BadSignature:
        return "late"
    try:
        signing.loads(stamp, salt=SALT, max_age=FASTEST)
    except signing.SignatureExpired:
        return "" if cache.add(f"complaint:s:{stamp[-40:]}", 1, OLDEST) else "used"
    return "early"


def is_too_many(request: HttpRequest, office: str) -> bool:
    """Counts this complaint; whether the address or the office has had too many within the hour."""
    counted = [
        (_count(f"complaint:a:{ratelimit.get_ip(request)}", WINDOW), PER_ADDRESS),
        (_count(f"complaint:o:{office}", WINDOW), PER_OFFICE),
    ]
    return any(count > limit for count, limit in counted)


def guessed_too_often(request: HttpRequest, ticket: str) -> bool:
    return any((cache.get(key) or 0) >= TRIES for key in _guess_keys(request, ticket))


def count_guess(request: HttpRequest, ticket: str) -> None:
    for key in _guess_keys(request, ticket):
        _count(key, TRIES_WINDOW)


def _guess_keys(request: HttpRequest, ticket: str) -> tuple[str, str]:
    return f"complaint:g:{ticket}", f"complaint:ga:{ratelimit.get_ip(request)}"


def _count(key: str, window: int) -> int:
    if cache.add(key, 1, window):
        return 1
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out since we looked
        cache.add(key, 1, window)
        return 1
