"""Addresses of the app; those at the root are where browsers and stores look for them."""

from django.urls import path

from pendapa.portal.pwa import views

app_name = "pwa"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path(".well-known/assetlinks.json", views.asset_links, name="asset_links"),
    path("luring/", views.offline, name="offline"),
    path("lapor/luring/", views.complaint, name="complaint"),
    path("lapor/bagikan/", views.share, name="share"),
    path("aplikasi/", views.install, name="install"),
    path("akun/lencana/", views.unread, name="unread"),
]
