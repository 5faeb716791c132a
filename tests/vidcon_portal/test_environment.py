"""Readings of the environment stop the start loudly instead of guessing."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from vidcon_portal.environment import (
    env_bool,
    env_int,
    env_list,
    env_str,
    persisted_secret,
    postgres_database,
    read_env_file,
)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("true", True), ("1", True), ("YES", True), ("on", True), ("false", False), ("0", False), ("no", False)],
)
def test_env_bool_reads_usual_words(word, meaning):
    assert env_bool("HTTPS", default=not meaning, environ={"HTTPS": word}) is meaning


@pytest.mark.parametrize("environ", [{}, {"HTTPS": ""}, {"HTTPS": "  "}])
def test_env_bool_unset_takes_default(environ):
    assert env_bool("HTTPS", default=True, environ=environ) is True


def test_env_bool_other_word_never_switches_a_protection_off():
    with pytest.raises(ImproperlyConfigured, match="HTTPS='ture'"):
        env_bool("HTTPS", default=True, environ={"HTTPS": "ture"})


def test_env_str_unset_without_default_names_the_variable():
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is not set"):
        env_str("SITE_URL", environ={})


def test_env_int_refuses_words_and_too_small_numbers():
    assert env_int("PORT", 8000, environ={"PORT": "9000"}) == 9000
    with pytest.raises(ImproperlyConfigured, match="not a whole number"):
        env_int("PORT", 8000, environ={"PORT": "http"})
    with pytest.raises(ImproperlyConfigured, match="below the least"):
        env_int("PORT", 8000, at_least=1, environ={"PORT": "0"})


def test_env_list_ignores_blanks_and_empty_words():
    assert env_list("ALLOWED_HOSTS", [], environ={"ALLOWED_HOSTS": "a.go.id, b.go.id,,"}) == ["a.go.id", "b.go.id"]


def test_env_file_fills_gaps_but_environment_wins(tmp_path):
    file = tmp_path / ".env"
    file.write_text("# a comment\nDEMO=true\nSITE_URL='https://a.go.id'\n", encoding="utf-8")
    environ = {"DEMO": "false"}

    read_env_file(file, environ=environ)

    assert environ == {"DEMO": "false", "SITE_URL": "https://a.go.id"}


def test_env_file_line_without_value_is_refused_with_its_number(tmp_path):
    file = tmp_path / ".env"
    file.write_text("\nDEMO\n", encoding="utf-8")

    with pytest.raises(ImproperlyConfigured, match="line 2"):
        read_env_file(file, environ={})


def test_persisted_secret_outlives_the_process_and_is_private(tmp_path):
    path = tmp_path / "data" / "secret_key"

    first, second = persisted_secret(path), persisted_secret(path)

    assert first == second
    assert len(first) >= 50
    assert path.stat().st_mode & 0o777 == 0o600


def test_persisted_secret_empty_file_is_refused(tmp_path):
    path = tmp_path / "secret_key"
    path.touch()

    with pytest.raises(ImproperlyConfigured, match="is empty"):
        persisted_secret(path)


def test_postgres_database_keeps_options_of_the_driver():
    database = postgres_database("postgresql://portal:a%40b@db.go.id:6432/vidcon?sslmode=verify-full")

    assert database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "vidcon",
        "USER": "portal",
        "PASSWORD": "a@b",
        "HOST": "db.go.id",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full"},
    }


@pytest.mark.parametrize("url", ["sqlite:///portal.sqlite3", "mysql://portal@localhost/portal", "portal"])
def test_postgres_database_other_database_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="PostgreSQL only"):
        postgres_database(url)


@pytest.mark.parametrize("url", ["postgresql://portal:geheim@host", "postgresql://portal:geheim@host/p?unknown=1"])
def test_postgres_database_unusable_url_is_refused_without_telling_the_password(url):
    with pytest.raises(ImproperlyConfigured) as refused:
        postgres_database(url)

    assert "geheim" not in str(refused.value)
