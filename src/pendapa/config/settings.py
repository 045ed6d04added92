"""Django settings; every value that differs between installations comes from `environment.py`."""

from pathlib import Path

from pendapa.config.accounts import *  # noqa: F403 - settings are read by their names
from pendapa.config.accounts import SIGN_IN_PROVIDER_APPS
from pendapa.config.case_kinds import CASE_KINDS, PARTY_PANELS, SEALED_MATTERS
from pendapa.config.database import database_settings
from pendapa.config.environment import environment
from pendapa.config.inbound_commands import INBOUND_COMMANDS
from pendapa.config.logs import configure_logs
from pendapa.config.mail import mail_settings
from pendapa.config.notice_occasions import CASE_LISTENERS, NOTICE_OCCASIONS

env = environment()

SECRET_KEY = env.secret_key
DEBUG = env.debug
ALLOWED_HOSTS = env.served_hosts

BASE_DIR = Path(__file__).resolve().parents[3]
PENDAPA_HOME = env.home
PENDAPA_KEY_RING = env.key_ring
PENDAPA_INDEX_KEY = env.index_key
PENDAPA_BODY_NAME = env.body_name
PENDAPA_OPERATOR_NAME = env.operator_name
PENDAPA_WORKING_WEEKDAYS = env.working_weekdays
PENDAPA_COLLECTIVE_LEAVE = env.collective_leave
PENDAPA_EXTRA_CLOSURES = env.extra_closures
PENDAPA_PUBLIC_URL = env.url
PENDAPA_LIVE_URL = env.live
PENDAPA_LIVE_STREAMS = env.live_streams
PENDAPA_LIVE_STREAMS_EACH = env.live_streams_each
PENDAPA_DEMO = env.demo
PENDAPA_SIGNING_PKCS12 = env.signing_pkcs12
PENDAPA_SIGNING_PASSWORD = env.signing_password
PENDAPA_TSA_URL = env.tsa_url
PENDAPA_CLAMD = env.clamd
PENDAPA_FILE_STORAGE = env.file_storage
PENDAPA_CASE_KINDS = CASE_KINDS
PENDAPA_PARTY_PANELS = PARTY_PANELS
PENDAPA_SEALED_MATTERS = SEALED_MATTERS
PENDAPA_API_HOURLY = env.api_hourly
PENDAPA_METRICS_TOKEN = env.metrics_token
PENDAPA_COMPLAINT_DESK = env.complaint_desk
PENDAPA_JURISDICTION = env.jurisdiction
PENDAPA_DUPLICATE_DAYS = env.duplicate_days
PENDAPA_DUPLICATE_METRES = env.duplicate_metres
PENDAPA_MAP_TILES, PENDAPA_MAP_CREDIT = env.map_tiles
PENDAPA_MAP_CENTRE = env.map_centre
PENDAPA_REPORTS_HOURLY = env.reports_hourly
PENDAPA_REPORTS_HOURLY_PLAIN = env.reports_hourly_plain
PENDAPA_REPORTS_HOURLY_ACCOUNT = env.reports_hourly_account
PENDAPA_REPORT_DRAFTS_HOURLY = env.report_drafts_hourly
PENDAPA_REPORT_PHOTOS_HOURLY = env.report_photos_hourly
PENDAPA_REPORT_FOLLOWS_HOURLY = env.report_follows_hourly
PENDAPA_PUZZLE_BITS = env.puzzle_bits
PENDAPA_OPEN311_HOSTS = env.open311_hosts
PENDAPA_VAPID_KEY = env.vapid_key
PENDAPA_LOG_NAME = env.log_name
PENDAPA_LOG_KEY = env.log_key
PENDAPA_WITNESSES = env.witnesses
PENDAPA_BESIDE_SCORECARDS = ("pendapa.config.beside_scorecards.findings",)
PENDAPA_ALARM_FOLLOW_UP = "pendapa.config.alarm_follow_up.finding_of"
PENDAPA_OTHER_PROOFS = ("pendapa.config.other_proofs.RECEIPT",)
PENDAPA_PUSH_HOSTS = env.push_hosts
PENDAPA_GATEWAY_URL = env.gateway_url
PENDAPA_GATEWAY_SECRET = env.gateway_secret
PENDAPA_GATEWAY_CHANNELS = env.gateway_channels
PENDAPA_GATEWAY_VERIFIED = env.gateway_verified
PENDAPA_NOTICE_OCCASIONS = NOTICE_OCCASIONS
PENDAPA_CASE_LISTENERS = CASE_LISTENERS
PENDAPA_INBOUND_COMMANDS = INBOUND_COMMANDS
PENDAPA_APP_PACKAGE = env.app_package
PENDAPA_APP_FINGERPRINTS = env.app_fingerprints

# ui and people come before allauth so that their templates stand in for its own.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pendapa.journal",
    "pendapa.regions",
    "pendapa.ui",
    "pendapa.people",
    "pendapa.forms",
    "pendapa.workflow",
    "pendapa.files",
    "pendapa.documents",
    "pendapa.notices",
    "pendapa.ledger",
    "pendapa.ledger.witnessing",
    "pendapa.catalogue",
    "pendapa.cases",
    "pendapa.applications",
    "pendapa.complaints.whistle",
    "pendapa.complaints",
    "pendapa.evaluation.measures",
    "pendapa.evaluation.watching",
    "pendapa.evaluation",
    "pendapa.oversight",
    "pendapa.exchange",
    "pendapa.portal",
    "pendapa.desk",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    *SIGN_IN_PROVIDER_APPS,
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "pendapa.config.observation.ObservationMiddleware",
    "pendapa.config.page_cache.AnonymousPageCache",
    "pendapa.config.device_copies.DeviceCopiesMiddleware",
    "pendapa.config.security.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pendapa.ui.middleware.LanguageChoiceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pendapa.people.middleware.ActorMiddleware",
    "pendapa.config.problem_pages.ProblemMiddleware",
]
ROOT_URLCONF = "pendapa.config.urls"
WSGI_APPLICATION = "pendapa.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]

THREADS_OF_WORKER = 5
"""The journal's readers, the public log, and the jobs with one more: each keeps a connection."""
DATABASES = {"default": database_settings(env.database_url, pool_size=max(env.web_threads, THREADS_OF_WORKER))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
# The two packages with texts that are no Django app; every app's own folder is found by itself.
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / name / "locale" for name in ("kernel", "config")]
TIME_ZONE = env.time_zone
USE_TZ = True

# One count of sign-in attempts for all web processes; nothing on the way of an ordinary page asks it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "pendapa_cache"},
    # Of one process alone, for what may be counted there and must cost no query.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

STATIC_URL = "/static/"
STATIC_ROOT = PENDAPA_HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PENDAPA_HOME / "files"},
    },
    "staticfiles": {"BACKEND": "pendapa.config.assets.PublishedAssets"},
}
WHITENOISE_USE_FINDERS = not (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

AUTH_USER_MODEL = "people.Account"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.is_secure else "http"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not env.is_secure

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.is_secure
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = env.is_secure
CSRF_FAILURE_VIEW = "pendapa.config.problem_pages.form_token_failure"
CSRF_TRUSTED_ORIGINS = [env.url]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.is_secure else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if env.is_secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_PERMISSIONS = 0o600

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.email_from
for _name, _value in mail_settings(env.email_url, PENDAPA_HOME / "mail").items():
    globals()[_name] = _value

LOGGING_CONFIG = None
configure_logs(env.log_level)

# The stricter rules are answered in `security.py` (headers) or belong to the proxy in front (redirect to https).
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W005", "security.W008", "security.W021"]
