"""Typed readings of the process environment: a value that cannot be read stops the start and says which one and why."""

import os
import re
import secrets
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


def env_str(name: str, default: str | None = None, *, environ: MutableMapping[str, str] = os.environ) -> str:
    """The text of a variable; without a default an unset one raises ImproperlyConfigured."""
    value = environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set. See .env.example for what it means.")
    return default


def env_bool(name: str, *, default: bool, environ: MutableMapping[str, str] = os.environ) -> bool:
    """True or false; any other word raises, so that a typing error never switches a protection off."""
    word = environ.get(name, "").strip().lower()
    if not word:
        return default
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name}={word!r} is neither true nor false. Write {name}=true or {name}=false.")


def env_int(
    name: str, default: int, *, at_least: int | None = None, environ: MutableMapping[str, str] = os.environ
) -> int:
    """A whole number, not below `at_least`."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    try:
        number = int(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={text!r} is not a whole number.") from error
    if at_least is not None and number < at_least:
        raise ImproperlyConfigured(f"{name}={number} is below the least allowed value, {at_least}.")
    return number


def env_list(name: str, default: list[str], *, environ: MutableMapping[str, str] = os.environ) -> list[str]:
    """Words separated by commas, without blanks around them."""
    text = environ.get(name, "").strip()
    if not text:
        return default
    return [word.strip() for word in text.split(",") if word.strip()]


def read_env_file(path: Path, *, environ: MutableMapping[str, str] = os.environ) -> None:
    """Take NAME=value lines from a file; what the environment already says wins."""
    if not path.exists():
        return
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise ImproperlyConfigured(f"{path.name}, line {number}: write NAME=value.")
        environ.setdefault(name.strip(), value.strip().strip("\"'"))


def persisted_secret(path: Path) -> str:
    """A random secret that outlives restarts, created on first use and readable by its owner only."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
    secret = path.read_text(encoding="ascii").strip()
    if not secret:
        raise ImproperlyConfigured(f"{path} is empty. Delete it, or set SECRET_KEY.")
    return secret


def postgres_database(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL connection URL; query parameters that libpq knows become options."""
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://; this portal runs on PostgreSQL only.")
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        # The driver's message may quote the URL, password included: it is not repeated here.
        raise ImproperlyConfigured("DATABASE_URL is not a connection URL that PostgreSQL understands.") from error
    name = parts.pop("dbname", None)
    if not name:
        raise ImproperlyConfigured("DATABASE_URL names no database: postgresql://user:password@host:5432/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
    }


def object_store(*, environ: MutableMapping[str, str] = os.environ) -> dict[str, Any] | None:
    """Options of the S3-compatible store that S3_BUCKET switches on; None for files in a folder.

    Raises ImproperlyConfigured, naming everything that is missing at once.
    """
    bucket = environ.get("S3_BUCKET", "").strip()
    if not bucket:
        return None
    needed = ("S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY")
    missing = [name for name in needed if not environ.get(name, "").strip()]
    if missing:
        raise ImproperlyConfigured(f"S3_BUCKET is set, but not {', '.join(missing)}. See .env.example.")
    endpoint = env_str("S3_ENDPOINT", environ=environ)
    if not re.fullmatch(r"https?://[^/\s?#@]+/?", endpoint):
        raise ImproperlyConfigured("S3_ENDPOINT must look like https://s3.example.go.id, without a path or a bucket.")
    addressing = env_str("S3_ADDRESSING", "path", environ=environ)
    if addressing not in ("path", "virtual"):
        raise ImproperlyConfigured(f"S3_ADDRESSING={addressing!r} is neither path nor virtual.")
    return {
        "bucket": bucket,
        "endpoint": endpoint,
        "access_key": env_str("S3_ACCESS_KEY", environ=environ),
        "secret_key": env_str("S3_SECRET_KEY", environ=environ),
        "region": env_str("S3_REGION", "us-east-1", environ=environ),
        "addressing": addressing,
        "timeout": env_int("S3_TIMEOUT", 10, at_least=1, environ=environ),
    }


def single_sign_on(*, environ: MutableMapping[str, str] = os.environ) -> list[dict[str, Any]]:
    """The one OpenID Connect provider that OIDC_SERVER_URL switches on, as allauth's settings want it; empty without.

    Raises ImproperlyConfigured, naming everything that is missing at once.
    """
    server_url = environ.get("OIDC_SERVER_URL", "").strip()
    if not server_url:
        return []
    missing = [name for name in ("OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET") if not environ.get(name, "").strip()]
    if missing:
        raise ImproperlyConfigured(f"OIDC_SERVER_URL is set, but not {', '.join(missing)}. See .env.example.")
    if not re.fullmatch(r"https?://[^/\s?#@]+(/[^\s?#]*)?", server_url):
        raise ImproperlyConfigured("OIDC_SERVER_URL must look like https://sso.example.go.id/realms/pegawai.")
    return [
        {
            "provider_id": "sso",
            "name": env_str("OIDC_NAME", "SSO", environ=environ),
            "client_id": env_str("OIDC_CLIENT_ID", environ=environ),
            "secret": env_str("OIDC_CLIENT_SECRET", environ=environ),
            "settings": {"server_url": server_url.rstrip("/")},
        }
    ]
