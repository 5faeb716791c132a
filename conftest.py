"""What every test gets, wherever it lies. The cast (who is who) is in tests/conftest.py."""

import gc
import itertools

import pytest
from django.conf import settings
from pytest_django.fixtures import Settings

_numbers = itertools.count(1)


def pytest_configure() -> None:
    """Settings that make tests fast and leave nothing behind; everything else is as in production."""
    gc.set_threshold(100_000, 20, 20)  # a tenth of the time went into looking for cycles that are not there
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    # Hashed names exist only after collectstatic; tests read static files where they are written.
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # The test client and the browser of the journeys speak HTTP.
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        setattr(settings, name, False)


def pytest_collection_finish() -> None:
    """What is loaded now stays till the end: nobody needs to look through it for garbage again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def private_files(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Uploads and papers of one test go to a folder of its own, made when there is a file for it."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / f"files-{next(_numbers)}"
