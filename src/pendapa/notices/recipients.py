"""Whom a notice is for: an account, or a bare contact that somebody left with their matter."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from pendapa.kernel.encryption import blind_index
from pendapa.notices.rules import normal_phone

if TYPE_CHECKING:
    from pendapa.people.models import Account


@dataclass(frozen=True, slots=True)
class Recipient:
    """An account, told by its preferences; or an address or number, told by mail, else by SMS.

    `language` counts for a bare contact only: an account has its own.
    """

    account: "Account | None" = None
    email: str = ""
    phone: str = ""
    language: str = "id"

    @classmethod
    def of_account(cls, account: "Account") -> Self:
        return cls(account=account)

    @classmethod
    def contact(cls, *, email: str = "", phone: str = "", language: str = "id") -> Self:
        return cls(email=email.strip(), phone=normal_phone(phone), language=language)

    @property
    def can_be_reached(self) -> bool:
        return self.account is not None or bool(self.email or self.phone)


def address_index(address: str) -> str:
    """By which an address without an account is found again, and nothing is learnt."""
    return blind_index(address.strip().lower(), context="notices.address")
