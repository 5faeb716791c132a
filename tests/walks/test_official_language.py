"""An official who reads English leaves an Indonesian trail, Indonesian papers, and messages in their readers' language."""

import json

import polib
from django.utils import translation

from bookings.models import Event, Flag
from tests.walks.driver import Walk
from vidcon_portal.accounts.models import User
from vidcon_portal.catalogue import LOCALE_DIR
from vidcon_portal.documents.models import Document
from vidcon_portal.notifications.models import Delivery


def english_phrases():
    """Translations of several words, without gaps: one word may be a key of JSON."""
    catalogue = polib.pofile(str(LOCALE_DIR / "en" / "LC_MESSAGES" / "django.po"))
    return [
        entry.msgstr
        for entry in catalogue
        if " " in entry.msgstr and entry.msgstr != entry.msgid and not set("%{") & set(entry.msgstr)
    ]


def test_what_an_english_reader_does_is_kept_and_told_in_indonesian(world):
    User.objects.filter(username="pemohon.tarakan").update(language="en")
    with translation.override("en"):
        walk = Walk("tarakan").submit().until("[completed]")
        assert translation.gettext("Kotak tugas") == "Task inbox"

    kept = [json.dumps(event.data, ensure_ascii=False) for event in Event.objects.filter(booking=walk.booking)]
    kept += [json.dumps(paper.context, ensure_ascii=False) + paper.title for paper in Document.objects.all()]
    kept += Flag.objects.filter(booking=walk.booking).values_list("sentence", flat=True)
    told = Delivery.objects.exclude(recipient__language="en")
    kept += [f"{each.subject}\n{each.body}" for each in told]
    phrases = english_phrases()
    assert len(kept) > 20
    assert sorted({phrase for text in kept for phrase in phrases if phrase in text}) == []
    to_applicant = Delivery.objects.filter(recipient__language="en").values_list("body", flat=True)
    assert any("The request can be facilitated." in body for body in to_applicant)


def test_an_english_reader_is_told_everything_in_english(world):
    """Dates, names of steps and the lines below a text too; what people wrote stays as they wrote it."""
    User.objects.filter(username__in=["pemohon.tarakan", "kadis.tarakan"]).update(language="en")

    walk = Walk("tarakan").submit().until("[completed]")

    told = Delivery.objects.filter(recipient__language="en")
    months = ("Agustus", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "pukul", "menunggu", "Tempat", "Jadwal")
    said = [f"{each.subject}\n{each.body}".replace(walk.booking.title, "") for each in told]
    assert len(said) > 5
    assert [text for text in said if any(word in text for word in months)] == []
