"""Compile every template: a tag that does not load or close is found here, not by a visitor."""

import os
import sys
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidcon_portal.settings")

import django  # noqa: E402  # the two lines above must come first

django.setup()

from django.template import TemplateSyntaxError, engines  # noqa: E402  # needs set-up applications
from django.template.utils import get_app_template_dirs  # noqa: E402

engine = engines["django"].engine
folders = [Path(folder) for folder in (*engine.dirs, *get_app_template_dirs("templates"))]
folders = [folder for folder in folders if BASE_DIR in folder.parents and ".venv" not in folder.parts]
count, broken = 0, []
for folder in folders:
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".html", ".txt", ".svg", ".xml"}:
            continue
        count += 1
        try:
            engine.get_template(str(path.relative_to(folder)))
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            broken.append(f"{path.relative_to(BASE_DIR)}: {error}")
for line in broken:
    print(line)
print(f"{count} templates compiled, {len(broken)} broken")
sys.exit(bool(broken))
