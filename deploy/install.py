"""Bring what the portal needs: Python packages with checked hashes into .venv, Pango and fonts from the system.

    python3 deploy/install.py          # what `make run` needs
    python3 deploy/install.py --tests  # and what tests and checks need, Chromium included

Only the standard library, and syntax that Python 3.6 still reads, so that it can say which version is missing.
Repeating it costs nothing: a stamp in .venv remembers what was installed.
"""

import ctypes
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

LEAST_PYTHON = (3, 11)
BASE_DIR = Path(__file__).resolve().parent.parent
VENV = BASE_DIR / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
# WeasyPrint opens these by name when it renders its first paper; better to notice now.
LIBRARIES = [
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libfontconfig.so.1",
]
LIBRARY_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz0b", "libharfbuzz-subset0", "fontconfig"]
CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]


def say(text):
    print(text, flush=True)


def give_up(text):
    sys.exit("\n" + text)


def ensure_python():
    """Continue under a Python that is new enough."""
    if sys.version_info >= LEAST_PYTHON:
        return
    for minor in range(20, LEAST_PYTHON[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    found = ".".join(str(part) for part in sys.version_info[:2])
    give_up(
        f"Portal Vidcon perlu Python 3.11 atau lebih baru; yang ditemukan {found}.\n"
        "Pasang Python yang baru, atau sebut tempatnya: make run PYTHON=/tempat/python3.12".format(
            *sys.version_info[:2]
        )
    )


def install_system_packages(names, purpose):
    """Install Debian packages where this user may; else say what somebody else has to do."""
    command = "apt-get install " + " ".join(names)
    if not shutil.which("apt-get"):
        give_up(f"{purpose} belum ada. Pasang padanan paket Debian ini: {' '.join(names)}")
    if os.geteuid() != 0:
        give_up(f"{purpose} belum ada. Minta pengelola komputer menjalankan:\n  sudo {command}")
    say(f"Memasang {purpose} …")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    install = ["apt-get", "install", "-qq", "-y", "--no-install-recommends", *names]
    for attempt in (["apt-get", "update", "-qq"], install):
        done = subprocess.run(
            attempt, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    if done.returncode:
        give_up(f"{command} gagal:\n{done.stdout.decode(errors='replace')}")


def can_open(library):
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_pango():
    """The libraries that turn a paper into PDF, and the fonts that official papers are set in."""
    if sys.platform == "darwin":
        from ctypes.util import find_library

        if not find_library("pango-1.0"):
            give_up("Pango belum ada. Jalankan: brew install pango")
        return
    if not all(can_open(library) for library in LIBRARIES):
        install_system_packages(LIBRARY_PACKAGES, "Pango")
    if not has_liberation_fonts():
        if os.geteuid() == 0 and shutil.which("apt-get"):
            install_system_packages(["fonts-liberation"], "fonta Liberation")
        else:
            say("Catatan: fonta Liberation belum ada (paket fonts-liberation); naskah PDF memakai fonta lain.")


def has_liberation_fonts():
    if not shutil.which("fc-list"):
        return False
    found = subprocess.run(["fc-list", "Liberation Serif"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    return bool(found.stdout.strip())


def ensure_chromium():
    """The browser of the journeys; CHROMIUM names one that lies elsewhere."""
    if not os.environ.get("CHROMIUM") and not any(shutil.which(name) for name in CHROMIUM_NAMES):
        install_system_packages(["chromium", "fonts-liberation"], "Chromium")


def ensure_pdftotext():
    """What reads the papers back in their snapshot tests."""
    if not shutil.which("pdftotext"):
        install_system_packages(["poppler-utils"], "pdftotext")


def ensure_gettext():
    """What collects the texts of pages, for the check of the English catalogue."""
    if not shutil.which("xgettext"):
        install_system_packages(["gettext"], "gettext")


def ensure_preflight():
    """The independent validator of PDF/A. Without it one test fails and says so, the others run."""
    if Path("/usr/share/java/preflight.jar").exists() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    names = ["libpdfbox2-java", "libactivation-java", "libjaxb-api-java"]
    if not shutil.which("java"):
        names.append("default-jre-headless")
    try:
        install_system_packages(names, "PDFBox Preflight")
    except SystemExit as error:
        say(f"Catatan: {error}".strip())


def fingerprint(files):
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for path in files:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def ensure_venv():
    """A virtual environment of this Python version."""
    if VENV_PYTHON.exists():
        asked = subprocess.run(
            [VENV_PYTHON, "-c", "import sys, pip; print(*sys.version_info[:2])"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        if asked.stdout.decode().split() == [str(part) for part in sys.version_info[:2]]:
            return
    say("Membuat .venv …")
    make = [sys.executable, "-m", "venv", "--clear", VENV]
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    done = subprocess.run(make, **options)
    if done.returncode and b"ensurepip" in done.stdout:  # Debian packs it apart
        install_system_packages(["python3-venv"], "python3-venv")
        done = subprocess.run(make, **options)
    if done.returncode:
        give_up("Membuat .venv gagal:\n" + done.stdout.decode(errors="replace"))


def ensure_packages(for_tests):
    """Every locked package; a hash that differs stops the installation."""
    locks = [BASE_DIR / "requirements.txt"]
    if for_tests:
        locks.append(BASE_DIR / "requirements-dev.txt")
    wanted = [f"{path.name} {fingerprint([path])}" for path in locks]
    installed = STAMP.read_text().splitlines() if STAMP.exists() else []
    if set(wanted) <= set(installed):
        return
    say("Memasang paket Python ke .venv …")
    # The locks name every package, so nothing is left to resolve.
    options = ["-qq", "--disable-pip-version-check", "--require-hashes", "--no-deps"]
    command = [VENV_PYTHON, "-m", "pip", "install", *options]
    for path in locks:
        command += ["-r", path]
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
        give_up("Pemasangan paket gagal; pesannya ada di atas. Periksa sambungan ke indeks paket, lalu ulangi.")
    STAMP.write_text("\n".join(wanted) + "\n")


def main():
    ensure_python()
    (BASE_DIR / ".data").mkdir(exist_ok=True)
    for_tests = "--tests" in sys.argv[1:]
    with (BASE_DIR / ".data" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ensure_venv()
        ensure_packages(for_tests)
        ensure_pango()
        if for_tests:
            ensure_chromium()
            ensure_pdftotext()
            ensure_gettext()
            ensure_preflight()


if __name__ == "__main__":
    main()
