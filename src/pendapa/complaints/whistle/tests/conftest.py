"""Slow derivations are made fast: what they are worth is measured apart."""

import pytest

from pendapa.complaints.whistle import phrases, unit_keys
from pendapa.complaints.whistle.tests.factories import Kept, make_kept_mailbox


@pytest.fixture(autouse=True)
def _cheap_derivations(monkeypatch, settings):
    monkeypatch.setattr(phrases, "SCRYPT_COST", 2**4)
    monkeypatch.setattr(unit_keys, "SCRYPT_COST", 2**4)
    settings.PENDAPA_DEMO = True
    from django.core.cache import caches

    caches["process"].clear()


@pytest.fixture
def kept(db) -> Kept:
    return make_kept_mailbox()
