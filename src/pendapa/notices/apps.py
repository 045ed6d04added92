from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "pendapa.notices"
    label = "notices"
