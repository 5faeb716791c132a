"""Pages of the interface itself."""

from django.urls import path

from vidcon_portal.ui import views

app_name = "ui"

urlpatterns = [
    path("tampilan/", views.choose_theme, name="theme"),
    path("komponen/", views.show_gallery, name="gallery"),
]
