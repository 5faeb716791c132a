import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_api_tokens"),
        ("notifications", "0006_told"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalMessageText",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="jenis pesan")),
                ("subject", models.CharField(max_length=150, verbose_name="judul")),
                ("body", models.TextField(max_length=2000, verbose_name="isi")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical naskah pesan",
                "verbose_name_plural": "historical naskah pesan",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MessageText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="jenis pesan")),
                ("subject", models.CharField(max_length=150, verbose_name="judul")),
                ("body", models.TextField(max_length=2000, verbose_name="isi")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="message_texts",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "naskah pesan",
                "verbose_name_plural": "naskah pesan",
                "constraints": [models.UniqueConstraint(fields=("office", "kind"), name="message_text_once_per_kind")],
            },
        ),
    ]
