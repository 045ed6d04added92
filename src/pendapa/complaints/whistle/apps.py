from django.apps import AppConfig


class WhistleConfig(AppConfig):
    name = "pendapa.complaints.whistle"
    label = "whistle"
    default_auto_field = "django.db.models.BigAutoField"
