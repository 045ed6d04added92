from django.urls import path

from pendapa.cases import views

app_name = "cases"
CASE = "lacak/<str:number>/"
urlpatterns = [
    path("lacak/", views.find, name="find"),
    path(CASE, views.track, name="track"),
    path(CASE + "terkini/", views.track_now, name="track_now"),
    path(CASE + "cetak/", views.print_case, name="print"),
    path(CASE + "jejak/", views.accesses, name="accesses"),
    path(CASE + "bukti.json", views.log_receipt, name="log_receipt"),
    path(CASE + "pesan/", views.message, name="message"),
    path(CASE + "tarik/", views.withdraw, name="withdraw"),
    path(CASE + "keberatan/", views.objection, name="objection"),
    path(CASE + "berkas/<uuid:file_id>/", views.file, name="file"),
    path(CASE + "<str:secret>/", views.open_by_link, name="open"),
]
