"""The English catalogue has every text of the code, each translated with the gaps of its original. Needs gettext."""

import os
import sys
import tempfile
from io import StringIO
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BASE_DIR))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vidcon_portal.settings")

import django  # noqa: E402  # the two lines above must come first

django.setup()

import polib  # noqa: E402  # after set-up like what follows
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402

from vidcon_portal.catalogue import LOCALE_DIR, find_faults  # noqa: E402

LEFT_OUT = {"tests", "locale"}
PLACE = Path("en") / "LC_MESSAGES" / "django.po"

with tempfile.TemporaryDirectory() as folder:
    # Links beside a catalogue of their own: makemessages writes into the nearest folder named locale.
    for path in BASE_DIR.iterdir():
        if path.name not in LEFT_OUT and not path.name.startswith("."):
            (Path(folder) / path.name).symlink_to(path)
    settings.LOCALE_PATHS = [str(Path(folder) / "locale")]
    (Path(folder) / "locale" / PLACE).parent.mkdir(parents=True)
    os.chdir(folder)
    call_command("makemessages", locale=["en"], symlinks=True, no_location=True, no_wrap=True, stdout=StringIO())
    os.chdir(BASE_DIR)
    wanted = polib.pofile(str(Path(folder) / "locale" / PLACE))

faults = list(find_faults(polib.pofile(str(LOCALE_DIR / PLACE)), wanted))
for line in faults:
    print(line)
if faults:
    print(f"locale/{PLACE}: {len(faults)} texts to mend. Run `make messages`, then translate (CONTRIBUTING, recipes).")
sys.exit(bool(faults))
