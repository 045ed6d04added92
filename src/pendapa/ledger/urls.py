from django.urls import path

from pendapa.ledger import views

app_name = "ledger"
urlpatterns = [
    path("log/", views.log_page, name="log"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/key", views.key, name="key"),
    path("log/skema.json", views.schema, name="schema"),
    path("log/tile/<path:address>", views.tile, name="tile"),
]
