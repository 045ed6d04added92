from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "pendapa.oversight"
    label = "oversight"
