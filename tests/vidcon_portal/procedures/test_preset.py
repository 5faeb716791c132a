"""The five presets say what the seeds say, and every kind knows its way on."""

import re
from datetime import date

import pytest

from vidcon_portal.accounts.choices import Role
from vidcon_portal.procedures import preset as presets
from vidcon_portal.procedures.choices import KIND_ACTIONS, Action, Kind, Mode, Side
from vidcon_portal.procedures.preset import load_preset

CODES = ["gorontalo-sp", "kalbar-98-2021", "kaltara-2022", "singkawang-2023", "tarakan"]


@pytest.fixture(scope="module")
def shipped():
    return {path.stem: load_preset(path) for path in presets.shipped_presets()}


# --- the five ---------------------------------------------------------------------------------------------------------


def test_shipped_presets_are_the_five_and_load_clean(shipped):
    assert sorted(shipped) == CODES
    assert all(presets.check_preset(preset) == [] for preset in shipped.values())


@pytest.mark.parametrize("code", CODES)
def test_shipped_preset_survives_its_plain_form(shipped, code):
    preset = shipped[code]

    assert presets.read_preset(presets.as_plain(preset), code) == (preset, [])


@pytest.mark.parametrize("code", CODES)
def test_shipped_preset_carries_no_personal_number_and_names_every_choice(shipped, code):
    text = (presets.PRESETS / f"{code}.toml").read_text(encoding="utf-8")
    preset = shipped[code]

    assert not re.search(r"\d[\d ]{16,}\d", text)
    assert preset.procedure.source_notes
    assert all(re.match(r"(DESIGN|DOMAIN) §", decision.authority) for decision in preset.procedure.decisions)


# Clock, printed time and lanes of every row, from DOMAIN §1 and §1.8.
ROWS = {
    "kaltara-2022": [
        ("work_minutes", 60, "60 menit", "kepala-dinas"),
        ("work_minutes", 60, "60 menit", "kepala-bidang"),
        ("work_minutes", 150, "150 menit", "tim-teknis"),
        ("event", 180, "180 menit", "tim-teknis"),
    ],
    "kalbar-98-2021": [
        ("before_event", 3, "minimal 3 hari sebelum pelaksanaan kegiatan", "pemohon"),
        ("work_minutes", 10, "10 menit", "kepala-dinas"),
        ("work_days", 1, "1 hari", "bidang"),
        ("event", None, "menyesuaikan waktu dan kondisi pelaksanaan kegiatan", "bidang"),
        ("work_minutes", 5, "5 menit", "bidang"),
    ],
    "gorontalo-sp": [
        ("none", None, "", "persandian"),
        ("none", None, "", "persandian"),
        ("none", None, "", "persandian jaringan"),
        ("none", None, "", "persandian"),
        ("none", None, "", "persandian jaringan"),
        ("none", None, "", "operator"),
        ("event", None, "", "operator"),
        ("none", None, "", "persandian"),
    ],
    "tarakan": [
        ("none", None, "Setiap Saat", "opd"),
        ("none", None, "Setiap Saat", "kadis"),
        ("none", None, "Setiap Saat", "kabid"),
        ("none", None, "Setiap Saat", "subkoordinator"),
        ("work_minutes", 15, "15 menit", "staf"),
        ("none", None, "", "staf"),
        ("none", None, "Setiap Saat", "subkoordinator"),
        ("work_days", 1, "1 hari", "kabid"),
        ("none", None, "Setiap Saat", "kadis"),
        ("none", None, "", "opd"),
    ],
    "singkawang-2023": [
        ("work_minutes", 5, "5 menit", "opd"),
        ("work_minutes", 5, "5 menit", "tu"),
        ("work_minutes", 5, "5 menit", "kepala-dinas"),
        ("work_minutes", 30, "30 menit", "kabid-aptika"),
        ("work_minutes", 30, "30 menit", "subkor-ile"),
        ("work_minutes", 30, "30 menit", "subkor-ile tim-tcmr"),
        ("work_minutes", 15, "15 menit", "subkor-ile tim-tcmr"),
        ("work_minutes", 30, "30 menit", "subkor-ile"),
        ("event", 120, "120 menit", "tim-tcmr"),
    ],
}


@pytest.mark.parametrize("code", CODES)
def test_rows_carry_the_printed_times_and_lanes(shipped, code):
    rows = shipped[code].rows

    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [(row.clock.type.value, row.clock.value, row.time_raw, " ".join(row.lanes)) for row in rows] == ROWS[code]


