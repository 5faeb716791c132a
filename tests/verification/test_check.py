"""check_data and check_resources: what they ask, refuse and write."""

import pytest

from bookings.errors import Clash, Incomplete
from bookings.models import Allocation, Event
from bookings.pages.work import work_of
from bookings.workflow.legality import situation_of
from tests.verification.panels import draw_panel
from tests.walks.driver import Walk, actor, upload
from verification.choices import Answer
from verification.models import Check

KALBAR_CRITERIA = [
    "peralatan-akun-pemohon_applicant",
    "sdm-pemohon_applicant",
    "peralatan-akun-bidang_office",
    "sdm-bidang_office",
    "jumlah-permohonan_office",
]


def at_kalbar_check(**changes):
    return Walk("kalbar", mode="host", **changes).submit().until("verifikasi")


def answers(value="yes", **changes):
    return {**{f"c_{key}": value for key in KALBAR_CRITERIA}, **changes}


def live(booking):
    return Allocation.objects.filter(booking=booking, state__in=("held", "confirmed")).count()


def test_pass_with_everything_stated_goes_on(world):
    walk = Walk("singkawang").submit().until("cek-kelengkapan")

    event = walk.act("pass")

    assert walk.step == "cek-jadwal-perlengkapan"
    assert event.data == {
        "ok_event_time": True,
        "ok_connection_test_time": True,
        "ok_place_and_layout": True,
        "ok_application": True,
    }


def test_pass_with_something_missing_names_it_and_the_way_out(world):
    walk = Walk("singkawang").submit().until("cek-kelengkapan")
    walk.booking.layout = ""
    walk.booking.save(update_fields=["layout"])
    events = Event.objects.count()

    with pytest.raises(Incomplete) as refused:
        walk.act("pass")

    assert refused.value.fields == {
        "__all__": ["Permohonan belum memuat: Tempat dan tata letak. Gunakan “Kembalikan untuk dilengkapi”."]
    }
    assert Event.objects.count() == events
    assert "Tempat dan tata letak: belum ada" in draw_panel(walk)


def test_pass_without_the_ticks_is_refused(world):
    walk = Walk("singkawang").submit().until("cek-kelengkapan")

    with pytest.raises(Incomplete) as refused:
        walk.act("pass", ok_application=False)

    assert refused.value.fields == {"ok_application": ["Centang: aplikasi yang digunakan sudah diperiksa"]}


def test_accept_writes_one_check_per_criterion_and_side(world):
    walk = at_kalbar_check()

    walk.act("accept", **answers())

    found = list(Check.objects.filter(booking=walk.booking).values_list("criterion", "side", "answer"))
    assert found == [(*key.rsplit("_", 1), Answer.YES) for key in KALBAR_CRITERIA]
    assert walk.booking.decision == "served"
    assert walk.booking.hold == "confirmed"


def test_an_answer_other_than_yes_needs_words_or_evidence(world):
    walk = at_kalbar_check()

    with pytest.raises(Incomplete) as refused:
        walk.act("accept", **answers(**{"c_sdm-bidang_office": "partly"}))

    assert list(refused.value.fields) == ["n_sdm-bidang_office"]
    assert not Check.objects.filter(booking=walk.booking).exists()


def test_evidence_stands_for_words_and_hangs_on_the_request(world):
    walk = at_kalbar_check()
    proof = upload(walk.holder(), walk.office, walk.at)

    walk.act("accept", **answers(**{"c_sdm-bidang_office": "partly", "e_sdm-bidang_office": str(proof.pk)}))

    check = Check.objects.get(booking=walk.booking, criterion="sdm-bidang")
    assert check.evidence == proof
    assert walk.booking.files.filter(file=proof, is_internal=True).exists()


def test_somebody_elses_file_is_no_evidence(world):
    walk = at_kalbar_check()
    foreign = upload(walk.applicant, walk.office, walk.at)

    with pytest.raises(Incomplete) as refused:
        walk.act("accept", **answers(**{"e_sdm-bidang_office": str(foreign.pk)}))

    assert list(refused.value.fields) == ["e_sdm-bidang_office"]
    assert not Check.objects.filter(booking=walk.booking).exists()


def test_accept_partly_gives_up_what_was_struck(world):
    walk = at_kalbar_check()
    first = Allocation.objects.filter(booking=walk.booking, need=0, purpose="event", state="held").count()

    event = walk.act("accept_partly", **answers(), struck=[0], note="Akun rapat milik pemohon")

    assert first == 1
    assert not Allocation.objects.filter(booking=walk.booking, need=0, state="confirmed").exists()
    assert walk.booking.decision == "partly"
    assert walk.booking.decision_note == "Akun rapat milik pemohon"
    assert event.data["struck"] == [0]
    assert len(event.data["struck_labels"]) == 1


def test_accept_partly_needs_a_note(world):
    walk = at_kalbar_check()

    with pytest.raises(Incomplete) as refused:
        walk.act("accept_partly", **answers(), note="")

    assert list(refused.value.fields) == ["note"]


@pytest.mark.parametrize(("action", "decision"), [("refuse", "refused"), ("full", "full")])
def test_a_no_frees_the_schedule_there_and_then(world, action, decision):
    walk = at_kalbar_check()
    before = live(walk.booking)

    walk.act(action, **answers(), reason="Tidak ada petugas")

    assert before > 0
    assert live(walk.booking) == 0
    assert walk.booking.decision == decision
    assert walk.booking.decision_note == "Tidak ada petugas"
    assert walk.step == "laporkan-verifikasi"


def test_full_needs_no_words_where_the_sop_asks_for_none(world):
    walk = Walk("tarakan").submit().until("cek-jadwal")

    walk.act("full", reason="")

    assert walk.booking.decision == "full"
    assert walk.step == "terima-informasi"


def test_accept_with_the_schedule_taken_offers_other_times(world):
    walk = at_kalbar_check()
    everything = Allocation.objects.filter(booking=walk.booking, purpose="event", resource__kind="account")
    during = everything.get().during
    everything.update(state="released")
    for account in walk.office.resources.filter(kind="account"):
        for lane in range(1, account.lanes + 1):
            Allocation.objects.filter(resource=account, lane=lane, booking=walk.booking).delete()
            Allocation.objects.create(
                resource=account, lane=lane, during=during, purpose="maintenance", state="confirmed"
            )

    with pytest.raises(Clash) as refused:
        walk.act("accept", **answers())

    assert refused.value.alternatives
    assert walk.step == "verifikasi"
    assert not Check.objects.filter(booking=walk.booking).exists()


def test_the_panel_says_what_is_held(world):
    walk = at_kalbar_check()

    drawn = draw_panel(walk)

    assert "Akun rapat: " in drawn
    assert "belum ada yang kosong" not in drawn


@pytest.mark.parametrize(("is_busy", "first"), [(False, "accept"), (True, "full")])
def test_a_full_schedule_puts_the_answer_that_the_sop_wants_first(is_busy, first, world):
    walk = Walk("tarakan").submit().until("cek-jadwal")
    if is_busy:
        Allocation.objects.filter(booking=walk.booking).update(state="released")

    work = work_of(situation_of(walk.booking, walk.at), actor("subkor.tarakan", walk.at))

    assert work.primary is not None
    assert work.primary.action == first
    assert {"accept", "full", "refuse"} - {first} == {"accept", "full", "refuse"} & {
        ending.url.rstrip("/").rpartition("/")[2] for ending in work.endings
    }
