"""`make run`: from an installed checkout to a running portal, and back to nothing on Ctrl-C.

One launcher per data folder (a lock with its process id says who). It starts the embedded database unless DATABASE_URL
names another, brings tables, presets, demo data and static files up to date, then runs the web server and the worker.
What has not changed since the last start is skipped, so that a second start takes seconds.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from django.core.exceptions import ImproperlyConfigured

from .catalogue import compile_catalogues
from .embedded_postgres import (
    BASE_DIR,
    EmbeddedServer,
    EmbeddedServerError,
    data_dir,
    forget_url,
    kept_mark,
    write_url,
)
from .environment import env_bool, env_int

GRACE_SECONDS = 10  # that a part gets to finish what it is doing
START_SECONDS = 60  # until the first page must answer
# Label and queues of each worker: a heap of papers must not hold up a message or a timer, nor a long export a paper.
WORKERS = {"worker": "messages,timers,default", "worker-papers": "papers", "worker-exports": "exports"}
PASSWORD, PIN = "vidcon", "123456"  # the published logins of the demo
LANES = {
    "kaltara": ["pemohon", "tu", "kadis", "kabid", "teknis"],
    "kalbar": ["pemohon", "tu", "kadis", "bidang"],
    "gorontalo": ["pemohon", "tu", "kadis", "persandian", "jaringan", "operator"],
    "tarakan": ["pemohon", "tu", "kadis", "kabid", "subkor", "staf"],
    "singkawang": ["pemohon", "tu", "kadis", "kabid", "subkor", "tcmr"],
}


class LaunchError(Exception):
    """The portal cannot start; the text says why and what to do."""


class Step(NamedTuple):
    """One part of the preparation: a manage.py command, and the files whose change makes it due again."""

    label: str
    command: list[str]
    depends_on: list[str]  # glob patterns below the checkout
    beside: bool = False  # touches no table, so it runs beside the others


STEPS = [
    Step("Memutakhirkan tabel", ["migrate", "--verbosity=0"], ["**/migrations/*.py", "requirements.txt"]),
    Step("Menyiapkan tembolok", ["createcachetable"], []),
    Step(
        "Mengumpulkan berkas statis",
        ["collectstatic", "--no-input", "--clear", "--verbosity=0"],
        ["static/**/*", "**/static/**/*", "vidcon_portal/staticfiles.py", "requirements.txt"],
        beside=True,
    ),
    Step(
        "Memuat SOP",
        ["load_presets"],
        ["vidcon_portal/procedures/**/*.toml", "vidcon_portal/procedures/**/*.py"],
    ),
]
# Once per database: demo data is kept, whatever people did with it.
DEMO_STEP = Step("Mengisi data contoh (sekali saja)", ["seed_demo"], [])


def say(text: str) -> None:
    print(text, flush=True)


# --- one at a time ----------------------------------------------------------------------------------------------------


@contextlib.contextmanager
def only_one(lock_file: Path, address: str) -> Iterator[None]:
    """Hold the launcher's lock, or raise LaunchError saying who holds it. The lock dies with its process."""
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise LaunchError(f"Portal sudah berjalan: {file.read().strip()}. Hentikan dulu dengan Ctrl-C.") from None
        file.truncate(0)
        file.write(f"{address} (proses {os.getpid()})")
        file.flush()
        yield


def require_free_port(host: str, port: int) -> None:
    """Raise LaunchError if another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise LaunchError(
                f"Porta {port} tidak dapat dipakai ({error.strerror}). Pilih yang lain: make run PORT={port + 1}"
            ) from error


# --- preparation ------------------------------------------------------------------------------------------------------


def fingerprint(patterns: Iterable[str], *, base: Path = BASE_DIR) -> str:
    """A digest of the names and contents of all files that match."""
    digest = hashlib.sha256()
    paths = {path for pattern in patterns for path in base.glob(pattern) if path.is_file()}
    for path in sorted(paths):
        relative = path.relative_to(base)
        if relative.parts[0] in {".venv", ".data"} or "__pycache__" in relative.parts:
            continue
        digest.update(str(relative).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def database_identity(url: str) -> str:
    """What changes when the database is another one or was emptied; an old or powerless set-up raises LaunchError."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            row = connection.execute(
                "SELECT current_database(), oid::text, current_setting('server_version_num')::int, "
                "to_regclass('django_migrations')::oid::text FROM pg_database WHERE datname = current_database()"
            ).fetchone()
    except psycopg.OperationalError as error:
        raise LaunchError(f"Basis data tidak dapat dihubungi: {error}") from error
    assert row is not None  # a connection is always to some database
    if row[2] < 150000:
        raise LaunchError("Portal Vidcon perlu PostgreSQL 15 atau lebih baru.")
    return f"{row[0]} {row[1]} {row[3]}"


