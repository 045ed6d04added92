from django.urls import path

from pendapa.complaints.moderating import many_views, photo_views, views

app_name = "moderation"
REPORT = "meja/laporan/moderasi/<str:number>/"
PHOTO = REPORT + "foto/<uuid:file_id>/"
urlpatterns = [
    path("meja/laporan/moderasi/", views.queue, name="queue"),
    path("meja/laporan/moderasi/terbitkan/", many_views.publish, name="publish"),
    path(REPORT, views.report, name="report"),
    path(REPORT + "urungkan/", views.undo, name="undo"),
    path(PHOTO, photo_views.photo, name="photo"),
    path(PHOTO + "asli/", photo_views.original, name="original"),
    path(PHOTO + "salinan/", photo_views.public_copy, name="copy"),
]
