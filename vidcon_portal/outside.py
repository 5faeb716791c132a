"""Addresses that an office's admin types lead out of the server's own network, unless its operator named them."""

import socket
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


def leads_inside(url: str) -> bool:
    """Whether the host is this machine or one of a private network, and none of ``settings.INSIDE_HOSTS``.

    A name that cannot be resolved here (behind a proxy, or misspelt) leads nowhere inside.
    """
    host = urlsplit(url).hostname or ""
    if host in settings.INSIDE_HOSTS:
        return False
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return False
    return any(not _is_public(str(each[4][0])) for each in found)


def validate_service(value: str) -> None:
    """Secrets travel over HTTPS, or stay on this machine; and no door into the server's own network opens."""
    parts = urlsplit(value)
    if not (parts.scheme == "http" and parts.hostname in LOCAL_HOSTS and parts.hostname in settings.INSIDE_HOSTS):
        URLValidator(schemes=["https"], message=_("Isi alamat lengkap yang diawali https://."))(value)
    if leads_inside(value):
        raise ValidationError(
            _(
                "Alamat ini berada di jaringan dalam server. Pakai alamat umum, atau minta pengelola server mengizinkannya."
            )
        )


def _is_public(address: str) -> bool:
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast
