"""Write ``docs/sop/<preset>.md`` for every shipped preset; ``--check`` only says which are not fresh."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from vidcon_portal.procedures.preset import load_preset, shipped_presets
from vidcon_portal.procedures.sop_docs import sop_document


class Command(BaseCommand):
    help = "Write docs/sop/<preset>.md from the shipped presets."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a page is not fresh")
        parser.add_argument("--into", type=Path, default=Path(settings.BASE_DIR, "docs", "sop"), help="folder")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["into"]
        wanted = {f"{path.stem}.md": sop_document(load_preset(path)) for path in shipped_presets()}
        kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
        stale = sorted(name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name))
        if options["check"]:
            if stale:
                raise CommandError(f"Not fresh: {', '.join(stale)}. Run manage.py write_sop_docs.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            if name in wanted:
                (folder / name).write_text(wanted[name], encoding="utf-8")
            else:
                (folder / name).unlink()
            self.stdout.write(name)
