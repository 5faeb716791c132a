"""Gorontalo: the team takes the letter in, two coordinations, two teams confirm, operator, log, report."""

from datetime import timedelta

from tests.journeys.requests import ask, morning
from tests.journeys.steps import agree, check_end, hold_meeting, on_task, provide, ready, report, try_out


def test_gorontalo_with_both_teams(cast, clock, wita):
    start = morning(wita, days=7)
    ticket, code = ask(cast, "gorontalo", start=start, mode="Rapat daring diselenggarakan")

    on_task(cast, "persandian.gorontalo").press("Catat surat")
    agree(cast, "persandian.gorontalo", trial_at=start - timedelta(hours=1))
    agree(cast, "persandian.gorontalo")
    ready(cast, "persandian.gorontalo")
    ready(cast, "jaringan.gorontalo")
    ready(cast, "persandian.gorontalo")
    provide(cast, "operator.gorontalo")
    cast.person("pemohon.gorontalo").open(f"/permohonan/{ticket}/")
    cast.person("pemohon.gorontalo").shows("Ruang rapat daring")
    clock.move_to(start - timedelta(minutes=50))
    try_out(cast, "operator.gorontalo")
    hold_meeting(cast, clock, "operator.gorontalo", start)
    report(
        cast,
        "persandian.gorontalo",
        **{"Pejabat yang memimpin": "Kepala Dinas Pemuda dan Olahraga", "Hasil rekaman": "tidak ada rekaman"},
    )

    check_end(cast, "persandian.gorontalo", ticket, code, papers=2)
