from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "pendapa.evaluation.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"
