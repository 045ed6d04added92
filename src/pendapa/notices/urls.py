"""One's own notices, the link that stops mail, the desk's pages, and the gateway's two addresses."""

from django.urls import path

from pendapa.notices.views import desk, gateway, own, stopping

app_name = "notices"
urlpatterns = [
    path("akun/kabar/", own.notices, name="list"),
    path("akun/kabar/dibaca/", own.all_read, name="all_read"),
    path("akun/kabar/<int:notice_id>/", own.open_notice, name="open"),
    path("akun/kabar/pengaturan/", own.preferences, name="preferences"),
    path("akun/kabar/perangkat/", own.devices, name="devices"),
    path("akun/kabar/perangkat/<int:device_id>/hapus/", own.remove, name="remove_device"),
    path("kabar/berhenti/<str:token>/", stopping.unsubscribe, name="unsubscribe"),
    path("meja/kabar/", desk.dead_letters, name="dead_letters"),
    path("meja/kabar/<int:message_id>/kirim-lagi/", desk.again, name="send_again"),
    path("meja/kabar/<int:message_id>/kesampingkan/", desk.put_aside, name="drop"),
    path("meja/kabar/teks/", desk.texts, name="texts"),
    path("meja/kabar/teks/<str:occasion>/<str:language>/", desk.text, name="text"),
    path("gerbang/masuk/", gateway.inbound, name="inbound"),
    path("gerbang/laporan/", gateway.report, name="delivery_report"),
]
