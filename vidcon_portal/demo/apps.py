from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The five demo offices and their three months."""

    name = "vidcon_portal.demo"
    verbose_name = "Data contoh"
    default_auto_field = "django.db.models.BigAutoField"
