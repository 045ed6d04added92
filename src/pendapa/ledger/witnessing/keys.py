"""Keys by which witnesses sign. Needs no settings: the settings are read with it."""

from pendapa.ledger.notes import COSIGNATURE_V1, NoteFault, Verifier


def witness_key(vkey: str) -> Verifier:
    """A key by which a witness signs; raises NoteFault for any other."""
    key = Verifier.of(vkey)
    if key.algorithm != COSIGNATURE_V1:
        raise NoteFault(f"the key of {key.name} is not one of a witness")
    return key
