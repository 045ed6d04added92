from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "pendapa.regions"
    label = "regions"
