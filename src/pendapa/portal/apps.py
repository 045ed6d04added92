from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "pendapa.portal"
    label = "portal"
