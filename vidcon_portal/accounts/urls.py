"""``/masuk/``, ``/keluar/``, ``/akun/…``: allauth's views under Indonesian paths with allauth's names, then our own."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as socialaccount
from django.urls import include, path, re_path

from vidcon_portal.accounts import views

sign_in = [
    path("masuk/", account.login, name="account_login"),
    path("masuk/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("masuk/kunci-sandi/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("masuk/nonaktif/", account.account_inactive, name="account_inactive"),
    path("masuk/konfirmasi-kode/", account.confirm_login_code, name="account_confirm_login_code"),
    path("masuk/sso/batal/", socialaccount.login_cancelled, name="socialaccount_login_cancelled"),
    path("masuk/sso/gagal/", socialaccount.login_error, name="socialaccount_login_error"),
    path("masuk/sso/daftar/", socialaccount.signup, name="socialaccount_signup"),
    path("masuk/sso/<slug:provider_id>/", views.start_sso, name="openid_connect_login"),
    path("masuk/sso/<slug:provider_id>/kembali/", views.finish_sso, name="openid_connect_callback"),
    path("keluar/", account.logout, name="account_logout"),
]

password = [
    path("", account.password_change, name="account_change_password"),
    path("buat/", account.password_set, name="account_set_password"),
    path("lupa/", account.password_reset, name="account_reset_password"),
    path("lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^atur-ulang/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("atur-ulang/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

security = [
    path("", mfa.index, name="mfa_index"),
    path("konfirmasi/", account.reauthenticate, name="account_reauthenticate"),
    path("konfirmasi/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("konfirmasi/kunci-sandi/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("aplikasi/matikan/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("kode-cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("kode-cadangan/buat/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("kode-cadangan/unduh/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("kunci-sandi/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("kunci-sandi/tambah/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("kunci-sandi/<int:pk>/hapus/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    path("kunci-sandi/<int:pk>/ubah/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("sso/", socialaccount.connections, name="socialaccount_connections"),
]

own_account = [
    path("", views.show_account, name="account"),
    path("peran/", views.switch_hat, name="switch_hat"),
    path("profil/", views.save_profile, name="save_profile"),
    path("pos-el/", views.save_email, name="save_email"),
    path("tampilan/", views.save_display, name="save_display"),
    path("pin/", views.save_pin, name="save_pin"),
    path("sesi/", views.show_sessions, name="sessions"),
    path("sesi/<int:pk>/akhiri/", views.end_session, name="end_session"),
    path("sesi/token/<int:pk>/cabut/", views.end_token, name="end_token"),
    path("sesi/lain/akhiri/", views.end_other_sessions, name="end_other_sessions"),
    path("pelimpahan/", views.save_delegation, name="save_delegation"),
    path("pelimpahan/<int:pk>/cabut/", views.end_delegation, name="end_delegation"),
    path("pengganti/", views.save_acting, name="save_acting"),
    path("pengganti/<int:pk>/akhiri/", views.end_acting, name="end_acting"),
]

urlpatterns = [
    *sign_in,
    path("akun/kata-sandi/", include(password)),
    path("akun/keamanan/", include(security)),
    path("akun/alamat/", account.email, name="account_email"),
    path("akun/alamat/konfirmasi/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^akun/alamat/konfirmasi/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("akun/", include((own_account, "accounts"))),
]
