"""Singkawang: Srikandi number, agenda, three dispositions, complete and free, trial, operator, report."""

from datetime import timedelta

from tests.journeys.person import DESK
from tests.journeys.requests import ask, morning
from tests.journeys.steps import agree, check_end, forward, hold_meeting, on_task, report, try_out


def test_singkawang_through_six_desks(cast, clock, wib):
    cast.screen = DESK
    start = morning(wib, days=7)
    srikandi = {"Nomor Srikandi": "SRK-2026-001"}
    ticket, code = ask(cast, "singkawang", start=start, mode="Rapat daring diselenggarakan", **srikandi)

    on_task(cast, "tu.singkawang").press("Catat surat")
    forward(cast, "kadis.singkawang", "Tindak lanjuti")
    forward(cast, "kabid.singkawang", "Proses permohonan")
    forward(cast, "subkor.singkawang", "Cek akses internet")
    check_data(cast)
    check_resources(cast)
    agree(cast, "subkor.singkawang", trial_at=start - timedelta(hours=1))
    clock.move_to(start - timedelta(minutes=50))
    try_out(cast, "tcmr.singkawang")
    hold_meeting(cast, clock, "tcmr.singkawang", start)
    report(cast, "tcmr.singkawang")

    check_end(cast, "tcmr.singkawang", ticket, code, papers=3)


def check_data(cast):
    team = on_task(cast, "tcmr.singkawang")
    for each in team.form.get_by_role("checkbox").all():
        each.check()
    team.press("Nyatakan lengkap")


def check_resources(cast):
    team = on_task(cast, "subkor.singkawang")
    for question in team.form.locator("fieldset").filter(has=team.page.get_by_text("Sebagian", exact=True)).all():
        question.locator("label").first.click()
    team.press("Setujui, dapat difasilitasi")
