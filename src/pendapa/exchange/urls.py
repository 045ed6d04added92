from django.urls import path

from pendapa.exchange.api import api

urlpatterns = [path("api/v1/", api.urls)]
