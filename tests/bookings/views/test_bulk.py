"""Disposisi sekaligus: each letter through the one door, with a sentence of its own."""

import pytest

from bookings.models import Booking, Disposition, Event
from bookings.services.bulk import forward_many
from tests.walks.driver import Walk, actor
from vidcon_portal.accounts.models import Position, User
from vidcon_portal.demo.people import PIN

from .conftest import SOON

URL = "/tugas/disposisi/"


@pytest.fixture
def letters(world: None) -> list[Walk]:
    """Three routine ones, a leader's, and one that is too late."""
    routine = [Walk("kalbar", title=f"Rapat rutin {number}", days=8 + number).submit() for number in range(3)]
    leader = Walk("kalbar", title="Rapat gubernur", days=12, leader_rank=1, leader_name="Gubernur").submit()
    late = Walk("kalbar", title="Rapat mendadak", days=2).submit()
    return [*routine, leader, late]


def post(client, walks: list[Walk], *, pin: str = PIN, **changes: object):
    to = Position.objects.get(office=walks[0].office, role="division_head")
    data = {
        "letters": [walk.run.pk for walk in walks],
        "to": to.pk,
        "instructions": ["Proses lebih lanjut"],
        "pin": pin,
    }
    return client.post(URL, {**data, **changes})


def steps(walks: list[Walk]) -> list[str]:
    return [Booking.objects.get(pk=walk.booking.pk).step_runs.get(closed_at=None).kind for walk in walks]


def test_only_routine_letters_are_offered_and_the_others_say_why(browser, letters):
    client = browser("kadis.kalbar")
    assert f'href="{URL}"' in client.get("/tugas/").content.decode()

    page = client.get(URL).content.decode()

    offered, _found, alone = page.partition("Putuskan satu per satu")
    assert [walk.booking.title in offered for walk in letters] == [True, True, True, False, False]
    assert "pimpinan hadir" in alone
    assert "ada dispensasi yang belum diputuskan" in alone
    assert "checked" not in offered.partition("Rapat rutin 0")[0]
    assert client.get(f"{URL}?semua=1").content.decode().count('name="letters"') == 3


def test_chosen_letters_are_disposed_and_the_others_stay(browser, letters):
    answer = post(browser("kadis.kalbar"), letters[:2])

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 surat diteruskan." in page
    assert page.count("Diteruskan kepada") == 2
    assert steps(letters) == ["check_resources", "check_resources", "dispose", "dispose", "dispose"]
    assert {tuple(each.instructions) for each in Disposition.objects.all()} == {("Proses lebih lanjut",)}


def test_partial_failure_is_told_per_letter(browser, letters):
    client = browser("kadis.kalbar")
    runs = [letters[0].run.pk, letters[1].run.pk]
    letters[0].act("forward", by="kadis")

    page = post(client, letters[1:2], letters=runs).content.decode()

    assert "1 surat diteruskan. 1 surat belum." in page
    assert "Sudah ditangani oleh" in page
    assert steps(letters[:2]) == ["check_resources", "check_resources"]
    assert Event.objects.filter(booking=letters[0].booking, action="forward").count() == 1


def test_a_wrong_pin_counts_once_and_keeps_what_was_chosen(browser, letters):
    answer = post(browser("kadis.kalbar"), letters[:3], pin="999999", note="Segera")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sisa 4 percobaan" in page
    assert "Segera" in page
    assert page.count("checked") >= 3
    assert "999999" not in page
    assert steps(letters[:3]) == ["dispose"] * 3


def test_a_letter_that_wants_a_second_look_is_not_signed_in_passing(browser, letters):
    answer = post(browser("kadis.kalbar"), letters[3:])

    assert answer.status_code == 422
    assert "Pilih surat yang didisposisi." in answer.content.decode()
    assert steps(letters) == ["dispose"] * 5


def test_a_stranger_disposes_nothing(browser, letters):
    answers = [post(browser(name), letters[:2]) for name in ("bidang.kalbar", "kadis.tarakan", "pemohon.kalbar")]

    assert "menunggu" in answers[0].content.decode()
    assert all("diteruskan." not in each.content.decode() for each in answers)
    assert post(browser("bidang.kalbar"), letters[:2], pin="").status_code == 302
    assert steps(letters[:2]) == ["dispose"] * 2
    assert User.objects.get(username="bidang.kalbar").pin_failures == 0


def test_a_refused_addressee_is_told_for_its_letter(letters):
    by = actor("kadis.kalbar", SOON)
    other = Position.objects.filter(office__code="tarakan", role="division_head").first()
    runs = [walk.run for walk in letters[:2]]

    results = forward_many(runs, by=by, data={"to": other, "pin": PIN}, at=SOON)

    assert [each.is_done for each in results] == [False, False]
    assert all(each.sentence for each in results)
    assert steps(letters[:2]) == ["dispose"] * 2
