"""What people said afterwards in the invented offices: complaints, suggestions, survey answers."""

import random
from datetime import datetime, timedelta
from typing import Any

from reports.choices import AgeBand, AnswerSource, Education, FollowUpStatus, Occupation, Sex
from reports.complaints.services import answer_complaint, file_complaint, note_complaint
from reports.follow_ups.services import save_follow_up
from reports.models import SurveyAnswer
from reports.periods import Period
from reports.survey.queries import FIELDS
from reports.survey.services import plan_follow_up
from vidcon_portal.accounts.actors import Actor
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.accounts.queries import default_hat

COMPLAINTS: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (
        34,
        "Suara terputus saat pembukaan",
        "Pada pembukaan rapat suara dari ruang dinas hilang sekitar lima menit. Peserta daerah tidak mendengar sambutan.",
        {
            "category": "service",
            "identity": "named",
            "name": "Panitia Rakor",
            "contact": "panitia@contoh.invalid",
            "answer": "Penyebabnya mikrofon nirkabel yang kehabisan baterai. Sejak sekarang baterai cadangan masuk daftar "
            "persiapan setiap kegiatan. Terima kasih telah menyampaikannya.",
        },
    ),
    (
        21,
        "Apakah ruang dapat dipakai pada hari Sabtu?",
        "Kami merencanakan pelatihan pada hari Sabtu. Apakah layanan tersedia?",
        {
            "category": "information",
            "identity": "named",
            "name": "Sekretariat kecamatan",
            "contact": "0812-0000-1111",
            "answer": "Di luar hari kerja layanan diberikan untuk kegiatan pimpinan. Untuk pelatihan, silakan ajukan pada "
            "hari kerja; jadwal kosong terlihat pada halaman ketersediaan.",
        },
    ),
    (
        9,
        "Tambahkan panduan untuk peserta",
        "Peserta sering bertanya cara masuk ke ruang tunggu. Panduan satu halaman akan membantu.",
        {"category": "suggestion", "identity": "anonymous", "note": "Sedang disusun bersama bidang aplikasi."},
    ),
    (
        3,
        "Pesan tidak dibalas dua hari",
        "Pesan kami di halaman permohonan baru dibalas setelah dua hari, sehingga undangan terlambat disebar.",
        {"category": "service", "identity": "confidential", "name": "Staf pemohon", "contact": "0813-0000-2222"},
    ),
)
"""Days ago, what it is about, the words, and the rest of the form."""


RESPONDENTS = 8
"""Fewer than the requests that were served."""
LIKELY = {"u3": (2, 3, 3, 3, 4), "u4": (4,), "u8": (2, 3, 3, 4), "u9": (2, 3, 3, 4)}
"""What marks an element gets, where they differ from the usual ones."""

SAID = (
    "Petugasnya sabar membantu peserta yang kesulitan masuk.",
    "Tautan sebaiknya dikirim sehari sebelumnya.",
    "Mikrofon di ruang rapat perlu ditambah.",
)


PLAN = "Membuka pengaduan di portal, dan menempel kode QR-nya di ruang rapat."


def create_results(office: Office, *, now: datetime) -> None:
    """Four complaints at their times (two answered, one noted, one new), some survey answers, and what follows from them."""
    _complaints(office, now)
    rng = random.Random(f"skm-{office.code}")
    today = now.astimezone(office.tz).date()
    answers = []
    for number in range(RESPONDENTS):
        marks = {name: rng.choice(LIKELY.get(name, (3, 3, 4, 4))) for name in FIELDS}
        answers.append(
            SurveyAnswer(
                office=office,
                answered_on=today - timedelta(days=rng.randint(1, 75)),
                source=AnswerSource.PAPER if number % 4 == 0 else AnswerSource.ONLINE,
                sex=rng.choice(Sex.values),
                age=rng.choice(AgeBand.values),
                education=rng.choice((Education.SMA, Education.DIPLOMA, Education.S1, Education.S1, Education.S2)),
                occupation=rng.choice((Occupation.PNS, Occupation.PNS, Occupation.PRIVATE)),
                comment=SAID[number // 3] if number % 3 == 0 else "",
                **marks,
            )
        )
    SurveyAnswer.objects.bulk_create(answers)
    head = default_hat(User.objects.get(username=f"kadis.{office.code}"), at=now)
    first, *_others = plan_follow_up(office, Period.year(today.year), by=head, at=now)
    first.plan, first.owner, first.status = PLAN, "Petugas Pengaduan", FollowUpStatus.DOING
    save_follow_up(first, office=office, by=head, at=now)


def _complaints(office: Office, now: datetime) -> None:
    for days, subject, text, more in COMPLAINTS:
        at = now - timedelta(days=days)
        data = {key: value for key, value in more.items() if key not in ("answer", "note")}
        complaint, _code = file_complaint(office, {"subject": subject, "text": text, **data}, at=at)
        officer = _officer(office, now)
        if "answer" in more:
            later = at + timedelta(days=2)
            answer_complaint(complaint, "finish", text=more["answer"], by=officer, at=later)
        elif "note" in more:
            note_complaint(complaint, text=more["note"], by=officer, at=at + timedelta(days=1))


def _officer(office: Office, at: datetime) -> Actor:
    return default_hat(User.objects.get(username=f"pengaduan.{office.code}"), at=at)
