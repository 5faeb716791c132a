"""The rooms, kit, accounts and officers of the demo offices."""

from bookings.choices import Condition, ResourceKind
from bookings.models import Resource
from vidcon_portal.accounts.models import Office, User
from vidcon_portal.notifications.choices import Provider
from vidcon_portal.notifications.models import Gateway

EXTRA_OFFICERS: dict[str, tuple[str, ...]] = {
    "kaltara": ("Dian Pratama", "Yosef Ubung"),
    "kalbar": ("Rizky Maulana", "Elisabet Tumbang", "Gunawan Sinaga"),
    "gorontalo": ("Taufik Ismail Lahay", "Merlin Ahmad"),
    "tarakan": ("Kartika Sari",),
    "singkawang": ("Bong Siu Lan", "Ridho Akbar"),
}
"""Officers without a login of their own."""

OFFICERS: dict[str, tuple[str, ...]] = {
    "kaltara": ("teknis",),
    "kalbar": ("bidang",),
    "gorontalo": ("operator",),
    "tarakan": ("staf",),
    "singkawang": ("tcmr",),
}
"""Lanes whose people are on duty themselves."""

ROOMS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "kaltara": (("ruang-vidcon", "Ruang Vidcon Lantai 2", 30), ("ruang-rapat", "Ruang Rapat Diskominfo", 20)),
    "kalbar": (("data-analytic", "Ruang Data Analytic", 40), ("ruang-praja", "Ruang Rapat Praja", 25)),
    "gorontalo": (("ruang-siber", "Ruang Siber", 20),),
    "tarakan": (("ruang-zoom", "Ruang Zoom Diskominfo", 15),),
    "singkawang": (("tcm-room", "TCM Room", 35), ("ruang-kecil", "Ruang Rapat Kecil", 10)),
}

EQUIPMENT: tuple[tuple[str, str, str], ...] = (
    ("kamera-ptz", "Kamera PTZ", "kamera"),
    ("webcam-1", "Webcam 1", "webcam"),
    ("webcam-2", "Webcam 2", "webcam"),
    ("pengeras-suara", "Pengeras suara nirkabel", "audio"),
    ("proyektor-1", "Proyektor 1", "proyektor"),
    ("switcher", "Switcher siaran", "streaming"),
)


WITH_GATEWAY = "kalbar"
"""The demo office that sends WhatsApp by itself, into the outbox page; the others show ready texts for a hand."""

IN_KIT = ("kamera-ptz", "switcher")
"""What belongs to the set for live streaming."""


def create_things(office: Office) -> None:
    """What can be occupied; what exists stays."""
    if office.code == WITH_GATEWAY:
        Gateway.objects.get_or_create(office=office, defaults={"provider": Provider.DEMO})
    for code, name, capacity in ROOMS[office.code]:
        _resource(
            office, ResourceKind.ROOM, code, name, capacity=capacity, layouts=["huruf U", "kelas"],
            features=["layar 75 inci", "kamera", "pengeras suara"],
        )  # fmt: skip
    kit = _resource(office, ResourceKind.KIT, "set-siaran", "Set siaran langsung")
    for number, (code, name, group) in enumerate(EQUIPMENT, start=1):
        fields = {"group": group, "asset_number": f"02.06.02.{number:02}", "kit": kit if code in IN_KIT else None}
        _resource(office, ResourceKind.EQUIPMENT, code, name, **fields)
    _resource(
        office, ResourceKind.EQUIPMENT, "proyektor-2", "Proyektor 2", group="proyektor", asset_number="02.06.02.07",
        condition=Condition.BROKEN, note="Lampu mati, menunggu suku cadang.",
    )  # fmt: skip
    _resource(office, ResourceKind.ACCOUNT, "akun-001", "Akun Zoom 001", capacity=300, plan="Zoom Pro")
    _resource(office, ResourceKind.ACCOUNT, "akun-002", "Akun Zoom 002", capacity=500, lanes=2, plan="Zoom Business")
    for lane in OFFICERS[office.code]:
        user = User.objects.get(username=f"{lane}.{office.code}")
        _resource(office, ResourceKind.PERSON, f"petugas-{lane}", user.name, user=user)
    for number, name in enumerate(EXTRA_OFFICERS[office.code], start=1):
        _resource(office, ResourceKind.PERSON, f"petugas-{number}", name)


def _resource(office: Office, kind: ResourceKind, code: str, name: str, **fields: object) -> Resource:
    found, _new = Resource.objects.get_or_create(
        office=office, code=code, defaults={"kind": kind, "name": name, **fields}
    )
    return found
