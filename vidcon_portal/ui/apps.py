"""The app that carries the template tags and the component gallery."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "vidcon_portal.ui"
    label = "ui"
    verbose_name = "Antarmuka"
