"""The witnesses that the operator named (PENDAPA_WITNESSES)."""

from dataclasses import dataclass

from django.conf import settings

from pendapa.ledger.notes import Verifier


@dataclass(frozen=True, slots=True)
class NamedWitness:
    """Where a witness is asked, and the key by which its signatures are known."""

    url: str
    key: Verifier


def named_witnesses() -> list[NamedWitness]:
    """All of them, in the operator's order."""
    return [NamedWitness(url, Verifier.of(vkey)) for url, vkey in settings.PENDAPA_WITNESSES]
