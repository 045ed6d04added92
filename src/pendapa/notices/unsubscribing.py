"""The link in a mail by which news is stopped, without signing in."""

from dataclasses import dataclass

from django.core import signing

from pendapa.notices.recipients import Recipient, address_index

SALT = "pendapa.notices.unsubscribe"


@dataclass(frozen=True, slots=True)
class Unsubscriber:
    """Whose mail is stopped: an account by its id, or a bare address by its index."""

    account_id: str = ""
    address_index: str = ""


def token_for(recipient: Recipient) -> str:
    """A signed token for the link; it holds an id or an index, never an address."""
    if recipient.account is not None:
        return signing.dumps(["a", recipient.account.pk.hex], salt=SALT)
    return signing.dumps(["c", address_index(recipient.email or recipient.phone)], salt=SALT)


def read_token(token: str) -> Unsubscriber | None:
    """Whom a token is for; None for one that we never gave. It does not grow old: mails are kept for years."""
    try:
        kind, value = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Unsubscriber(account_id=value) if kind == "a" else Unsubscriber(address_index=value)
