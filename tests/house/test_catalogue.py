"""The English catalogue is whole; `deploy/check_catalogue.py` also compares it with the texts of the code."""

import ast

import polib
import pytest

from tests.house.test_one_door import WINGS, sources, where
from vidcon_portal.catalogue import LOCALE_DIR, find_faults, keeps_gaps

ENGLISH = LOCALE_DIR / "en" / "LC_MESSAGES" / "django.po"


def test_every_text_is_translated_with_its_gaps():
    catalogue = polib.pofile(str(ENGLISH))

    assert list(find_faults(catalogue, catalogue)) == []


def test_every_text_of_the_code_is_in_the_catalogue():
    """xgettext passes over what stands inside an f-string."""
    known = {entry.msgid for entry in polib.pofile(str(ENGLISH))}
    wanted = {
        (call.args[0].value, where(path, call))
        for path, tree in sources(*WINGS)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and is_marked(call)
    }

    assert sorted(place for text, place in wanted if text not in known) == []


def is_marked(call):
    """Whether it marks a literal for translation."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    marks = name in ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")
    return marks and bool(call.args) and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)


@pytest.mark.parametrize(
    ("original", "translation", "same"),
    [
        ("%(n)d hari", "%(n)d days", True),
        ("%(n)d hari", "days", False),
        ("{nomor}: {peristiwa}", "{peristiwa}: {nomor}", True),
        ("{nomor}", "{number}", False),
        ("Bernomor <b>%(number)s</b>.", "Numbered %(number)s.", False),
        ("Sesi: ", "Session:", False),
        ("100%%", "100%", False),
    ],
)
def test_a_translation_keeps_gaps_tags_and_edges(original, translation, same):
    assert keeps_gaps(polib.POEntry(msgid=original, msgstr=translation)) is same


def test_what_a_catalogue_lacks_is_named():
    wanted, have = polib.POFile(), polib.POFile()
    wanted.extend([polib.POEntry(msgid=word, msgstr="x") for word in ("Ada", "Baru", "Kosong", "Ragu")])
    have.append(polib.POEntry(msgid="Ada", msgstr="Present"))
    have.append(polib.POEntry(msgid="Kosong", msgstr=""))
    have.append(polib.POEntry(msgid="Ragu", msgstr="Doubt", flags=["fuzzy"]))
    have.append(polib.POEntry(msgid="Lama", msgstr="Old"))

    assert list(find_faults(have, wanted)) == [
        "missing: 'Baru'",
        "not translated: 'Kosong'",
        "only guessed (fuzzy): 'Ragu'",
        "no longer used: 'Lama'",
    ]
