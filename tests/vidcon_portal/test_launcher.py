"""The launcher runs once, says so, and repeats only what changed."""

import json
import os
import socket
import subprocess
import sys

import pytest

from vidcon_portal import launcher
from vidcon_portal.launcher import LaunchError, Step, fingerprint, only_one, prepare, require_free_port


def test_second_launcher_is_told_where_the_first_runs(tmp_path):
    lock = tmp_path / "launcher.lock"

    with (
        only_one(lock, "http://localhost:8000"),
        pytest.raises(LaunchError, match=rf"http://localhost:8000 \(proses {os.getpid()}\)"),
        only_one(lock, "http://localhost:8001"),
    ):
        pytest.fail("two launchers hold one lock")


def test_lock_of_a_dead_launcher_is_free(tmp_path):
    lock = tmp_path / "launcher.lock"
    hold_and_die = (
        "import os, sys; from pathlib import Path; from vidcon_portal.launcher import only_one\n"
        "with only_one(Path(sys.argv[1]), 'x'): os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", hold_and_die, str(lock)], check=False)

    with only_one(lock, "http://localhost:8000"):
        assert lock.read_text(encoding="utf-8") == f"http://localhost:8000 (proses {os.getpid()})"


def test_port_in_use_is_refused_with_another_to_try():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(LaunchError, match=f"make run PORT={port + 1}"):
            require_free_port("127.0.0.1", port)


def test_fingerprint_follows_names_and_contents_only(tmp_path):
    (tmp_path / "presets").mkdir()
    preset = tmp_path / "presets" / "a.toml"
    preset.write_text("one", encoding="utf-8")
    first = fingerprint(["presets/*"], base=tmp_path)

    os.utime(preset, (0, 0))
    untouched = fingerprint(["presets/*"], base=tmp_path)
    preset.write_text("two", encoding="utf-8")
    changed = fingerprint(["presets/*"], base=tmp_path)

    assert untouched == first
    assert changed != first


@pytest.fixture
def steps(monkeypatch, tmp_path):
    """Two steps and a demo over a fake checkout; returns the commands that ran, in order."""
    ran = []
    monkeypatch.setattr(launcher, "data_dir", lambda: tmp_path)
    monkeypatch.setattr(
        launcher, "STEPS", [Step("tables", ["migrate"], ["a"]), Step("static", ["collectstatic"], ["b"])]
    )
    monkeypatch.setattr(launcher, "fingerprint", lambda patterns: f"{patterns} v1")
    monkeypatch.setattr(launcher, "database_identity", lambda url: f"identity of {url}")
    monkeypatch.setattr(launcher, "compile_catalogues", list)
    monkeypatch.setattr(launcher, "run_command", lambda command, environment: ran.append(command[0]))
    return ran


def test_prepare_repeats_nothing_that_is_unchanged(steps):
    for _ in range(2):
        prepare({"DATABASE_URL": "one"}, with_demo=True)

    assert steps == ["migrate", "collectstatic", "seed_demo"]


def test_prepare_repeats_what_changed(steps, monkeypatch):
    prepare({"DATABASE_URL": "one"}, with_demo=True)

    monkeypatch.setattr(launcher, "fingerprint", lambda patterns: f"{patterns} {'v2' if patterns == ['b'] else 'v1'}")
    prepare({"DATABASE_URL": "one"}, with_demo=True)

    assert steps == ["migrate", "collectstatic", "seed_demo", "collectstatic"]


def test_prepare_starts_over_for_another_database(steps):
    prepare({"DATABASE_URL": "one"}, with_demo=False)
    prepare({"DATABASE_URL": "two"}, with_demo=False)

    assert steps == ["migrate", "collectstatic"] * 2


def test_prepare_remembers_steps_before_the_one_that_failed(steps, monkeypatch, tmp_path):
    def fail_at_static(command, environment):
        if command == ["collectstatic"]:
            raise LaunchError("no room left")

    monkeypatch.setattr(launcher, "run_command", fail_at_static)
    with pytest.raises(LaunchError, match="no room left"):
        prepare({"DATABASE_URL": "one"}, with_demo=True)

    remembered = json.loads((tmp_path / "prepared.json").read_text(encoding="utf-8"))
    assert set(remembered) == {"migrate", "database"}


def test_failed_command_shows_what_it_said():
    with pytest.raises(LaunchError, match="Unknown command: 'no_such_command'"):
        launcher.run_command(["no_such_command"], os.environ)


def test_printed_logins_are_those_of_the_demo():
    from vidcon_portal.demo import people

    seeded = {office: {lane.code for lane in lanes} for office, lanes in people.LANES.items()}

    assert {office: set(lanes) - {"pemohon"} for office, lanes in launcher.LANES.items()} == seeded
    assert (people.PASSWORD, people.PIN) == (launcher.PASSWORD, launcher.PIN)


def test_every_queue_has_a_worker():
    from procrastinate.contrib.django import app

    served = {queue for queues in launcher.WORKERS.values() for queue in queues.split(",")}

    assert {task.queue for task in app.tasks.values()} - {"builtin"} <= served
