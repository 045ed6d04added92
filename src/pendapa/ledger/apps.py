from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "pendapa.ledger"
    label = "ledger"
