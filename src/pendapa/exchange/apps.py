from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "pendapa.exchange"
    label = "exchange"
