"""The invented people of the five demo offices: positions, logins, agencies."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.contrib.auth.hashers import make_password

from vidcon_portal.accounts.choices import AppointmentKind, Role
from vidcon_portal.accounts.models import Agency, Appointment, Office, Position, User

PASSWORD = "vidcon"  # noqa: S105 - the demo's well-known password, printed in the README
PIN = "123456"
SINCE = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Lane:
    """One login of an office: ``<code>.<office>``. ``superior`` names another lane."""

    code: str
    title: str
    role: Role
    name: str
    unit: str = ""
    rank: str = ""
    superior: str = ""


@dataclass(frozen=True, slots=True)
class DemoAgency:
    code: str
    name: str
    head_title: str
    applicant: str


HEAD = "Kepala Dinas"

LANES: dict[str, tuple[Lane, ...]] = {
    "kaltara": (
        Lane(
            "kadis",
            "Kepala Dinas Komunikasi, Informatika, Statistik dan Persandian",
            Role.OFFICE_HEAD,
            "Dr. Rusdian Laksana, M.Si.",
            rank="Pembina Utama Muda",
        ),
        Lane(
            "tu",
            "Kepala Subbagian Umum dan Kepegawaian",
            Role.REGISTRAR,
            "Yuliana Sore, S.E.",
            "Sekretariat",
            "Penata Tk. I",
            "kadis",
        ),
        Lane(
            "kabid",
            "Kepala Bidang Aplikasi Informatika",
            Role.DIVISION_HEAD,
            "Andreas Lawai, S.Kom., M.T.",
            "Bidang Aplikasi Informatika",
            "Pembina",
            "kadis",
        ),
        Lane(
            "teknis",
            "Tim Teknis Aplikasi Informatika",
            Role.TECHNICAL_TEAM,
            "Hendra Palimbunga, A.Md.",
            "Bidang Aplikasi Informatika",
            "Pengatur",
            "kabid",
        ),
    ),
    "kalbar": (
        Lane(
            "kadis",
            "Kepala Dinas Komunikasi dan Informatika",
            Role.OFFICE_HEAD,
            "Drs. Marsel Ngabang, M.Si.",
            rank="Pembina Utama Muda",
        ),
        Lane(
            "tu",
            "Kepala Subbagian Umum dan Aparatur",
            Role.REGISTRAR,
            "Lestari Wulandari, S.Sos.",
            "Sekretariat",
            "Penata",
            "kadis",
        ),
        Lane(
            "bidang",
            "Kepala Bidang Pelaksana Fasilitasi",
            Role.DIVISION_HEAD,
            "Bambang Saptadji, S.T., M.Eng.",
            "Bidang Infrastruktur TIK",
            "Pembina Tk. I",
            "kadis",
        ),
    ),
    "gorontalo": (
        Lane(
            "kadis",
            "Kepala Dinas Komunikasi, Informatika dan Statistik",
            Role.OFFICE_HEAD,
            "Dr. Halim Potutu, S.H., M.H.",
            rank="Pembina Utama Muda",
        ),
        Lane(
            "tu", "Kepala Subbagian Umum", Role.REGISTRAR, "Sri Wahyuni Dai, S.A.P.", "Sekretariat", "Penata", "kadis"
        ),
        Lane(
            "persandian",
            "Ketua Tim Kerja Persandian",
            Role.COORDINATOR,
            "Irfan Mointi, S.Kom.",
            "Bidang Persandian",
            "Penata Tk. I",
            "kadis",
        ),
        Lane(
            "jaringan",
            "Ketua Tim Kerja Jaringan",
            Role.NETWORK_TEAM,
            "Ferdi Hulopi, S.T.",
            "Bidang Aplikasi Informatika",
            "Penata",
            "kadis",
        ),
        Lane(
            "operator",
            "Operator Virtual Meeting",
            Role.OPERATOR,
            "Nurain Lamusu, A.Md.Kom.",
            "Bidang Persandian",
            "Pengatur",
            "persandian",
        ),
    ),
    "tarakan": (
        Lane(
            "kadis",
            "Kepala Dinas Komunikasi, Informatika, Statistik dan Persandian",
            Role.OFFICE_HEAD,
            "Ir. Samuel Tanjung, M.M.",
            rank="Pembina Utama Muda",
        ),
        Lane("tu", "Kepala Subbagian Umum", Role.REGISTRAR, "Dewi Anggraini, S.E.", "Sekretariat", "Penata", "kadis"),
        Lane(
            "kabid",
            "Kepala Bidang Aplikasi dan Informatika",
            Role.DIVISION_HEAD,
            "Rahmat Kurniadi, S.Kom., M.Si.",
            "Bidang Aplikasi dan Informatika",
            "Pembina",
            "kadis",
        ),
        Lane(
            "subkor",
            "Subkoordinator Pengelolaan e-Government",
            Role.COORDINATOR,
            "Maria Goretti Ola, S.T.",
            "Bidang Aplikasi dan Informatika",
            "Penata Tk. I",
            "kabid",
        ),
        Lane(
            "staf",
            "Pranata Komputer",
            Role.STAFF,
            "Fajar Setiabudi, A.Md.",
            "Bidang Aplikasi dan Informatika",
            "Pengatur Tk. I",
            "subkor",
        ),
    ),
    "singkawang": (
        Lane(
            "kadis",
            "Kepala Dinas Komunikasi dan Informatika",
            Role.OFFICE_HEAD,
            "Dra. Theresia Bongsu, M.A.P.",
            rank="Pembina Tk. I",
        ),
        Lane(
            "tu",
            "Kepala Subbagian Umum dan Keuangan",
            Role.REGISTRAR,
            "Hasanudin, S.E.",
            "Sekretariat",
            "Penata",
            "kadis",
        ),
        Lane(
            "kabid",
            "Kepala Bidang Aplikasi dan Informatika",
            Role.DIVISION_HEAD,
            "Liu Cin Fa, S.Kom.",
            "Bidang Aplikasi dan Informatika",
            "Pembina",
            "kadis",
        ),
        Lane(
            "subkor",
            "Subkoordinator ILE",
            Role.COORDINATOR,
            "Agustinus Pramana, S.T.",
            "Bidang Aplikasi dan Informatika",
            "Penata Tk. I",
            "kabid",
        ),
        Lane(
            "tcmr",
            "Tim TCM Room",
            Role.TECHNICAL_TEAM,
            "Wahyudi Saputra",
            "Bidang Aplikasi dan Informatika",
            "",
            "subkor",
        ),
    ),
}
"""Lane by lane as DESIGN §5 promises; ``pemohon``, ``pemohon2``, ``auditor``, ``pengaduan`` and ``admin`` come from below."""

AGENCIES: dict[str, tuple[DemoAgency, ...]] = {
    "kaltara": (
        DemoAgency("dinkes", "Dinas Kesehatan", HEAD, "Siti Rahmawati, S.K.M."),
        DemoAgency("bappeda", "Badan Perencanaan Pembangunan Daerah", "Kepala Badan", "Markus Liling, S.IP."),
        DemoAgency("disdik", "Dinas Pendidikan dan Kebudayaan", HEAD, ""),
        DemoAgency("setda-umum", "Biro Umum Sekretariat Daerah", "Kepala Biro", ""),
    ),
    "kalbar": (
        DemoAgency("bpbd", "Badan Penanggulangan Bencana Daerah", "Kepala Pelaksana", "Yohanes Tadu, S.T."),
        DemoAgency("dinsos", "Dinas Sosial", HEAD, "Nurhayati Sambas, S.Sos."),
        DemoAgency("setda-adpim", "Biro Administrasi Pimpinan", "Kepala Biro", ""),
        DemoAgency("distan", "Dinas Pertanian dan Pangan", HEAD, ""),
    ),
    "gorontalo": (
        DemoAgency("dispora", "Dinas Pemuda dan Olahraga", HEAD, "Zulkifli Abas, S.Pd."),
        DemoAgency("dinkop", "Dinas Koperasi dan UKM", HEAD, "Rahmatia Tuli, S.E."),
        DemoAgency("bkd", "Badan Kepegawaian Daerah", "Kepala Badan", ""),
        DemoAgency("dlh", "Dinas Lingkungan Hidup", HEAD, ""),
    ),
    "tarakan": (
        DemoAgency("dishub", "Dinas Perhubungan", HEAD, "Ardiansyah Noor, S.E."),
        DemoAgency("disdukcapil", "Dinas Kependudukan dan Pencatatan Sipil", HEAD, "Ratna Palupi, S.Kom."),
        DemoAgency("dprd", "Sekretariat DPRD", "Sekretaris", ""),
        DemoAgency("dinkes", "Dinas Kesehatan", HEAD, ""),
    ),
    "singkawang": (
        DemoAgency("disparpora", "Dinas Pariwisata, Pemuda dan Olahraga", HEAD, "Vivi Anjani, S.Par."),
        DemoAgency("bkpsdm", "Badan Kepegawaian dan Pengembangan SDM", "Kepala Badan", "Toni Gunawan, S.STP."),
        DemoAgency("inspektorat", "Inspektorat", "Inspektur", ""),
        DemoAgency("disperkim", "Dinas Perumahan dan Permukiman", HEAD, ""),
    ),
}


def create_people(office: Office) -> dict[str, User]:
    """Positions, logins and agencies of a demo office; what exists stays. Returns users by lane."""
    users: dict[str, User] = {}
    positions: dict[str, Position] = {}
    for order, lane in enumerate(LANES[office.code], start=1):
        position, _created = Position.objects.get_or_create(
            office=office,
            title=lane.title,
            defaults={
                "role": lane.role,
                "unit": lane.unit,
                "order": order,
                "superior": positions.get(lane.superior),
            },
        )
        positions[lane.code] = position
        users[lane.code] = _login(office, lane.code, lane.name, position, rank=lane.rank, number=order)
    inspector, _created = Position.objects.get_or_create(
        office=office, title="Auditor Inspektorat", defaults={"role": Role.AUDITOR, "order": 90}
    )
    users["auditor"] = _login(office, "auditor", "Petrus Sulaiman, S.E., Ak.", inspector, rank="Penata", number=90)
    desk, _created = Position.objects.get_or_create(
        office=office, title="Petugas Pengaduan", defaults={"role": Role.COMPLAINTS_OFFICER, "order": 80}
    )
    users["pengaduan"] = _login(office, "pengaduan", "Rosita Anggun, S.I.Kom.", desk, rank="Penata Muda", number=80)
    keeper, _created = Position.objects.get_or_create(
        office=office, title="Admin Portal", defaults={"role": Role.OFFICE_ADMIN, "order": 85}
    )
    users["admin"] = _login(office, "admin", "Gilang Pradana, S.Kom.", keeper, rank="Penata Muda", number=85)
    for number, agency in enumerate(AGENCIES[office.code], start=1):
        row, _created = Agency.objects.get_or_create(
            office=office, code=agency.code, defaults={"name": agency.name, "head_title": agency.head_title}
        )
        if agency.applicant:
            code = "pemohon" if number == 1 else f"pemohon{number}"
            desk, _created = Position.objects.get_or_create(
                agency=row, title="Pengelola Kegiatan", defaults={"role": Role.APPLICANT, "order": number}
            )
            users[code] = _login(office, code, agency.applicant, desk, number=50 + number)
    return users


def create_admin() -> User:
    """The superuser of the demo: an administrator, not an official."""
    admin, created = User.objects.get_or_create(
        username="admin", defaults={"name": "Admin Portal", "is_staff": True, "is_superuser": True}
    )
    if created:
        admin.set_password(PASSWORD)
        admin.save(update_fields=["password"])
    return admin


@cache
def slow_hash(secret: str) -> str:
    """The hash of what all invented people share; hashing is slow on purpose, and forty times in a row too slow."""
    return make_password(secret)


def _login(office: Office, code: str, name: str, position: Position, *, number: int, rank: str = "") -> User:
    username = f"{code}.{office.code}"
    user, created = User.objects.get_or_create(
        username=username,
        defaults={
            "name": name,
            "rank": rank,
            "email": f"{username}@contoh.invalid",
            "nip": _invented_nip(office, number) if rank else "",
        },
    )
    if created:
        user.password, user.pin_hash = slow_hash(PASSWORD), slow_hash(PIN)
        user.save(update_fields=["password", "pin_hash"])
    Appointment.objects.get_or_create(
        user=user, position=position, kind=AppointmentKind.DEFINITIVE, defaults={"starts_on": SINCE}
    )
    return user


def _invented_nip(office: Office, number: int) -> str:
    """The right shape and nobody's: born on the first of a month, serial 9xx."""
    year = 1970 + (number * 7 + len(office.code)) % 25
    month = number % 12 + 1
    return f"{year}{month:02}01{year + 25}{month:02}1{900 + number % 100:03}"
