"""Django settings; every value that differs between installations comes from the environment."""

import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parents[3]
PENDAPA_HOME = Path(os.environ.get("PENDAPA_HOME", BASE_DIR / "var")).resolve()
SECRET_KEY = os.environ.get("PENDAPA_SECRET_KEY", "development-only")
DEBUG = os.environ.get("PENDAPA_DEBUG", "0") == "1"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "pendapa.journal",
    "pendapa.regions",
    "pendapa.ui",
    "pendapa.people",
    "pendapa.forms",
    "pendapa.workflow",
    "pendapa.files",
    "pendapa.documents",
    "pendapa.notices",
    "pendapa.catalogue",
    "pendapa.cases",
    "pendapa.applications",
    "pendapa.evaluation",
    "pendapa.exchange",
    "pendapa.portal",
    "pendapa.desk",
]
AUTH_USER_MODEL = "people.Account"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pendapa.people.middleware.ActorMiddleware",
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


def _database(url: str) -> dict[str, object]:
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "pendapa"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database(os.environ.get("DATABASE_URL", "postgresql://pendapa@127.0.0.1:5499/pendapa"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = PENDAPA_HOME / "static"
