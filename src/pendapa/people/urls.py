"""Signing in, one's own account, and the organisations of the body."""

from django.urls import include, path

from pendapa.people import views
from pendapa.people.organizations import urls as organization_urls

own_pages = [
    path("akun/keamanan/", views.security, name="security"),
    path("akun/keamanan/keluar-semua/", views.sign_out_of_all, name="sign_out_everywhere"),
    path("akun/profil/", views.profile, name="profile"),
    path("akun/profil/nik/", views.nik, name="nik"),
    *organization_urls.urlpatterns,
]
urlpatterns = [
    path("", include("pendapa.people.sign_in.urls")),
    path("", include((own_pages, "people"))),
]
