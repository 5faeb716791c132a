"""Lock files install the same bytes everywhere and name no host."""

import re
from pathlib import Path

import pytest

BASE_DIR = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_a_version_and_hashes(name):
    text = (BASE_DIR / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z0-9])", text)

    loose = [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]

    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_host_or_a_path(name):
    text = (BASE_DIR / name).read_text(encoding="utf-8")

    assert re.findall(r"^.*(?:://|--index-url|--find-links|--trusted-host| @ |/opt|/home).*$", text, re.MULTILINE) == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_wanted_package_is_locked(name):
    wanted = re.findall(r"^([a-z][a-z0-9-]+)", (BASE_DIR / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE)
    locked = re.findall(r"^([a-z0-9-]+)==", (BASE_DIR / f"{name}.txt").read_text(encoding="utf-8"), re.MULTILINE)

    assert set(wanted) - set(locked) == set()
