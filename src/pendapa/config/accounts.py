"""How people sign in: the settings of django-allauth. Its addresses are in `people/sign_in/urls.py`."""

from typing import Any

from pendapa.config.environment import environment

LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/akun/"
LOGOUT_REDIRECT_URL = "/"
PENDAPA_SECOND_FACTOR_URL = "/akun/keamanan/faktor-kedua/"
AUTHENTICATION_BACKENDS = ["pendapa.people.backends.AccountBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A resident stays signed in for two weeks; staff sessions are shortened to twelve hours when they begin.
SESSION_COOKIE_AGE = 14 * 24 * 3600
PENDAPA_STAFF_SESSION_SECONDS = 12 * 3600

ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_ADAPTER = "pendapa.people.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "pendapa.people.sign_in.new_account.NewAccountForm"
ACCOUNT_FORMS = {
    "login": "pendapa.people.sign_in.forms.SignInForm",
    "reauthenticate": "pendapa.people.sign_in.forms.ReauthenticateForm",
    "change_password": "pendapa.people.sign_in.forms.ChangePasswordForm",
    "set_password": "pendapa.people.sign_in.forms.SetPasswordForm",
    "reset_password_from_key": "pendapa.people.sign_in.forms.ResetPasswordForm",
}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Beyond allauth's own limits, which hold for every form: a villager's whole neighbourhood may share one address.
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "signup": "30/m/ip"}

MFA_ADAPTER = "pendapa.people.sign_in.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1


def _provider_settings() -> list[dict[str, Any]]:
    """The OpenID Connect providers of `PENDAPA_OIDC_PROVIDERS`, as allauth wants them."""
    return [
        {
            **provider.model_dump(include={"provider_id", "name", "client_id", "secret"}),
            "settings": {"server_url": provider.server_url, "oauth_pkce_enabled": True},
        }
        for provider in environment().oidc_providers
    ]


SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": _provider_settings()}}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"
SIGN_IN_PROVIDER_APPS = (
    ["allauth.socialaccount.providers.openid_connect"] if SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"] else []
)
