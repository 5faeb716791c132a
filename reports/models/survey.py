"""The satisfaction survey: who was asked, what was answered, and nothing that ties one to the other."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..choices import AgeBand, AnswerSource, Band, Education, Occupation, Population, Sex, Weight


class SurveySetting(models.Model):
    """How an office counts; without a row the exact weight and its completed requests."""

    office = models.OneToOneField("accounts.Office", models.CASCADE, related_name="survey_setting")
    weight = models.CharField(
        _("bobot unsur"),
        max_length=6,
        choices=Weight,
        default=Weight.EXACT,
        help_text=_("Hanya untuk mencocokkan dengan lembar Biro Organisasi; tercetak pada laporan."),
    )
    population = models.CharField(_("populasi"), max_length=10, choices=Population, default=Population.REQUESTS)

    class Meta:
        verbose_name = _("pengaturan survei")
        verbose_name_plural = _("pengaturan survei")

    def __str__(self) -> str:
        return str(self.office)


class SurveyInvitation(models.Model):
    """Proves one answer per case. ``used_on`` is a day, not a moment: it must not lead to the answer."""

    booking = models.OneToOneField("bookings.Booking", models.CASCADE, related_name="survey_invitation")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("undangan survei")
        verbose_name_plural = _("undangan survei")

    def __str__(self) -> str:
        return str(self.booking)


def _score(label: str) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, validators=[MinValueValidator(1), MaxValueValidator(4)])


class SurveyAnswer(models.Model):
    """One respondent's nine answers. No case, no person, no hour; the key is random and tells no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="survey_answers")
    answered_on = models.DateField(_("tanggal"))
    source = models.CharField(_("asal"), max_length=6, choices=AnswerSource)
    u1 = _score("U1")
    u2 = _score("U2")
    u3 = _score("U3")
    u4 = _score("U4")
    u5 = _score("U5")
    u6 = _score("U6")
    u7 = _score("U7")
    u8 = _score("U8")
    u9 = _score("U9")
    sex = models.CharField(_("jenis kelamin"), max_length=6, choices=Sex, blank=True)
    age = models.CharField(_("usia"), max_length=8, choices=AgeBand, blank=True)
    education = models.CharField(_("pendidikan"), max_length=7, choices=Education, blank=True)
    occupation = models.CharField(_("pekerjaan"), max_length=8, choices=Occupation, blank=True)
    comment = models.TextField(_("saran"), blank=True)

    class Meta:
        verbose_name = _("jawaban survei")
        verbose_name_plural = _("jawaban survei")
        indexes = [models.Index(fields=["office", "answered_on"], name="survey_answer_by_office")]
        constraints = [
            models.CheckConstraint(
                name="survey_answer_1_to_4",
                condition=Q(**{f"u{n}__gte": 1 for n in range(1, 10)}, **{f"u{n}__lte": 4 for n in range(1, 10)}),
            )
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.answered_on:%d-%m-%Y}"


class SurveyImport(models.Model):
    """A file of paper forms that was taken over; the same file is taken once."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, editable=False)
    name = models.CharField(_("berkas"), max_length=160)
    rows = models.PositiveIntegerField(_("jawaban"))
    imported_at = models.DateTimeField(_("diimpor"))
    imported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("impor survei")
        verbose_name_plural = _("impor survei")
        constraints = [models.UniqueConstraint(fields=["office", "sha256"], name="survey_import_once")]

    def __str__(self) -> str:
        return self.name


class SurveyReport(models.Model):
    """The signed and published result of a period; its figures stay as they were signed."""

    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="survey_reports")
    first_on = models.DateField()
    last_on = models.DateField()
    ikm = models.DecimalField(max_digits=5, decimal_places=2)
    band = models.CharField(max_length=1, choices=Band)
    respondents = models.PositiveIntegerField()
    document = models.OneToOneField("documents.Document", models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("laporan survei")
        verbose_name_plural = _("laporan survei")
        ordering = ["-last_on"]
        constraints = [
            models.UniqueConstraint(fields=["office", "first_on", "last_on"], name="survey_report_once_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.first_on:%d-%m-%Y} – {self.last_on:%d-%m-%Y}"
