"""Public paths are Indonesian; each package owns the ones below where it is mounted."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from pendapa.config import health, problem_pages

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", include("pendapa.portal.pwa.urls")),
    path("wilayah/", include("pendapa.regions.urls")),
    path("", include("pendapa.people.urls")),
    path("", include("pendapa.documents.urls")),
    path("", include("pendapa.notices.urls")),
    path("", include("pendapa.ledger.urls")),
    path("", include("pendapa.catalogue.urls")),
    path("", include("pendapa.applications.urls")),
    path("", include("pendapa.complaints.whistle.urls")),
    path("", include("pendapa.complaints.public.urls")),
    path("", include("pendapa.complaints.public.desk_urls")),
    path("", include("pendapa.complaints.moderating.urls")),
    path("", include("pendapa.complaints.urls")),
    path("", include("pendapa.cases.urls")),
    path("", include("pendapa.oversight.urls")),
    path("", include("pendapa.evaluation.measures.urls")),
    path("", include("pendapa.evaluation.watching.urls")),
    path("", include("pendapa.evaluation.urls")),
    path("", include("pendapa.exchange.urls")),
    path("", include("pendapa.desk.urls")),
    path("", include("pendapa.portal.urls")),
]
if settings.DEBUG:
    urlpatterns.append(path("ui/", include("pendapa.ui.urls")))

handler400 = problem_pages.bad_request
handler403 = problem_pages.permission_denied
handler404 = problem_pages.page_not_found
handler500 = problem_pages.server_error
