from pendapa.ledger.tests.conftest import home

__all__ = ["home"]
