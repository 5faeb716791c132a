"""``/daftar/`` for who has no account yet, ``/akun/pendaftaran/`` for who grants them.

``account_signup`` is the name by which allauth asks for this door.
"""

from django.urls import path

from . import views

urlpatterns = [
    path("daftar/", views.ask, name="account_signup"),
    path("daftar/<uuid:code>/", views.show_asked, name="signup_asked"),
    path("daftar/pos-el/<str:token>/", views.confirm, name="signup_confirm"),
    path("akun/pendaftaran/", views.list_signups, name="signups"),
    path("akun/pendaftaran/<int:pk>/", views.decide, name="signup"),
]