def prepare(environment: Mapping[str, str], *, with_demo: bool) -> None:
    """Run the steps that are due, and remember what they were run with."""
    memory = data_dir() / "prepared.json"
    try:
        done = json.loads(memory.read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        done = {}
    url = environment["DATABASE_URL"]
    if done.get("database") != database_identity(url):
        done = {}
    compile_catalogues()

    def is_due(step: Step) -> bool:
        return bool(done.get(step.command[0]) != fingerprint(step.depends_on))

    def remember(step: Step, started_at: float) -> None:
        say(f"  {step.label} … {time.monotonic() - started_at:.1f} detik")
        done.update({step.command[0]: fingerprint(step.depends_on), "database": database_identity(url)})
        memory.write_text(json.dumps(done, indent=2), encoding="utf-8")

    with ThreadPoolExecutor(max_workers=1) as beside:
        started_at = time.monotonic()
        aside = [
            (step, beside.submit(run_command, step.command, environment))
            for step in STEPS
            if step.beside and is_due(step)
        ]
        for step in [each for each in STEPS if not each.beside and is_due(each)]:
            step_started_at = time.monotonic()
            run_command(step.command, environment)
            remember(step, step_started_at)
        for step, running in aside:
            running.result()
            remember(step, started_at)
    if with_demo and is_due(DEMO_STEP):
        say(f"  {DEMO_STEP.label} …")
        started_at = time.monotonic()
        run_command(DEMO_STEP.command, environment)
        remember(DEMO_STEP, started_at)


def run_command(command: list[str], environment: Mapping[str, str]) -> None:
    """One manage.py command; what it said is shown only when it failed."""
    result = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=BASE_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        raise LaunchError(f"manage.py {' '.join(command)} gagal:\n{result.stdout[-6000:]}")


# --- running ----------------------------------------------------------------------------------------------------------


def become_part(niceness: int) -> None:
    """Runs in the new process. On Linux a part whose launcher was killed ends too, so that nothing keeps the port."""
    os.nice(niceness)
    if sys.platform == "linux":
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)


class Part(NamedTuple):
    """A program that runs as long as the portal does."""

    label: str
    process: subprocess.Popen[bytes]
    log: Path


def start_part(label: str, command: list[str], environment: Mapping[str, str], *, niceness: int = 0) -> Part:
    """Start a program of its own session, its output in a log; a nice one lets the others go first."""
    log = data_dir() / "log" / f"{label}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=BASE_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches only the launcher, which stops the parts in order
            preexec_fn=lambda: become_part(niceness),  # no threads here
        )
    return Part(label, process, log)


def web_command(host: str, port: int) -> list[str]:
    """granian (measured against gunicorn: twice the requests, two thirds of the processor time for each).

    Two processes for two cores; two threads in each, so that a slow page does not hold up the others; threads live on
    when idle, and with them their connections to the database.
    """
    return [
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--log-level", "warning"),
        *("--workers", "2", "--blocking-threads", "2", "--blocking-threads-idle-timeout", "600"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "vidcon_portal.wsgi:application"),
    ]


