"""Where allauth's pages stand, each behind its door. Their names are allauth's own, so that it finds them."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as key
from allauth.socialaccount import providers
from allauth.socialaccount import views as provider
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pendapa.people.pages import View, person_page, public_page


def _public(route: str, view: View[...], name: str) -> URLPattern:
    return path(route, public_page(view), name=name)


def _person(route: str, view: View[...], name: str) -> URLPattern:
    return path(route, person_page(view), name=name)


urlpatterns: list[URLPattern | URLResolver] = [
    _public("masuk/", account.login, "account_login"),
    _public("masuk/kode/", account.request_login_code, "account_request_login_code"),
    _public("masuk/kode/periksa/", account.confirm_login_code, "account_confirm_login_code"),
    _public("masuk/kunci/", key.login_webauthn, "mfa_login_webauthn"),
    _public("masuk/faktor-kedua/", factor.authenticate, "mfa_authenticate"),
    _public("masuk/nonaktif/", account.account_inactive, "account_inactive"),
    _person("masuk/ulang/", account.reauthenticate, "account_reauthenticate"),
    _person("masuk/ulang/faktor-kedua/", factor.reauthenticate, "mfa_reauthenticate"),
    _person("masuk/ulang/kunci/", key.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    _public("masuk/lupa-sandi/", account.password_reset, "account_reset_password"),
    _public("masuk/lupa-sandi/kode/", account.confirm_password_reset_code, "account_confirm_password_reset_code"),
    _public("masuk/lupa-sandi/sandi-baru/", account.complete_password_reset, "account_complete_password_reset"),
    _public("masuk/lupa-sandi/selesai/", account.password_reset_from_key_done, "account_password_reset_completed"),
    _public("daftar/", account.signup, "account_signup"),
    _public("daftar/periksa/", account.email_verification_sent, "account_email_verification_sent"),
    _public("keluar/", account.logout, "account_logout"),
    _person("akun/keamanan/email/", account.email, "account_email"),
    _person("akun/keamanan/sandi/", account.password_change, "account_change_password"),
    _person("akun/keamanan/sandi/buat/", account.password_set, "account_set_password"),
    _person("akun/keamanan/faktor-kedua/", factor.index, "mfa_index"),
    _person("akun/keamanan/aplikasi/", totp.activate_totp, "mfa_activate_totp"),
    _person("akun/keamanan/aplikasi/hapus/", totp.deactivate_totp, "mfa_deactivate_totp"),
    _person("akun/keamanan/kode-cadangan/", recovery.view_recovery_codes, "mfa_view_recovery_codes"),
    _person("akun/keamanan/kode-cadangan/buat/", recovery.generate_recovery_codes, "mfa_generate_recovery_codes"),
    _person("akun/keamanan/kode-cadangan/unduh/", recovery.download_recovery_codes, "mfa_download_recovery_codes"),
    _person("akun/keamanan/kunci/", key.list_webauthn, "mfa_list_webauthn"),
    _person("akun/keamanan/kunci/tambah/", key.add_webauthn, "mfa_add_webauthn"),
    _person("akun/keamanan/kunci/<int:pk>/hapus/", key.remove_webauthn, "mfa_remove_webauthn"),
    _person("akun/keamanan/kunci/<int:pk>/ubah/", key.edit_webauthn, "mfa_edit_webauthn"),
]

if settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]:
    urlpatterns += [
        _public("masuk/penyedia/batal/", provider.login_cancelled, "socialaccount_login_cancelled"),
        _public("masuk/penyedia/gagal/", provider.login_error, "socialaccount_login_error"),
        _public("masuk/penyedia/daftar/", provider.signup, "socialaccount_signup"),
        _person("akun/keamanan/penyedia/", provider.connections, "socialaccount_connections"),
    ]
    urlpatterns += [path("masuk/", include(f"{cls.get_package()}.urls")) for cls in providers.registry.get_class_list()]
