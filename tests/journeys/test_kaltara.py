"""Kalimantan Utara: two dispositions, coordination, check, trial, the event, the report with its evaluation."""

from datetime import timedelta

from tests.journeys.requests import ask, morning
from tests.journeys.steps import agree, check_end, forward, hold_meeting, ready, report, try_out


def test_kaltara_from_request_to_report(cast, clock, wita):
    start = morning(wita, days=7)
    ticket, code = ask(cast, "kaltara", start=start, mode="Rapat daring diselenggarakan")

    forward(cast, "kadis.kaltara", "Koordinasikan/konfirmasikan")
    forward(cast, "kabid.kaltara", "Laporkan hasilnya")
    agree(cast, "teknis.kaltara", trial_at=start - timedelta(hours=1))
    ready(cast, "teknis.kaltara")
    clock.move_to(start - timedelta(minutes=50))
    try_out(cast, "teknis.kaltara")
    hold_meeting(cast, clock, "teknis.kaltara", start)
    report(cast, "teknis.kaltara", Evaluasi="Pengeras suara diperiksa sebelum rapat.")

    check_end(cast, "teknis.kaltara", ticket, code, papers=3)
