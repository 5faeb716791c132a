"""Paper forms in, results out: both as spreadsheets."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bookings.history.parsing import NotUnderstood, read_days
from bookings.sheets.columns import Column, Record, Table, guess_table, plain_words
from bookings.sheets.reading import SheetRefused, read_sheets
from vidcon_portal.accounts.models import Office

from ..choices import AgeBand, AnswerSource, Education, Occupation, Sex
from ..periods import Period
from ..workbooks import Figure, Formula, Heading, SheetPlan, write_workbook
from .elements import ELEMENTS
from .index import SurveyScore, half_up
from .queries import FIELDS, raw_rows
from .services import PaperAnswer

COLUMNS: tuple[Column, ...] = (
    Column("day", gettext_lazy("Tanggal"), (r"tanggal", r"tgl", r"tanggal survei"), is_required=True),
    *(
        Column(
            element.field,
            f"{element.code} {element.name}",
            (rf"u {number}", rf"u{number}", rf"unsur {number}"),
            is_required=True,
        )
        for number, element in enumerate(ELEMENTS, start=1)
    ),
    Column("sex", gettext_lazy("Jenis kelamin"), (r"jenis kelamin", r"jk", r"l p", r"kelamin")),
    Column("age", gettext_lazy("Usia"), (r"usia", r"umur")),
    Column("education", gettext_lazy("Pendidikan"), (r"pendidikan", r"pendidikan terakhir")),
    Column("occupation", gettext_lazy("Pekerjaan"), (r"pekerjaan",)),
    Column("comment", gettext_lazy("Saran"), (r"saran", r"saran dan masukan", r"komentar", r"masukan")),
)
LETTERS = {"a": 1, "b": 2, "c": 3, "d": 4}
SEXES = {
    "l": Sex.MALE,
    "p": Sex.FEMALE,
    "laki laki": Sex.MALE,
    "pria": Sex.MALE,
    "perempuan": Sex.FEMALE,
    "wanita": Sex.FEMALE,
}
AGES = ((25, AgeBand.UNDER_25), (35, AgeBand.TO_34), (45, AgeBand.TO_44), (55, AgeBand.TO_54), (130, AgeBand.FROM_55))
SCHOOLS = {
    "sd": Education.SD,
    "smp": Education.SMP,
    "sma": Education.SMA,
    "smk": Education.SMA,
    "slta": Education.SMA,
    "d1": Education.DIPLOMA,
    "d2": Education.DIPLOMA,
    "d3": Education.DIPLOMA,
    "diploma": Education.DIPLOMA,
    "d4": Education.S1,
    "s1": Education.S1,
    "s2": Education.S2,
    "s3": Education.S3,
}
WORK = {
    "pns": Occupation.PNS,
    "asn": Occupation.PNS,
    "pppk": Occupation.PNS,
    "tni": Occupation.TNI,
    "polri": Occupation.POLRI,
    "swasta": Occupation.PRIVATE,
    "wirausaha": Occupation.BUSINESS,
    "wiraswasta": Occupation.BUSINESS,
}


def read_paper_forms(content: bytes, *, office: Office, today: date) -> tuple[list[PaperAnswer], list[str]]:
    """The answers of a file, and a sentence for each row that is wrong. Raises ``SheetRefused`` for no such table."""
    table = _table(content)
    answers: list[PaperAnswer] = []
    wrong: list[str] = []
    for record in table.records():
        if table.is_heading_again(record) or not any(record.text(name) for name in ("day", *FIELDS)):
            continue
        try:
            answers.append(_answer(record, today))
        except NotUnderstood as reason:
            wrong.append(_("Baris %(row)d: %(reason)s") % {"row": record.number, "reason": reason})
    return answers, wrong


def _table(content: bytes) -> Table:
    table = guess_table(read_sheets(content), COLUMNS)
    if table.missing:
        raise SheetRefused(
            _("Tidak ada lembar dengan kolom Tanggal dan U1 sampai U9. Unduh contohnya, lalu isi kolom itu.")
        )
    return table


def _answer(record: Record, today: date) -> PaperAnswer:
    day = read_days(record["day"]).first
    if day > today:
        raise NotUnderstood(_("tanggalnya di masa depan."))
    data: dict[str, Any] = {name: _mark(record, name) for name in FIELDS}
    data["sex"] = SEXES.get(plain_words(record.text("sex")), "")
    data["age"] = _age(record.text("age"))
    data["education"] = SCHOOLS.get(plain_words(record.text("education")).replace(" ", ""), "")
    work = plain_words(record.text("occupation"))
    data["occupation"] = WORK.get(work, Occupation.OTHER if work else "")
    data["comment"] = record.text("comment")[:2000]
    return PaperAnswer(day, data)


def _mark(record: Record, name: str) -> int:
    text = record.text(name).strip().lower().rstrip(".)")
    mark = LETTERS.get(text) or (int(text) if text.isdigit() else 0)
    if not 1 <= mark <= 4:
        raise NotUnderstood(
            _("%(element)s berisi “%(text)s”; isi 1 sampai 4, atau a sampai d.")
            % {"element": name.upper(), "text": record.text(name)[:20]}
        )
    return mark


def _age(text: str) -> str:
    digits = "".join(c for c in text if c.isdigit())[:3]
    if not digits:
        return ""
    return str(next((band.value for limit, band in AGES if int(digits) < limit), ""))


def survey_workbook(office: Office, period: Period, result: SurveyScore) -> IO[bytes]:
    """Results as the sheet itself counts them, and every answer as numbers without any reference."""
    title = f"SURVEI KEPUASAN MASYARAKAT {period.printed.upper()}"
    head = [_("Tanggal"), _("Asal"), *(element.code for element in ELEMENTS)]
    head += [_("Jenis kelamin"), _("Usia"), _("Pendidikan"), _("Pekerjaan"), _("Saran")]
    last = result.respondents + 1
    sheet = "'Jawaban'"
    rows: list[Sequence[Any]] = [
        (
            each.code,
            each.name,
            Formula(f"=AVERAGE({sheet}!{column}2:{column}{last})", float(each.average), "thousandths"),
            Formula(f"=C{number}*25", float(25 * each.average), "hundredths"),
            Figure(half_up(each.average, 3), "thousandths"),
            Figure(each.ikm),
            each.band.value,
        )
        for number, (each, column) in enumerate(zip(result.elements, "CDEFGHIJK", strict=True), start=5)
    ]
    return write_workbook(
        [
            SheetPlan(
                _("Hasil"),
                [
                    Heading(_("Unsur"), 8),
                    Heading(_("Nama"), 44),
                    Heading(_("NRR (rumus)"), 14),
                    Heading(_("Nilai (rumus)"), 14),
                    Heading(_("NRR"), 10),
                    Heading(_("Nilai"), 10),
                    Heading(_("Mutu"), 8),
                ],
                rows,
                [title, office.name],
                below=[
                    ("", _("IKM"), None, None, None, Figure(result.ikm), result.band.value),
                    ("", _("Responden"), None, None, None, result.respondents),
                    ("", _("Bobot"), None, None, None, str(result.weight.label)),
                ],
            ),
            SheetPlan("Jawaban", [Heading(str(label)) for label in head], _raw(office, period)),
        ],
        title=title,
        author=office.name,
    )


def _raw(office: Office, period: Period) -> Iterator[Sequence[Any]]:
    for day, source, *more in raw_rows(office, period):
        marks, profile = more[: len(FIELDS)], more[len(FIELDS) :]
        sex, age, education, occupation, comment = profile
        yield (
            day,
            str(AnswerSource(source).label),
            *marks,
            str(Sex(sex).label) if sex else "",
            str(AgeBand(age).label) if age else "",
            str(Education(education).label) if education else "",
            str(Occupation(occupation).label) if occupation else "",
            comment,
        )


def example_workbook() -> IO[bytes]:
    """An empty form with one example row."""
    return write_workbook(
        [
            SheetPlan(
                "SKM",
                [
                    Heading("Tanggal"),
                    *(Heading(each.code, 6) for each in ELEMENTS),
                    Heading("Jenis kelamin"),
                    Heading("Usia"),
                    Heading("Pendidikan"),
                    Heading("Pekerjaan"),
                    Heading("Saran", 40),
                ],
                [(date(2026, 1, 31), *(3,) * 9, "P", 34, "S1", "PNS", "Contoh; hapus baris ini.")],
            )
        ],
        title="Formulir SKM",
        author="Portal Vidcon",
    )
