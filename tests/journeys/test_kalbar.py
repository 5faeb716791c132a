"""Kalimantan Barat: too late for the three days, so the head dispenses; five criteria; an early start."""

import re

from tests.journeys.requests import ask, morning
from tests.journeys.steps import check_end, forward, hold_meeting, on_task, report


def test_kalbar_with_dispensation_and_early_start(cast, clock, wib):
    start = morning(wib, days=2)
    ticket, code = ask(cast, "kalbar", start=start, mode="Rapat daring diselenggarakan")

    head = on_task(cast, "kadis.kalbar")
    dispensation = head.page.get_by_role("region", name="Putuskan dispensasi")
    dispensation.get_by_role("group", name=re.compile("Keputusan")).locator("label").first.click()
    head.press("Putuskan dispensasi", within=dispensation)
    head.shows("Dispensasi diputuskan")
    forward(cast, "kadis.kalbar", "Verifikasi dan fasilitasi sesuai ketentuan")
    verify(cast)
    hold_meeting(cast, clock, "bidang.kalbar", start, early=True)
    report(cast, "bidang.kalbar")

    check_end(cast, "bidang.kalbar", ticket, code, papers=3)


def verify(cast):
    division = on_task(cast, "bidang.kalbar")
    answers = division.form.locator("fieldset").filter(has=division.page.get_by_text("Sebagian", exact=True))
    assert answers.count() == 5
    for question in answers.all():
        question.locator("label", has_text=re.compile("^Ya$")).click()
    division.press("Setujui, dapat difasilitasi")
    division.shows("Verifikasi: dapat difasilitasi")
