"""The public verification pages, and the certificates of an organisation."""

from django.urls import path

from pendapa.documents import certificate_views, views

app_name = "documents"
urlpatterns = [
    path("verifikasi/", views.verify, name="verify"),
    path("verifikasi/<str:code>/", views.result, name="result"),
    path("meja/organisasi/<slug:code>/sertifikat/", certificate_views.certificates, name="certificates"),
    path(
        "meja/organisasi/<slug:code>/sertifikat/<int:certificate_id>/cabut/",
        certificate_views.revoke,
        name="revoke_certificate",
    ),
]