def wait_until_answering(address: str, parts: list[Part]) -> None:
    """Return when the health page answers; raise LaunchError if a part dies or it takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        require_alive(parts)
        try:
            with urllib.request.urlopen(f"{address}/sehat/", timeout=5):  # noqa: S310  # our own http address
                return
        except urllib.error.HTTPError as answer:
            if answer.code < 500:  # "no such host" of a strict ALLOWED_HOSTS is an answer too
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise LaunchError(f"Portal tidak menjawab dalam {START_SECONDS} detik. Lihat {parts[0].log}.")


def require_alive(parts: list[Part]) -> None:
    for part in parts:
        if part.process.poll() is not None:
            said = part.log.read_text(encoding="utf-8", errors="replace")[-4000:]
            raise LaunchError(f"Bagian {part.label} berhenti (kode {part.process.returncode}):\n{said}")


def stop_parts(parts: list[Part]) -> None:
    """Ask all to finish, and end those that do not."""
    for part in parts:
        with contextlib.suppress(ProcessLookupError):
            part.process.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for part in parts:
        with contextlib.suppress(subprocess.TimeoutExpired):
            part.process.wait(max(0.1, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(part.process.pid, signal.SIGKILL)  # itself, or what it left behind
        part.process.wait()


def welcome(address: str, *, with_demo: bool) -> str:
    """What the terminal says when everything runs."""
    lines = ["", f"Portal Vidcon berjalan di {address}"]
    if with_demo:
        lines += ["", f"Masuk sebagai salah satu dari mereka, sandi {PASSWORD}, PIN tanda tangan {PIN}:"]
        lines += ["  " + "  ".join(f"{lane}.{office}" for lane in lanes) for office, lanes in LANES.items()]
        lines += ["  pemohon2.<kantor>  auditor.<kantor>  pengaduan.<kantor>  admin.<kantor>  admin"]
    return "\n".join([*lines, "", f"Catatan kerja: {data_dir() / 'log'} · Ctrl-C menghentikan semuanya.", ""])


class Stopped(Exception):  # no error: somebody asked
    """Ctrl-C, the end of the terminal, or a polite kill."""


def raise_stopped(number: int, frame: FrameType | None) -> None:
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_IGN)  # a second Ctrl-C must not cut the tidying short
    raise Stopped


def run() -> None:
    """Start everything, wait, stop everything."""
    folder = data_dir()  # reads .env, from which the next lines may take their values
    host, port = os.environ.get("HOST") or "127.0.0.1", env_int("PORT", 8000, at_least=1)
    address = f"http://localhost:{port}"
    started_at = time.monotonic()
    environment = {"DEMO": "true", "SITE_URL": address, **os.environ, "PYTHONUNBUFFERED": "1"}
    with_demo = env_bool("DEMO", default=True)
    with only_one(folder / "launcher.lock", address):
        require_free_port(host, port)
        server = None if os.environ.get("DATABASE_URL") else EmbeddedServer()
        parts: list[Part] = []
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, raise_stopped)
        try:
            if server:
                say("Menyalakan basis data …")
                environment["DATABASE_URL"] = server.start()
                write_url(environment["DATABASE_URL"])
            prepare(environment, with_demo=with_demo)
            parts.append(start_part("web", web_command(host, port), environment))
            wait_until_answering(f"http://{host}:{port}", parts)
            for label, queues in WORKERS.items():  # not before: each takes seconds of a core to begin
                command = ["manage.py", "procrastinate", "worker", "--queues", queues]
                parts.append(start_part(label, command, environment, niceness=10))
            say(welcome(address, with_demo=with_demo))
            say(f"Siap dalam {time.monotonic() - started_at:.1f} detik.")
            while True:
                time.sleep(1)
                require_alive(parts)
        except Stopped:
            say("\nMenghentikan portal …")
        finally:
            stop_parts(parts)
            if server and not kept_mark().exists():
                server.stop()
                forget_url()
            say("Portal berhenti. Data tetap tersimpan; make run melanjutkan, make reset mengosongkan.")


def reset() -> None:
    """Delete the embedded database and everything that the portal wrote."""
    with only_one(data_dir() / "launcher.lock", "make reset"):
        EmbeddedServer().remove()
        for path in data_dir().iterdir():
            if path.name in {"launcher.lock", "install.lock"}:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("Data contoh dihapus; make run membuatnya baru.")
    if os.environ.get("DATABASE_URL"):
        say("Basis data pada DATABASE_URL tidak disentuh.")


def main(arguments: list[str]) -> int:
    actions = {"run": run, "reset": reset}
    if len(arguments) != 1 or arguments[0] not in actions:
        print(f"python -m vidcon_portal.launcher {' | '.join(actions)}", file=sys.stderr)
        return 2
    try:
        actions[arguments[0]]()
    except (LaunchError, EmbeddedServerError, ImproperlyConfigured) as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
