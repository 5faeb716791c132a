"""Which files of other people's packages the browser gets: two, each checked against its publisher's hash."""

import base64
import hashlib
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.staticfiles.finders import AppDirectoriesFinder, BaseFinder
from django.core.checks import CheckMessage, Error
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PinnedFile(NamedTuple):
    """A file inside an installed package, and the SHA-384 (base64) that its publisher prints for it."""

    package: str
    path: str
    sha384: str

    def location(self) -> Path:
        """Where the package is installed; its code is not imported."""
        spec = find_spec(self.package)
        if spec is None or not spec.submodule_search_locations:
            raise FileNotFoundError(f"{self.package} is not installed: make run installs it.")
        return Path(spec.submodule_search_locations[0]) / self.path

    def is_genuine(self) -> bool:
        """Whether the installed file is, byte for byte, the published one."""
        digest = hashlib.sha384(self.location().read_bytes()).digest()
        return base64.b64encode(digest).decode() == self.sha384


# Address below STATIC_URL → file. Hashes: getbootstrap.com (5.3.8) and the npm package htmx.org 2.0.10.
PINNED_FILES = {
    "vendor/bootstrap.min.css": PinnedFile(
        "django_include_bootstrap",
        "static/css/bootstrap.min.css",
        "sRIl4kxILFvY47J16cr9ZwB07vP4J8+LH7qKQnuqkuIAvNWLzeN8tE5YBujZqJLB",
    ),
    "vendor/htmx.min.js": PinnedFile(
        "django_htmx",
        "static/django_htmx/htmx-2.min.js",
        "H5SrcfygHmAuTDZphMHqBJLc3FhssKjG7w/CeCpFReSfwBWDTKpkzPP8c+cLsK+V",
    ),
}


class PinnedStorage(FileSystemStorage):
    """Opens pinned files under the names that the browser asks for."""

    def path(self, name: str) -> str:
        """The installed file behind a pinned name."""
        return str(PINNED_FILES[name].location())


class PinnedFinder(BaseFinder):
    """Finds `PINNED_FILES`; a file that is not the published one never reaches a browser."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Refuse the start when a file differs from the published one."""
        return [
            Error(
                f"{file.package}/{file.path} is not the published file.",
                hint="Reinstall with make run; if you raised its version, take the new hash from its publisher.",
                id="vidcon_portal.E001",
            )
            for file in PINNED_FILES.values()
            if not file.is_genuine()
        ]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The location of one pinned file, in the forms that Django asks for."""
        found = [str(PINNED_FILES[path].location())] if path in PINNED_FILES else []
        return found if find_all else (found[0] if found else [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        """Every pinned file, for collectstatic."""
        storage = PinnedStorage()
        for name, file in PINNED_FILES.items():
            if not file.is_genuine():
                raise ValueError(f"{file.package}/{file.path} is not the published file.")
            yield name, storage


class AppFinder(AppDirectoriesFinder):
    """Files of applications, without source maps and without the forty of django_htmx; `PINNED_FILES` names its one."""

    def __init__(self, app_names: Iterable[str] | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(app_names, *args, **kwargs)
        self.apps = [app for app in self.apps if app != "django_htmx"]
        self.storages.pop("django_htmx", None)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """What collectstatic takes."""
        return super().list([*(ignore_patterns or []), "*.map"])


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash, compressed beforehand; source maps, which no visitor needs, are not looked for."""

    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),)
