from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """The outbox of messages."""

    name = "vidcon_portal.notifications"
    verbose_name = "Pemberitahuan"
    default_auto_field = "django.db.models.BigAutoField"
