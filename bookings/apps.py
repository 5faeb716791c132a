from django.apps import AppConfig


class BookingsConfig(AppConfig):
    """Wing 1: the request."""

    name = "bookings"
    verbose_name = "Permohonan"
    default_auto_field = "django.db.models.BigAutoField"
