from django.apps import AppConfig


class WatchingConfig(AppConfig):
    name = "pendapa.evaluation.watching"
    label = "watching"
    default_auto_field = "django.db.models.BigAutoField"
