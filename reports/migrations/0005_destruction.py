import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_zone_of_an_agency"),
        ("bookings", "0014_content_of_events_destroyed"),
        ("documents", "0007_retention"),
        ("reports", "0004_exports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("proposed", "Menunggu persetujuan"),
                            ("approved", "Disetujui, belum dimusnahkan"),
                            ("destroyed", "Dimusnahkan"),
                            ("withdrawn", "Ditarik"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="diusulkan")),
                ("proposed_title", models.CharField(blank=True, max_length=420)),
                ("approval_number", models.CharField(blank=True, max_length=120, verbose_name="nomor persetujuan")),
                ("approved_on", models.DateField(blank=True, null=True, verbose_name="tanggal persetujuan")),
                ("approved_by", models.CharField(blank=True, max_length=200, verbose_name="yang menyetujui")),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="persetujuan dicatat")),
                ("destroyed_at", models.DateTimeField(blank=True, null=True, verbose_name="dimusnahkan")),
                (
                    "approval_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "document",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.office"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "usul musnah",
                "verbose_name_plural": "usul musnah",
                "ordering": ["-proposed_at"],
            },
        ),
        migrations.CreateModel(
            name="DestructionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=20, verbose_name="klasifikasi")),
                ("description", models.CharField(max_length=400, verbose_name="uraian")),
                ("opened_on", models.DateField(verbose_name="diajukan")),
                ("closed_on", models.DateField(verbose_name="ditutup")),
                ("due_on", models.DateField(verbose_name="retensi berakhir")),
                ("papers", models.PositiveIntegerField(verbose_name="naskah")),
                ("files", models.PositiveIntegerField(verbose_name="lampiran")),
                ("kept_reason", models.CharField(blank=True, max_length=200, verbose_name="tidak dimusnahkan karena")),
                (
                    "booking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="bookings.booking"
                    ),
                ),
                (
                    "destruction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="reports.destruction"
                    ),
                ),
            ],
            options={
                "verbose_name": "arsip usul musnah",
                "verbose_name_plural": "arsip usul musnah",
                "ordering": ["closed_on", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["approved", "destroyed"]), _negated=True),
                    models.Q(
                        models.Q(("approval_number", ""), _negated=True),
                        models.Q(("approved_by", ""), _negated=True),
                        ("approval_file__isnull", False),
                        ("approved_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="destruction_approval_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="destruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "destroyed"), _negated=True),
                    models.Q(("destroyed_at__isnull", False), ("document__isnull", False)),
                    _connector="OR",
                ),
                name="destruction_has_its_record",
            ),
        ),
        migrations.AddConstraint(
            model_name="destructionitem",
            constraint=models.UniqueConstraint(fields=("destruction", "booking"), name="destruction_case_once"),
        ),
    ]
