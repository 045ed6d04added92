"""The denominator of pages: a bare Django view that says hello, served with the same server settings.

`python -m pendapa.cli.bench.hello` serves it on HOST and PORT: no middleware, no apps, no database.
"""

import secrets

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

from pendapa.cli.commands.web import web_server

TARGET = "pendapa.cli.bench.hello:application"


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello", headers={"Content-Length": "5"})


urlpatterns = [path("", hello)]


def make_application() -> WSGIHandler:
    """Django as small as it can be."""
    import django

    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY=secrets.token_hex(),
        MIDDLEWARE=[],
        LOGGING_CONFIG=None,
    )
    django.setup()
    return WSGIHandler()


def __getattr__(name: str) -> WSGIHandler:
    """The application, made where the server asks for it: importing this module configures nothing."""
    if name == "application":
        return make_application()
    raise AttributeError(name)


if __name__ == "__main__":
    web_server(TARGET).serve()
