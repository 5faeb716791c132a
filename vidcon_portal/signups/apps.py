from django.apps import AppConfig


class SignupsConfig(AppConfig):
    """Asking for an account."""

    name = "vidcon_portal.signups"
    verbose_name = "Pendaftaran akun"
    default_auto_field = "django.db.models.BigAutoField"
