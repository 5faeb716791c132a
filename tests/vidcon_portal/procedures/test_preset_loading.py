"""The loader refuses what the engine could not walk, with place and remedy."""

from pathlib import Path

import pytest

from vidcon_portal.accounts.choices import Role
from vidcon_portal.procedures import preset as presets
from vidcon_portal.procedures.choices import ClockType, Kind
from vidcon_portal.procedures.preset import PresetError, load_preset

SMALL = """
[office]
code = "contoh"
government = "Pemerintah Kota Contoh"
agency = "Dinas Kominfo"

[service]
code = "vidcon"
name = "Layanan"
modes = ["host", "join"]

[procedure]
title = "SOP"

[rules]
recheck_step = "periksa"

[[lanes]]
code = "pemohon"
title = "Pemohon"
role = "applicant"

[[rows]]
number = 1
activity = "Mengajukan"
lanes = ["pemohon"]

[[rows.steps]]
code = "ajukan"
kind = "submit"
title = "Ajukan"
roles = ["applicant"]
arrows = [{ action = "submit", to = "disposisi" }]

[[rows]]
number = 2
activity = "Mendisposisi"
lanes = []
clock = { type = "work_minutes", value = 10 }

[[rows.steps]]
code = "disposisi"
kind = "dispose"
title = "Disposisi"
roles = ["office_head"]
options = { to_role = "coordinator" }
arrows = [{ action = "forward", to = "periksa" }]

[[rows]]
number = 3
activity = "Memeriksa"
lanes = []

[[rows.steps]]
code = "periksa"
kind = "check_resources"
title = "Periksa"
roles = ["coordinator"]
confirms = true
arrows = [
  { action = "accept", to = "buat-id" },
  { action = "accept_partly", to = "buat-id" },
  { action = "refuse", to = "end" },
  { action = "full", to = "end" },
]

[[rows]]
number = 4
activity = "Menyiapkan"
lanes = []

[[rows.steps]]
code = "buat-id"
kind = "provision"
title = "Buat ID"
roles = ["staff"]
modes = ["host"]
arrows = [{ action = "provide", to = "siapkan" }]

[[rows.steps]]
code = "siapkan"
kind = "prepare"
title = "Siapkan"
roles = ["staff", "network_team"]
all_of = true
arrows = [{ action = "ready", to = "laksanakan" }]

[[rows]]
number = 5
activity = "Melaksanakan"
lanes = []

[[rows.steps]]
code = "laksanakan"
kind = "execute"
title = "Laksanakan"
roles = ["operator"]
arrows = [{ action = "finish", to = "laporkan" }, { action = "not_held", to = "laporkan" }]

[[rows.steps]]
code = "laporkan"
kind = "report"
title = "Laporkan"
roles = ["operator"]
options = { variant = "event" }
arrows = [{ action = "file", to = "end" }]
"""


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) >= 1, f"the small preset no longer says {old!r}"
    return SMALL.replace(old, new, 1)


def problems_of(text: str) -> list[tuple[str, str]]:
    with pytest.raises(PresetError) as caught:
        load_preset(text)
    assert all(problem.remedy for problem in caught.value.problems)
    return [(problem.place, problem.problem) for problem in caught.value.problems]


# --- refusals ---------------------------------------------------------------------------------------------------------


def test_small_preset_is_sound():
    preset = load_preset(SMALL)

    assert preset.start.code == "ajukan"
    assert preset.rows[1].clock.type == ClockType.WORK_MINUTES


NOT_TABLES = 'arrows = [{ action = "forward", to = "periksa" }]'

