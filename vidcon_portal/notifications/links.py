"""Short signed links in chat messages: ``/m/<code>/`` leads the recipient to the page and marks the message as read.

The code names a delivery and opens nothing by itself: who follows it signs in first, and sees what he may see.
"""

import string

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import Delivery

SIGNS = string.digits + string.ascii_letters
LENGTH = 10
SALT = "vidcon_portal.notifications.links"


def short_path(delivery: Delivery) -> str:
    """Empty for a message that leads nowhere."""
    return reverse("notifications:short", args=[code_of(delivery.pk)]) if delivery.url else ""


def code_of(pk: int) -> str:
    """``<number>.<signature>``, for example ``4fC.9bQx21ZkLm``."""
    name = _in_signs(pk)
    return f"{name}.{_signature(name, settings.SECRET_KEY)}"


def delivery_pk(code: str) -> int | None:
    """The delivery that a code names; None when the signature is not ours."""
    name, _dot, signature = code.partition(".")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(constant_time_compare(signature, _signature(name, key)) for key in keys):
        return None
    number = 0
    for sign in name:
        number = number * len(SIGNS) + SIGNS.index(sign)
    return number


def _signature(name: str, key: str) -> str:
    digest = salted_hmac(SALT, name, secret=key, algorithm="sha256").digest()
    return _in_signs(int.from_bytes(digest[:16]))[:LENGTH]


def _in_signs(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, len(SIGNS))
        found = SIGNS[rest] + found
    return found or SIGNS[0]
