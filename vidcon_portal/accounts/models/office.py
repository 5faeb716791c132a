"""Offices, the agencies they serve, and the days on which nobody works."""

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from vidcon_portal.accounts.choices import AgencyKind, FontSize, HolidayKind, PaperSize

LEAST_MARGIN, LEAST_FOOT, MOST_MARGIN = 10, 17, 40
"""Millimetres; the foot of a page bears what says how to check it."""


def validate_timezone(value: str) -> None:
    if value not in available_timezones():
        raise ValidationError(_("Zona waktu tidak dikenal. Isi nama IANA, contoh Asia/Makassar."))


def validate_margins(value: str) -> None:
    """Four whole numbers of millimetres, from the top clockwise."""
    try:
        top, right, bottom, left = (int(part) for part in value.split())
    except ValueError:
        raise ValidationError(
            _("Isi empat angka dipisah spasi: atas, kanan, bawah, kiri. Contoh 14 20 20 25.")
        ) from None
    if min(top, right, left) < LEAST_MARGIN or bottom < LEAST_FOOT or max(top, right, bottom, left) > MOST_MARGIN:
        raise ValidationError(
            _("Tepi paling kecil %(least)d mm, bawah %(foot)d mm untuk kaki naskah, dan paling besar %(most)d mm.")
            % {"least": LEAST_MARGIN, "foot": LEAST_FOOT, "most": MOST_MARGIN}
        )


class Office(models.Model):
    """A Diskominfo office: what differs between offices is a row here, not a setting."""

    code = models.SlugField(
        _("kode"),
        max_length=30,
        unique=True,
        validators=[RegexValidator(r"^[a-z][a-z0-9-]*$", _("Huruf kecil, angka, tanda hubung."))],
    )
    name = models.CharField(_("nama dinas"), max_length=200)
    short_name = models.CharField(_("nama singkat"), max_length=60)
    government = models.CharField(_("pemerintah daerah"), max_length=120)
    region = models.CharField(_("daerah"), max_length=120)
    city = models.CharField(_("kota tempat surat"), max_length=80)
    timezone = models.CharField(_("zona waktu"), max_length=40, default="Asia/Makassar", validators=[validate_timezone])
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    postal_code = models.CharField(_("kode pos"), max_length=10, blank=True)
    phone = models.CharField(_("telepon"), max_length=60, blank=True)
    website = models.CharField(_("laman"), max_length=120, blank=True)
    email = models.EmailField(_("pos-el"), blank=True)
    emblem = models.FileField(_("lambang"), upload_to="emblems/", blank=True)
    paper_size = models.CharField(_("ukuran kertas"), max_length=2, choices=PaperSize, default=PaperSize.A4)
    paper_margins = models.CharField(
        _("tepi naskah (mm)"),
        max_length=20,
        blank=True,
        validators=[validate_margins],
        help_text=_(
            "Atas, kanan, bawah, kiri; contoh 14 20 20 25. Kosong: tepi itu juga. Lembar isian bertepi sendiri."
        ),
    )
    font_size = models.PositiveSmallIntegerField(_("ukuran huruf naskah"), choices=FontSize, default=FontSize.ELEVEN)
    number_unit = models.CharField(_("kode unit pada nomor surat"), max_length=40, default="DISKOMINFO")
    weekly_hours = models.JSONField(
        _("jam kerja mingguan"),
        default=dict,
        help_text=_('Contoh: {"mon": [["07:30", "12:00"], ["13:00", "16:00"]]}. Istirahat di antaranya.'),
    )
    ramadan_hours = models.JSONField(_("jam kerja Ramadan"), default=dict, blank=True)
    ramadan_periods = models.JSONField(
        _("masa Ramadan"),
        default=list,
        blank=True,
        help_text=_('Contoh: [["2026-02-18", "2026-03-19"]].'),
    )
    reply_letter = models.BooleanField(
        _("surat tanggapan"),
        default=True,
        help_text=_("Buat surat tanggapan di samping SOP bila SOP tidak memintanya."),
    )
    survey = models.BooleanField(_("survei kepuasan"), default=True)
    setup_minutes = models.PositiveSmallIntegerField(_("menit persiapan sebelum"), default=30)
    teardown_minutes = models.PositiveSmallIntegerField(_("menit beres-beres sesudah"), default=15)
    travel_minutes = models.PositiveSmallIntegerField(
        _("menit perjalanan"),
        default=30,
        help_text=_("Sekali jalan ke tempat pemohon; petugas dan perangkat terpakai selama itu. 0: tanpa perjalanan."),
    )
    open_holds_limit = models.PositiveSmallIntegerField(
        _("batas jadwal ditahan per pemohon"),
        null=True,
        blank=True,
        help_text=_("Permohonan yang belum diputuskan selebihnya masuk daftar tunggu. Kosong: tanpa batas."),
    )
    completion_days = models.PositiveSmallIntegerField(_("hari kerja bagi pemohon untuk melengkapi"), default=3)
    is_active = models.BooleanField(_("aktif"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("kantor")
        verbose_name_plural = _("kantor")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return f"/{self.code}/"

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


class Agency(models.Model):
    """An applicant organisation that an office serves."""

    office = models.ForeignKey(Office, models.PROTECT, related_name="agencies", verbose_name=_("kantor yang melayani"))
    code = models.SlugField(_("kode"), max_length=40)
    name = models.CharField(_("nama"), max_length=200)
    head_title = models.CharField(_("sebutan kepala"), max_length=120, default="Kepala Dinas")
    kind = models.CharField(_("jenis"), max_length=12, choices=AgencyKind, default=AgencyKind.AGENCY)
    address = models.CharField(_("alamat"), max_length=300, blank=True)
    phone = models.CharField(_("telepon"), max_length=60, blank=True)
    email = models.EmailField(_("pos-el"), blank=True)
    timezone = models.CharField(
        _("zona waktu"),
        max_length=40,
        blank=True,
        validators=[validate_timezone],
        help_text=_("Hanya bila berbeda dari kantornya; surat dan undangan lalu menyebut kedua jam."),
    )
    is_active = models.BooleanField(_("aktif"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("perangkat daerah")
        verbose_name_plural = _("perangkat daerah")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="agency_code_once_per_office")]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """A day on which an office (or every office, when ``office`` is empty) does not work."""

    date = models.DateField(_("tanggal"))
    name = models.CharField(_("nama"), max_length=120)
    kind = models.CharField(_("jenis"), max_length=20, choices=HolidayKind)
    office = models.ForeignKey(
        Office,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="holidays",
        verbose_name=_("kantor"),
        help_text=_("Kosong berarti semua kantor."),
    )
    estimated = models.BooleanField(_("perkiraan"), default=False)
    source = models.CharField(_("sumber"), max_length=120, blank=True)
    edited = models.BooleanField(_("diubah tangan"), default=False, help_text=_("Impor tidak menimpa baris ini."))
    cancelled = models.BooleanField(_("tidak berlaku"), default=False)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "office", "kind"],
                name="holiday_once_per_day_and_kind",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.date:%d-%m-%Y} {self.name}"
