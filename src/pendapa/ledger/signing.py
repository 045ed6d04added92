"""Who signs the log: its name and the key of this installation."""

from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from pendapa.ledger.notes import Checkpoint, Signer, sign_note


def wished_name() -> str:
    """What a log that begins now is called: PENDAPA_LOG_NAME, else the host of the public address and `/log`."""
    return settings.PENDAPA_LOG_NAME or f"{urlsplit(settings.PENDAPA_PUBLIC_URL).netloc}/log"


def signer_of(name: str) -> Signer:
    """The signer of the log of that name, with the key made at the first start (PENDAPA_LOG_KEY)."""
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes(settings.PENDAPA_LOG_KEY)))


def sign_checkpoint(name: str, size: int, root: bytes) -> str:
    """The checkpoint of the log at this size, as a signed note."""
    return sign_note(Checkpoint(name, size, root).text, [signer_of(name)])
