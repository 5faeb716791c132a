"""``manage.py setup_office``: a real office with head, admin, SOP and days off, without demo data. Asks what no flag says."""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from vidcon_portal.accounts.actors import SYSTEM
from vidcon_portal.accounts.errors import AccountsError
from vidcon_portal.accounts.services import Person, add_missing_positions, import_holidays, setup_office
from vidcon_portal.procedures.errors import ProcedureError
from vidcon_portal.procedures.models import Step
from vidcon_portal.procedures.preset import Preset, PresetError, load_preset, shipped_presets
from vidcon_portal.procedures.services import load_preset_for_office

QUESTIONS = {
    "code": ("Kode kantor, huruf kecil (menjadi alamat /<kode>/)", ""),
    "name": ("Nama dinas lengkap", "Dinas Komunikasi dan Informatika"),
    "short_name": ("Nama singkat", ""),
    "government": ("Pemerintah daerah, contoh Pemerintah Kota Tarakan", ""),
    "region": ("Daerah, contoh Kota Tarakan", ""),
    "city": ("Kota tempat surat", ""),
    "timezone": ("Zona waktu: Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura", "Asia/Makassar"),
    "head_title": ("Nama jabatan kepala", "Kepala Dinas Komunikasi dan Informatika"),
    "head_name": ("Nama kepala dengan gelar (kosong: belum ada)", ""),
    "head_username": ("Nama pengguna kepala", "kadis"),
    "admin_name": ("Nama admin kantor", ""),
    "admin_username": ("Nama pengguna admin kantor", "admin"),
    "admin_email": ("Pos-el admin kantor (boleh kosong)", ""),
    "preset": ("Preset SOP yang dimuat sebagai konsep (kosong: nanti)", ""),
}
MAY_BE_EMPTY = {"head_name", "admin_email", "preset"}


class Command(BaseCommand):
    help = "Create a real office: positions, head, admin, usual hours, days off, and an SOP draft from a preset."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, (question, _default) in QUESTIONS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", help=question)
        parser.add_argument("--noinput", action="store_true", help="Ask nothing; take defaults.")

    def handle(self, *args: Any, **options: Any) -> None:
        asks = not options["noinput"]
        answers = {name: self._answer(name, options[name], asks=asks) for name in QUESTIONS if "head" not in name}
        head_name = self._answer("head_name", options["head_name"], asks=asks)
        head = None
        if head_name:
            title, username = (self._answer(name, options[name], asks=asks) for name in ("head_title", "head_username"))
            head = Person(username, head_name, title=title)
        # Flags are visible to every user of the machine, so a password is only typed.
        password = getpass.getpass("Kata sandi admin (kosong: lewat lupa kata sandi): ") if asks else ""
        admin = Person(answers["admin_username"], answers["admin_name"], password, answers["admin_email"])
        try:
            self._create(answers, head, admin)
        except (AccountsError, ProcedureError) as refusal:
            raise CommandError(refusal.sentence) from refusal
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        self.stdout.write(
            f"Kantor {answers['short_name']} siap di /{answers['code']}/. Masuk sebagai {admin.username}."
        )
        if not password:
            self.stdout.write(f"Beri kata sandi: manage.py changepassword {admin.username}")

    @transaction.atomic
    def _create(self, answers: dict[str, str], head: Person | None, admin: Person) -> None:
        today = timezone.localdate()
        fields = ("code", "name", "short_name", "government", "region", "city", "timezone")
        office = setup_office(
            **{name: answers[name] for name in fields}, head=head, admin=admin, starts_on=today, by=SYSTEM
        )
        import_holidays([today.year, today.year + 1], by=SYSTEM)
        if answers["preset"]:
            load_preset_for_office(self._preset(answers["preset"]), office)
            roles = Step.objects.filter(row__procedure__service__office=office).values_list("roles", flat=True)
            add_missing_positions(office, {role for listed in roles for role in listed})

    @staticmethod
    def _preset(given: str) -> Preset:
        """A shipped preset by its code, or any file by its path."""
        shipped = {path.stem: path for path in shipped_presets()}
        try:
            return load_preset(shipped.get(given, Path(given)))
        except PresetError as refusal:
            raise CommandError(f"{refusal}\nPreset yang tersedia: {', '.join(shipped)}.") from refusal

    def _answer(self, name: str, given: str | None, *, asks: bool) -> str:
        question, default = QUESTIONS[name]
        if given is not None:
            return given
        hint = f" [{default}]" if default else ""
        while True:
            typed = input(f"{question}{hint}: ").strip() if asks else ""
            if typed or default or name in MAY_BE_EMPTY:
                return typed or default
            if not asks:
                raise CommandError(f"Isi --{name.replace('_', '-')}: {question}.")
