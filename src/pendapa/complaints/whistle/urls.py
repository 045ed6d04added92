"""The reporter's pages, and the mailbox at the desk."""

from django.urls import path

from pendapa.complaints.whistle import desk_views, key_views, views

app_name = "whistle"
urlpatterns = [
    path("lapor/rahasia/", views.explain, name="explain"),
    path("lapor/rahasia/tulis/", views.write, name="write"),
    path("lapor/rahasia/kotak/", views.box, name="box"),
    path("lapor/rahasia/kotak/tulis/", views.write_more, name="write_more"),
    path("lapor/rahasia/kotak/berkas/", views.enclosure, name="enclosure"),
    path("lapor/rahasia/kotak/hapus/", views.erase, name="erase"),
    path("meja/kotak-rahasia/", desk_views.mailbox, name="mailbox"),
    path("meja/kotak-rahasia/kunci-kotak/", desk_views.close_mailbox, name="close_mailbox"),
    path("meja/kotak-rahasia/kunci/", key_views.key, name="key"),
    path("meja/kotak-rahasia/sandi/", key_views.passphrase, name="passphrase"),
    path("meja/kotak-rahasia/pemulihan/", key_views.recovery, name="recovery"),
    path("meja/kotak-rahasia/pengaturan/", key_views.settings, name="settings"),
    path("meja/kotak-rahasia/<uuid:thread_id>/", desk_views.thread, name="thread"),
    path(
        "meja/kotak-rahasia/<uuid:thread_id>/berkas/<uuid:enclosure_id>/",
        desk_views.enclosure,
        name="desk_enclosure",
    ),
]
