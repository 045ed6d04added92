"""The denominator of pages: a bare Django view that says hello, served with the same server settings."""

import os

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [path("", hello)]


def make_application() -> WSGIHandler:
    """Bare Django: no middleware, no apps, no database."""
    import django

    if not settings.configured:
        settings.configure(
            ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY=os.urandom(16).hex(), MIDDLEWARE=[]
        )
        django.setup()
    return WSGIHandler()


application = make_application() if os.environ.get("PENDAPA_BENCH_HELLO") else None
