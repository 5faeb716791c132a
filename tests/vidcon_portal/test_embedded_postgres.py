"""The embedded server keeps its promises: private, without superuser, gone after a test run."""

import os
import subprocess
import sys

import psycopg
import pytest

from vidcon_portal.embedded_postgres import LONGEST_SOCKET_PATH, EmbeddedServer, forget_url, write_url


def test_portal_connects_as_an_ordinary_role(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_database_speaks_utf8_without_icu(db):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider FROM pg_database WHERE datname = current_database()"
        )
        encoding, provider = cursor.fetchone()
        cursor.execute("SELECT lower('ÉÀ') = 'éà'")
        assert cursor.fetchone() == (True,)

    assert encoding == "UTF8"
    assert provider != "i"


def test_socket_path_is_short_however_deep_the_checkout_lies(tmp_path):
    home = tmp_path / ("deep" * 30)

    socket_path = EmbeddedServer(home).socket_dir / ".s.PGSQL.5432"

    assert len(str(socket_path)) <= LONGEST_SOCKET_PATH


def test_url_file_comes_and_goes(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))

    write_url("postgresql:///portal")
    written = (tmp_path / "data" / "database_url").read_text(encoding="utf-8")
    forget_url()
    forget_url()

    assert written == "postgresql:///portal\n"
    assert not (tmp_path / "data" / "database_url").exists()


def test_throw_away_server_serves_one_command_and_vanishes():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    show_url = [sys.executable, "-c", "import os; print(os.environ['DATABASE_URL']); raise SystemExit(7)"]

    done = subprocess.run(
        [sys.executable, "-m", "vidcon_portal.embedded_postgres", "run", *show_url],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 7
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(done.stdout.strip(), connect_timeout=2)


def test_own_database_url_wins_over_the_throw_away_server():
    show_url = [sys.executable, "-c", "import os; print(os.environ['DATABASE_URL'])"]

    done = subprocess.run(
        [sys.executable, "-m", "vidcon_portal.embedded_postgres", "run", *show_url],
        env={**os.environ, "DATABASE_URL": "postgresql://own/portal"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "postgresql://own/portal\n"
