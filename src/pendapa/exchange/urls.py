from django.urls import include, path

from pendapa.exchange.api import api
from pendapa.exchange.keys import views as keys
from pendapa.exchange.peers import views as peers
from pendapa.exchange.topics import views as topics

desk = [
    path("kunci-api/", keys.api_keys, name="api_keys"),
    path("kunci-api/baru/", keys.issue, name="issue_key"),
    path("kunci-api/<int:key_id>/cabut/", keys.revoke, name="revoke_key"),
    path("open311/", peers.peers, name="peers"),
    path("open311/baru/", peers.new_peer, name="new_peer"),
    path("open311/<int:peer_id>/", peers.peer, name="peer"),
    path("open311/topik/", topics.topics, name="topics"),
    path("open311/topik/<slug:slug>/", topics.topic, name="topic"),
    path("open311/topik/<slug:slug>/tanya/<str:code>/", topics.attribute, name="attribute"),
]
urlpatterns = [
    path("api/v1/", api.urls),
    path("open311/", include("pendapa.exchange.georeport.urls")),
    path("meja/", include((desk, "exchange"))),
]
