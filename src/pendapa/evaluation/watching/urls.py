from django.urls import path

from pendapa.evaluation.watching import views

app_name = "watching"
urlpatterns = [
    path("meja/peringatan/", views.alarms, name="alarms"),
    path("meja/peringatan/aturan/", views.rules, name="rules"),
    path("meja/peringatan/aturan/<slug:measure>/", views.rule, name="rule"),
    path("meja/peringatan/<int:alarm_id>/", views.alarm, name="alarm"),
    path("meja/peringatan/<int:alarm_id>/bukan/", views.dismiss, name="dismiss"),
]