# Kinds under each row, from issue 2 (gate a) and DOMAIN §1.8.
KINDS = {
    "kaltara-2022": ["submit dispose", "dispose", "coordinate prepare trial", "execute report"],
    "kalbar-98-2021": ["submit", "dispose", "check_resources", "execute", "report report"],
    "gorontalo-sp": [
        "submit register", "coordinate", "coordinate", "prepare", "prepare", "provision trial", "execute", "report",
    ],
    "tarakan": [
        "submit", "dispose", "dispose", "check_resources", "provision", "hand_over", "draft_reply", "approve_reply",
        "send_reply", "acknowledge acknowledge",
    ],
    "singkawang-2023": [
        "submit", "register", "dispose", "dispose", "dispose", "check_data", "check_resources", "coordinate trial",
        "execute report",
    ],
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_rows_hold_the_steps_of_their_sop(shipped, code):
    assert [" ".join(step.kind for step in row.steps) for row in shipped[code].rows] == KINDS[code]


HAPPY_PATHS = {
    "kaltara-2022": (Mode.HOST, 8),
    "kalbar-98-2021": (Mode.HOST, 5),
    "gorontalo-sp": (Mode.HOST, 10),
    "tarakan": (Mode.ACCOUNT, 10),
    "singkawang-2023": (Mode.ROOM, 11),
}


@pytest.mark.parametrize("code", CODES)
def test_onward_actions_lead_from_submission_to_the_end(shipped, code):
    preset = shipped[code]
    mode, length = HAPPY_PATHS[code]
    path = [preset.start.code]

    while path[-1] != presets.END:
        step = preset.steps[path[-1]]
        path.append(presets.next_code(preset, step.arrow(step.kind.onward_action).to, mode))

    assert len(path) - 1 == length
    assert [preset.row_of(code).number for code in path[:-1]] == sorted(
        preset.row_of(code).number for code in path[:-1]
    )


def test_covers_name_number_dates_and_ratifier(shipped):
    facts = {
        code: (
            preset.procedure.number,
            preset.procedure.made_on,
            preset.procedure.ratified_on,
            preset.procedure.effective_on,
            preset.procedure.ratified_by and preset.procedure.ratified_by.name,
        )
        for code, preset in shipped.items()
    }

    assert facts == {
        "kaltara-2022": (
            "/ SOP-KOMINFO / DISKOMINFO.1 / 2022",
            date(2022, 5, 30),
            date(2022, 5, 30),
            None,
            "ILHAM ZAIN, S.Sos, M.PA",
        ),
        "kalbar-98-2021": ("98 Tahun 2021", date(2021, 7, 2), None, date(2021, 7, 5), "Samuel, SE, M.Si"),
        "gorontalo-sp": ("", None, None, None, None),
        "tarakan": ("", None, None, None, None),
        "singkawang-2023": ("000.8.3.3/21/AI-A/2023", date(2023, 9, 1), None, None, "Evan Ernanda, S.Kom"),
    }


def test_covers_count_what_the_sources_list(shipped):
    counts = {
        code: (
            [len(basis.items) for basis in preset.cover.legal_basis],
            len(preset.cover.qualifications),
            len(preset.cover.equipment),
            len(preset.cover.related),
            len(preset.cover.warnings),
            len(preset.cover.records),
        )
        for code, preset in shipped.items()
    }

    assert counts == {
        "kaltara-2022": ([6, 7], 3, 6, 0, 1, 2),
        "kalbar-98-2021": ([9], 2, 4, 1, 1, 0),
        "gorontalo-sp": ([8], 4, 11, 0, 0, 0),
        "tarakan": ([8], 5, 5, 0, 1, 1),
        "singkawang-2023": ([11], 3, 3, 1, 1, 3),
    }


def test_scanning_errors_are_gone(shipped):
    errors = (
        r"didispokan|Permohonanan|,,|Intermet|Fastlitasi|Fasilitas1|permohionan|permchonan|Disposist|dikinm|VIDEOQ|"
        r"Meetiing|Mecting|subkoodinator|Penotaan|BUKU|tantang|Infomrasi"
    )

    for preset in shipped.values():
        assert re.findall(errors, str(presets.as_plain((preset.cover, preset.rows)))) == []


def test_rows_are_verbatim(shipped):
    """Samples of each SOP, whole."""
    activity = {code: {row.number: row.activity for row in preset.rows} for code, preset in shipped.items()}

    assert activity["kaltara-2022"][3] == (
        "Tim teknis melakukan koordinasi dengan instansi yang mengirimkan permohonan vidcon, mengecek lokasi dan "
        "perlengkapan vidcon, serta melakukan uji coba vidcon sebelum digunakan"
    )
    assert activity["kalbar-98-2021"][5] == "Tim fasilitasi melaporkan hasil pelaksanaan kegiatan / hasil verifikasi"
    assert activity["gorontalo-sp"][2] == "Tim Kerja Persandian melakukan koordinasi kepada pihak pemohon."
    assert activity["tarakan"][4] == (
        "Subkoordinator mengecek jadwal, Jika kosong mendisposisi surat ke staf untuk dibuatkan ID Meeting dan "
        "Password (Zoom Meeting), Jika penuh langsung menginformasikan kepada OPD Pemohon"
    )
    assert activity["singkawang-2023"][9] == "Pelaksanaan Rapat didampingi operator TCM Room"


def test_kaltara_decides_at_coordination_and_reports_to_the_superior_with_evaluation(shipped):
    preset = shipped["kaltara-2022"]

    assert [step.code for step in preset.steps.values() if step.confirms] == ["koordinasi-pemohon"]
    assert preset.steps["laporkan"].options.to_superior
    assert preset.rules.report_sections == ("evaluation",)
    assert preset.steps["uji-coba"].arrow(Action.FAIL).to == "cek-lokasi-perlengkapan"
    assert preset.rules.event_hours.weekly.thu == (("08:00", "16:00"),)
    assert preset.rules.event_hours.weekly.fri == (("08:00", "16:30"),)
    assert preset.rules.lead_time is None


def test_kalbar_checks_five_criteria_each_for_the_side_it_names(shipped):
    preset = shipped["kalbar-98-2021"]

    assert [criterion.sides for criterion in preset.rules.criteria] == [
        (Side.APPLICANT,), (Side.APPLICANT,), (Side.OFFICE,), (Side.OFFICE,), (Side.OFFICE,),
    ]  # fmt: skip
    assert all(criterion.evidence for criterion in preset.rules.criteria)
    assert [leader.title for leader in preset.rules.leader_ranks] == ["Gubernur", "Wakil Gubernur", "Sekda"]
    assert (preset.rules.lead_time.number, preset.rules.lead_time.unit, preset.rules.lead_time.late_policy) == (
        3, "calendar", "flag",
    )  # fmt: skip
    assert (preset.rules.event_hours.limit, preset.rules.event_hours.weekly) == (True, None)


def test_kalbar_refusal_goes_on_to_the_report_of_the_verification(shipped):
    preset = shipped["kalbar-98-2021"]

    for action in (Action.REFUSE, Action.FULL):
        target = preset.steps[preset.steps["verifikasi"].arrow(action).to]
        assert (target.kind, target.options.variant) == (Kind.REPORT, "verification")
        assert preset.row_of(target.code).number == 5


def test_gorontalo_confirms_by_both_teams_and_counts_24_hours_to_row_3(shipped):
    preset = shipped["gorontalo-sp"]
    joint = preset.rows[4].steps[0]

    assert (joint.roles, joint.all_of) == ((Role.COORDINATOR, Role.NETWORK_TEAM), True)
    assert joint.options.gap_to_applicant
    assert (preset.rules.overall_service_time.hours, preset.rules.overall_service_time.until_row) == (24, 3)
    assert (preset.rules.min_officers, preset.rules.dispensation_role) == (3, Role.COORDINATOR)
    assert preset.rules.report_sections == ("leading_official", "officers", "place", "day_date", "recording")
    assert Kind.DISPOSE not in {step.kind for step in preset.steps.values()}


def test_gorontalo_makes_a_meeting_only_when_it_hosts(shipped):
    preset = shipped["gorontalo-sp"]

    assert presets.next_code(preset, "atur-platform", Mode.HOST) == "atur-platform"
    assert presets.next_code(preset, "atur-platform", Mode.JOIN) == "uji-sistem"


def test_gorontalo_prints_14_components_without_a_second_copy(shipped):
    preset = shipped["gorontalo-sp"]
    items = [preset.section_items(component) for component in preset.cover.components]

    assert [component.number for component in preset.cover.components] == [str(number) for number in range(1, 15)]
    assert items[1] == tuple(row.activity for row in preset.rows)
    assert (len(items[6]), len(items[7]), items[3]) == (8, 11, ("Gratis",))
    assert all(items)


def test_tarakan_full_schedule_goes_to_row_10_as_information(shipped):
    preset = shipped["tarakan"]
    check = preset.steps["cek-jadwal"]
    information = preset.steps[check.arrow(Action.FULL).to]

    assert preset.service.modes == (Mode.ACCOUNT,)
    assert check.options.on_clash == "inform"
    assert (preset.row_of(information.code).number, information.options.subject) == (10, "information")
    assert information.options.closes_itself_after_days == 3
    assert preset.steps["kirim-surat-tanggapan"].arrow(Action.REVISE).to == "susun-surat-tanggapan"


def test_singkawang_separates_information_from_schedule(shipped):
    preset = shipped["singkawang-2023"]

    assert preset.rules.intake_channels == ("srikandi",)
    assert preset.rules.mandatory_information == (
        "event_time", "connection_test_time", "place_and_layout", "application",
    )  # fmt: skip
    assert preset.rules.recheck_step == "cek-jadwal-perlengkapan"
    assert preset.steps["cek-jadwal-perlengkapan"].options.on_clash == "offer"
    assert preset.steps["cek-jadwal-perlengkapan"].arrow(Action.REFUSE).to == presets.END
    assert preset.steps["uji-koneksi"].arrow(Action.FAIL).to == "koordinasi-teknis"


# --- the kinds --------------------------------------------------------------------------------------------------------


def test_every_kind_has_actions_a_phase_and_a_way_on():
    assert set(KIND_ACTIONS) == set(Kind)
    assert all(str(kind.phase) and str(kind.label) and kind.onward_action for kind in Kind)


def test_only_execution_has_actions_that_close_nothing():
    open_actions = {spec.name for specs in KIND_ACTIONS.values() for spec in specs if not spec.closes}

    assert open_actions == {Action.START, Action.LOG, Action.EXTEND}
    assert Kind.EXECUTE.onward_action == Action.FINISH
