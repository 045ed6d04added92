"""ASGI entry point of the live process; pages and the API are served by WSGI."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendapa.config.settings")

from pendapa.config.live import application

__all__ = ["application"]
