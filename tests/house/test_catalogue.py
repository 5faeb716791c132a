"""The English catalogue is whole; `deploy/check_catalogue.py` also compares it with the texts of the code."""

import polib
import pytest

from vidcon_portal.catalogue import LOCALE_DIR, find_faults, keeps_gaps

ENGLISH = LOCALE_DIR / "en" / "LC_MESSAGES" / "django.po"


def test_every_text_is_translated_with_its_gaps():
    catalogue = polib.pofile(str(ENGLISH))

    assert list(find_faults(catalogue, catalogue)) == []


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
