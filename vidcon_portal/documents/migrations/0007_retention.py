import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# As in 0002, and once, at the end of its retention, the content of a paper goes: its number and its hashes stay.
GUARD = """
CREATE OR REPLACE FUNCTION document_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changeable text[] := ARRAY[
        'status', 'sent_at', 'sent_by_id', 'void_reason', 'voided_at', 'voided_by_id', 'file_id', 'file_sha256',
        'render_state', 'render_error', 'supersedes_id', 'provider', 'provider_answer'];
BEGIN
    IF coalesce(current_setting('portal.migrating', true), '') = 'on' THEN
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        IF OLD.number <> '' OR OLD.status NOT IN ('draft', 'initialled') THEN
            RAISE EXCEPTION 'document % is numbered and cannot be deleted', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.number <> '' AND (OLD.number, OLD.number_serial, OLD.register_id, OLD.year)
            IS DISTINCT FROM (NEW.number, NEW.number_serial, NEW.register_id, NEW.year) THEN
        RAISE EXCEPTION 'document % keeps its number', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    IF OLD.status IN ('signed', 'sent', 'void') THEN
        @DESTROYS@IF to_jsonb(OLD) - changeable IS DISTINCT FROM to_jsonb(NEW) - changeable THEN
            RAISE EXCEPTION 'document % is issued and never changes', OLD.id USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN
                (('signed', 'sent'), ('signed', 'void'), ('sent', 'void')) THEN
            RAISE EXCEPTION 'document % cannot go from % to %', OLD.id, OLD.status, NEW.status
                USING ERRCODE = 'check_violation';
        END IF;
        IF (OLD.file_id IS NOT NULL AND (OLD.file_id, OLD.file_sha256)
                    IS DISTINCT FROM (NEW.file_id, NEW.file_sha256))
                OR (OLD.sent_at IS NOT NULL AND OLD.sent_at IS DISTINCT FROM NEW.sent_at)
                OR (OLD.voided_at IS NOT NULL AND (OLD.voided_at, OLD.void_reason)
                    IS DISTINCT FROM (NEW.voided_at, NEW.void_reason))
                OR (OLD.supersedes_id IS NOT NULL AND OLD.supersedes_id IS DISTINCT FROM NEW.supersedes_id) THEN
            RAISE EXCEPTION 'document %: what is filled in once stays', OLD.id USING ERRCODE = 'check_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
"""
DESTROYS = """IF OLD.destroyed_at IS NULL AND NEW.destroyed_at IS NOT NULL AND NEW.context = '{}' THEN
            changeable := changeable || ARRAY['context', 'title', 'return_note', 'destroyed_at'];
        END IF;
        """


class Migration(migrations.Migration):
    """Retention schedules, and the one change that the end of a retention makes to an issued paper."""

    dependencies = [
        ("accounts", "0004_zone_of_an_agency"),
        ("documents", "0006_files_in_pieces"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="destroyed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dimusnahkan"),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="destroyed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="dimusnahkan"),
        ),
        migrations.AlterField(
            model_name="document",
            name="kind",
            field=models.CharField(
                choices=[
                    ("disposition_sheet", "Lembar disposisi"),
                    ("reply_letter", "Surat tanggapan"),
                    ("report", "Laporan"),
                    ("request_letter", "Surat permohonan"),
                    ("recap", "Rekapitulasi"),
                    ("survey_report", "Laporan survei kepuasan masyarakat"),
                    ("evaluation", "Evaluasi standar pelayanan"),
                    ("register_book", "Buku register"),
                    ("attendance_list", "Daftar hadir"),
                    ("handover_record", "Berita acara serah terima alat"),
                    ("assignment_letter", "Surat tugas"),
                    ("memo", "Nota dinas"),
                    ("destruction", "Berita acara pemusnahan arsip"),
                ],
                max_length=20,
                verbose_name="jenis",
            ),
        ),
        migrations.CreateModel(
            name="HistoricalRetentionRule",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]+(\\.[0-9]+)*\\Z", "Tulis kode seperti 000.1.4."
                            )
                        ],
                        verbose_name="kode klasifikasi",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="uraian")),
                ("active_years", models.PositiveSmallIntegerField(verbose_name="aktif (tahun)")),
                ("inactive_years", models.PositiveSmallIntegerField(verbose_name="inaktif (tahun)")),
                (
                    "fate",
                    models.CharField(
                        choices=[("destroy", "Musnah"), ("permanent", "Permanen"), ("review", "Dinilai kembali")],
                        default="destroy",
                        max_length=10,
                        verbose_name="nasib akhir",
                    ),
                ),
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
                "verbose_name": "historical aturan retensi",
                "verbose_name_plural": "historical aturan retensi",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="RetentionRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "code",
                    models.CharField(
                        max_length=20,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[0-9]+(\\.[0-9]+)*\\Z", "Tulis kode seperti 000.1.4."
                            )
                        ],
                        verbose_name="kode klasifikasi",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="uraian")),
                ("active_years", models.PositiveSmallIntegerField(verbose_name="aktif (tahun)")),
                ("inactive_years", models.PositiveSmallIntegerField(verbose_name="inaktif (tahun)")),
                (
                    "fate",
                    models.CharField(
                        choices=[("destroy", "Musnah"), ("permanent", "Permanen"), ("review", "Dinilai kembali")],
                        default="destroy",
                        max_length=10,
                        verbose_name="nasib akhir",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.office",
                        verbose_name="kantor",
                    ),
                ),
            ],
            options={
                "verbose_name": "aturan retensi",
                "verbose_name_plural": "aturan retensi",
                "ordering": ["code"],
                "constraints": [models.UniqueConstraint(fields=("office", "code"), name="retention_code_once")],
            },
        ),
        migrations.RunSQL(GUARD.replace("@DESTROYS@", DESTROYS), GUARD.replace("@DESTROYS@", "")),
    ]
