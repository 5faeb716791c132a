"""Without a word from the environment the settings are those of production."""

import json
import os
import subprocess
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parents[2]
NAMES = [
    "DEBUG",
    "DEMO",
    "SECURE_SSL_REDIRECT",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "PASSWORD_HASHERS",
    "ALLOWED_HOSTS",
]


def read_settings(tmp_path, **environment):
    """The settings of a fresh process; `.env` of the checkout is not in its way, the environment wins."""
    script = (
        "import json, django.conf; from vidcon_portal import settings as s;"
        f"print(json.dumps({{name: getattr(s, name) for name in {NAMES!r}}}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=BASE_DIR,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": "postgresql:///portal",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr


def test_settings_are_safe_by_default(tmp_path):
    settings = read_settings(tmp_path)

    assert settings == {
        "DEBUG": False,
        "DEMO": False,
        "SECURE_SSL_REDIRECT": True,
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
    }


def test_settings_of_the_demo_speak_http(tmp_path):
    settings = read_settings(tmp_path, DEMO="true")

    assert settings["DEMO"] is True
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["SECURE_HSTS_SECONDS"] == 0


def test_settings_without_a_database_say_what_to_do(tmp_path):
    said = read_settings(tmp_path, DATABASE_URL="")

    assert "DATABASE_URL is not set" in said
    assert "vidcon_portal.embedded_postgres start" in said


def test_every_variable_is_documented():
    source = (BASE_DIR / "vidcon_portal" / "settings.py").read_text(encoding="utf-8")
    example = (BASE_DIR / ".env.example").read_text(encoding="utf-8")
    read = {
        part.split('"')[1] for part in source.split("env_")[1:] if part.split("(")[0] in {"str", "bool", "int", "list"}
    }

    missing = {name for name in read if f"#{name}=" not in example}

    assert missing == set()
