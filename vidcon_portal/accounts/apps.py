from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who people are and for whom they act."""

    name = "vidcon_portal.accounts"
    verbose_name = "Akun dan jabatan"
    default_auto_field = "django.db.models.BigAutoField"
