"""Public paths are Indonesian; each package owns the ones below where it is mounted."""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pendapa.config import health, problem_pages

MOUNTS = [
    ("wilayah/", "pendapa.regions.urls"),
    ("", "pendapa.people.urls"),
    ("", "pendapa.documents.urls"),
    ("", "pendapa.notices.urls"),
    ("", "pendapa.catalogue.urls"),
    ("", "pendapa.applications.urls"),
    ("", "pendapa.cases.urls"),
    ("", "pendapa.evaluation.urls"),
    ("", "pendapa.exchange.urls"),
    ("", "pendapa.desk.urls"),
    ("", "pendapa.portal.urls"),
]
if settings.DEBUG:
    MOUNTS.append(("ui/", "pendapa.ui.urls"))


def _exists(module: str) -> bool:
    try:
        import_module(module)
    except ImportError:
        return False
    return True


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    *(path(prefix, include(module)) for prefix, module in MOUNTS if _exists(module)),
]

handler400 = problem_pages.bad_request
handler403 = problem_pages.permission_denied
handler404 = problem_pages.page_not_found
handler500 = problem_pages.server_error