REFUSALS = {
    "unknown key": (
        changed('title = "Ajukan"', 'title = "Ajukan"\nwarna = "biru"'),
        ("baris 1, langkah 'ajukan'", "Kunci 'warna' tidak dikenal."),
    ),
    "missing key": (changed('title = "Ajukan"', ""), ("baris 1, langkah 'ajukan'", "Kunci 'title' belum ada.")),
    "wrong type": (changed("number = 1", 'number = "satu"'), ("baris satu", "Nilai 'number' bukan bilangan bulat.")),
    "bool is no number": (changed("number = 1", "number = true"), ("baris True", "Nilai 'number' bukan bilangan bulat.")),
    "no list": (
        changed('roles = ["office_head"]', 'roles = "office_head"'),
        ("baris 2, langkah 'disposisi'", "Nilai 'roles' bukan daftar."),
    ),
    "no table": (changed(NOT_TABLES, 'arrows = ["periksa"]'), ("baris 2, langkah 'disposisi', panah 'ke-1'", "Isinya bukan tabel.")),
    "unknown kind": (
        changed('kind = "prepare"', 'kind = "prepair"'),
        ("baris 4, langkah 'siapkan'", "Jenis langkah 'prepair' tidak dikenal."),
    ),
    "unknown role": (
        changed('roles = ["office_head"]', 'roles = ["kadis"]'),
        ("baris 2, langkah 'disposisi'", "Peran 'kadis' tidak dikenal."),
    ),
    "unknown mode": (
        changed('modes = ["host"]', 'modes = ["hybrid"]'),
        ("baris 4, langkah 'buat-id'", "Ragam layanan 'hybrid' tidak dikenal."),
    ),
    "unknown action": (
        changed('action = "forward"', 'action = "approve"'),
        ("baris 2, langkah 'disposisi', panah 'approve'", "Tindakan 'approve' tidak dikenal."),
    ),
    "action of another kind": (
        changed('arrows = [{ action = "file", to = "end" }]', 'arrows = [{ action = "file", to = "end" }, { action = "accept", to = "end" }]'),
        ("baris 5, langkah 'laporkan'", "Tindakan 'accept' tidak menutup langkah berjenis 'report'."),
    ),
    "action that closes nothing": (
        changed('{ action = "finish", to = "laporkan" }', '{ action = "finish", to = "laporkan" }, { action = "log", to = "laporkan" }'),
        ("baris 5, langkah 'laksanakan'", "Tindakan 'log' tidak menutup langkah berjenis 'execute'."),
    ),
    "closing action without arrow": (
        changed('  { action = "full", to = "end" },\n', ""),
        ("baris 3, langkah 'periksa'", "Tindakan 'full' menutup langkah, tetapi tidak punya panah."),
    ),
    "two arrows for one action": (
        changed('{ action = "submit", to = "disposisi" }', '{ action = "submit", to = "disposisi" }, { action = "submit", to = "periksa" }'),
        ("baris 1, langkah 'ajukan'", "Tindakan 'submit' punya dua panah."),
    ),
    "arrow to nowhere": (
        changed('to = "periksa" }', 'to = "perikas" }'),
        ("baris 2, langkah 'disposisi'", "Panah 'forward' menuju 'perikas' yang tidak ada."),
    ),
    "arrow back to submission": (
        changed('{ action = "refuse", to = "end" }', '{ action = "refuse", to = "ajukan" }'),
        ("baris 3, langkah 'periksa'", "Panah 'refuse' kembali ke pengajuan."),
    ),
    "two starts": (
        changed('kind = "dispose"', 'kind = "submit"').replace('options = { to_role = "coordinator" }\n', ""),
        ("berkas", "Ada dua langkah awal: ajukan, disposisi."),
    ),
    "no start": (
        changed('kind = "submit"', 'kind = "coordinate"\noptions = { partner = "applicant" }'),
        ("berkas", "Tidak ada langkah awal."),
    ),
    "duplicate step": (changed('code = "siapkan"', 'code = "periksa"'), ("berkas", "Langkah 'periksa' tertulis lebih dari sekali.")),
    "duplicate row": (changed("number = 2", "number = 1"), ("berkas", "Baris '1' tertulis lebih dari sekali.")),
    "code called end": (changed('code = "siapkan"', 'code = "end"'), ("baris 4, langkah 'end'", "Kode langkah 'end' tidak dapat dipakai.")),
    "unreachable step": (
        changed('{ action = "ready", to = "laksanakan" }', '{ action = "ready", to = "end" }'),
        ("baris 5, langkah 'laksanakan'", "Langkah tidak terjangkau dari pengajuan."),
    ),
    "no end": (
        changed('{ action = "file", to = "end" }', '{ action = "file", to = "laksanakan" }'),
        ("baris 5, langkah 'laporkan'", "Dari sini tidak ada jalan ke akhir."),
    ),
    "side step in a file": (
        changed('kind = "prepare"', 'kind = "choose_alternative"'),
        ("baris 4, langkah 'siapkan'", "Jenis 'choose_alternative' adalah langkah samping yang dibuka portal sendiri."),
    ),
    "recheck_step missing": (changed('recheck_step = "periksa"', ""), ("[rules]", "Kunci 'recheck_step' belum ada.")),
    "recheck_step unknown": (
        changed('recheck_step = "periksa"', 'recheck_step = "cek"'),
        ("[rules]", "'recheck_step' menunjuk 'cek' yang tidak ada."),
    ),
    "recheck_step past the decision": (
        changed('recheck_step = "periksa"', 'recheck_step = "siapkan"'),
        ("berkas", "Dari 'recheck_step' pelaksanaan tercapai tanpa melewati langkah konfirmasi."),
    ),
    "nothing confirms": (
        changed("confirms = true\n", ""),
        ("berkas", "Tidak ada langkah yang mengonfirmasi jadwal untuk ragam 'host'."),
    ),
    "confirmed in one mode only": (
        changed("confirms = true\n", "").replace('modes = ["host"]', 'modes = ["host"]\nconfirms = true'),
        ("berkas", "Tidak ada langkah yang mengonfirmasi jadwal untuk ragam 'join'."),
    ),
    "a refused request is served": (
        changed('{ action = "refuse", to = "end" }', '{ action = "refuse", to = "siapkan" }'),
        ("baris 3, langkah 'periksa'", "Permohonan yang ditolak masih sampai ke pelaksanaan."),
    ),
    "option missing": (
        changed('options = { to_role = "coordinator" }', ""),
        ("baris 2, langkah 'disposisi', [options]", "Kunci 'to_role' belum ada."),
    ),
    "option unknown": (
        changed('options = { variant = "event" }', 'options = { variant = "event", to_role = "staff" }'),
        ("baris 5, langkah 'laporkan', [options]", "Kunci 'to_role' tidak dikenal."),
    ),
    "option of a kind that has none": (
        changed('kind = "submit"', 'kind = "submit"\noptions = { partner = "applicant" }'),
        ("baris 1, langkah 'ajukan', [options]", "Kunci 'partner' tidak dikenal."),
    ),
    "option value unknown": (
        changed('variant = "event"', 'variant = "events"'),
        ("baris 5, langkah 'laporkan', [options]", "Nilai 'variant' 'events' tidak dikenal."),
    ),
    "all_of with one role": (
        changed('roles = ["staff", "network_team"]', 'roles = ["staff"]'),
        (
            "baris 4, langkah 'siapkan'",
            "'all_of' menuntut konfirmasi setiap peran, tetapi perannya kurang dari dua.",
        ),
    ),
    "mode not served": (
        changed('modes = ["host"]', 'modes = ["streaming"]'),
        ("baris 4, langkah 'buat-id'", "Ragam streaming tidak dilayani."),
    ),
    "disposition to someone else": (
        changed('to_role = "coordinator"', 'to_role = "staff"'),
        ("baris 2, langkah 'disposisi'", "Disposisi ditujukan kepada 'staff', tetapi langkah 'periksa' milik coordinator."),
    ),
    "sessions of one case part ways": (
        changed('{ action = "not_held", to = "laporkan" }', '{ action = "not_held", to = "end" }'),
        (
            "baris 5, langkah 'laksanakan'",
            "Panah 'finish' dan 'not_held' berbeda tujuan, padahal satu permohonan dapat memuat keduanya.",
        ),
    ),
    "submission by the office": (
        changed('roles = ["applicant"]', 'roles = ["registrar"]'),
        ("baris 1, langkah 'ajukan'", "Pengajuan hanya oleh pihak pemohon."),
    ),
    "confirmation may be skipped": (
        changed("confirms = true", "confirms = true\noptional = true"),
        ("baris 3, langkah 'periksa'", "Langkah awal dan langkah konfirmasi tidak boleh dilewati."),
    ),
    "lane unknown": (changed('lanes = ["pemohon"]', 'lanes = ["opd"]'), ("baris 1", "Kolom pelaksana 'opd' tidak dikenal.")),
    "clock without value": (
        changed('{ type = "work_minutes", value = 10 }', '{ type = "work_minutes" }'),
        ("baris 2", "Waktu 'work_minutes' belum bernilai."),
    ),
    "value without clock": (
        changed('{ type = "work_minutes", value = 10 }', "{ value = 10 }"),
        ("baris 2", "Nilai waktu 10 tidak berlaku untuk 'none'."),
    ),
    "hours turned round": (
        changed('recheck_step = "periksa"', 'recheck_step = "periksa"\nevent_hours = { limit = true, weekly = { mon = [["16:00", "08:00"]] } }'),
        ("[rules.event_hours.weekly]", "Jam 'mon' tidak terbaca: ['16:00', '08:00']."),
    ),
    "criteria that nobody checks": (
        changed('recheck_step = "periksa"', 'recheck_step = "periksa"\nmandatory_information = ["event_time"]'),
        ("[rules]", "'mandatory_information' diisi, tetapi tidak ada langkah 'check_data'."),
    ),
    "overall time to a missing row": (
        changed('recheck_step = "periksa"', 'recheck_step = "periksa"\noverall_service_time = { hours = 24, until_row = 9 }'),
        ("[rules]", "Jangka waktu sampai baris 9 yang tidak ada."),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_loader_refuses_with_place_and_remedy(case):
    text, expected = REFUSALS[case]

    assert expected in problems_of(text)


def test_loader_tells_all_problems_of_meaning_at_once():
    text = changed("value = 10", "value = 0").replace('lanes = ["pemohon"]', 'lanes = ["opd"]')

    assert [place for place, _problem in problems_of(text)] == ["baris 1", "baris 2"]


def test_loader_suggests_the_nearest_word():
    with pytest.raises(PresetError) as caught:
        load_preset(changed('kind = "prepare"', 'kind = "prepair"'))

    assert caught.value.problems[0].remedy.startswith("Mungkin 'prepare'? Yang dikenal: submit, ")


def test_trial_that_fails_must_lead_back_to_preparation():
    text = changed('arrows = [{ action = "ready", to = "laksanakan" }]', """arrows = [{ action = "ready", to = "uji" }]

[[rows.steps]]
code = "uji"
kind = "trial"
title = "Uji"
roles = ["operator"]
arrows = [
  { action = "pass", to = "laksanakan" },
  { action = "pass_with_notes", to = "laksanakan" },
  { action = "fail", to = "laporkan" },
]""")  # fmt: skip

    assert problems_of(text) == [
        ("baris 4, langkah 'uji'", "Panah 'fail' tidak menuju langkah prepare atau coordinate.")
    ]
    assert load_preset(text.replace('"fail", to = "laporkan"', '"fail", to = "siapkan"')).steps["uji"]


def test_broken_toml_says_where():
    [(place, problem)] = problems_of(SMALL + "\nrows = [")

    assert place == "berkas"
    assert problem.startswith("Bukan TOML yang sah: ")


def test_missing_file_is_an_error_of_its_own(tmp_path: Path):
    with pytest.raises(PresetError, match="tidak dapat dibaca"):
        load_preset(tmp_path / "tidak-ada.toml")


def test_options_kept_as_json_are_read_by_kind():
    options, problems = presets.read_options(Kind.DISPOSE, {"to_role": "staff"}, "langkah 'x'")
    nothing, complaints = presets.read_options(Kind.SUBMIT, {"to_role": "staff"}, "langkah 'x'")

    assert (options.to_role, problems) == (Role.STAFF, [])
    assert (nothing, [problem.place for problem in complaints]) == (None, ["langkah 'x', [options]"])
