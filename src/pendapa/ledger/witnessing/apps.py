from django.apps import AppConfig


class WitnessingConfig(AppConfig):
    name = "pendapa.ledger.witnessing"
    label = "witnessing"
    default_auto_field = "django.db.models.BigAutoField"
