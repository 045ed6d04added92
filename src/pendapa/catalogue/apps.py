from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    name = "pendapa.catalogue"
    label = "catalogue"
