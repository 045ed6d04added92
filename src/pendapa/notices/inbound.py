"""What can be asked for by SMS or chat: commands of one word, declared by the packages that answer them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from pendapa.kernel.encryption import blind_index
from pendapa.kernel.text import plain_text
from pendapa.notices.rules import normal_phone


@dataclass(frozen=True, slots=True)
class InboundText:
    """One message as it came in; `sender` is a telephone number in its international form, or a name in the chat, which
    may look like one: who they are says `phone`."""

    channel: str
    message_id: str
    sender: str
    text: str

    @property
    def phone(self) -> str:
        """The number they write from; empty for a name, and on a channel where people choose what they are called."""
        return normal_phone(self.sender) if self.channel in settings.PENDAPA_GATEWAY_VERIFIED else ""

    @property
    def word(self) -> str:
        """The first word in capitals: what is asked for."""
        return (self.text.split(maxsplit=1) or [""])[0].upper().strip(".,:;!?")

    @property
    def rest(self) -> str:
        """What stands behind the first word."""
        parts = plain_text(self.text).strip().split(maxsplit=1)
        return parts[1].strip() if len(parts) > 1 else ""

    @property
    def key(self) -> UUID:
        """The same for the same message, however often it comes in: fit for actions that happen once per key.

        Gateways count their messages; nobody may work out the key of the next one and lie in wait under it.
        """
        return UUID(blind_index(f"{self.channel}:{self.message_id}", context="notices.inbound")[:32])


@dataclass(frozen=True, slots=True)
class InboundCommand:
    """`handle` does what is asked and gives the reply, in the language now active; it may raise a Problem, whose words
    are then the reply. It runs in a transaction with the message. `usage` is its line in the help."""

    word: str
    handle: Callable[[InboundText, datetime], str]
    usage: str | Promise
    other_words: tuple[str, ...] = ()


@cache
def declared_commands() -> Mapping[str, InboundCommand]:
    """Every command by each of its words, from `PENDAPA_INBOUND_COMMANDS` (dotted paths); raises ImportError."""
    commands: list[InboundCommand] = [import_string(path) for path in settings.PENDAPA_INBOUND_COMMANDS]
    return {word: command for command in commands for word in (command.word, *command.other_words)}


def usages() -> list[str]:
    """One line for each command, in the language now active."""
    return [str(one.usage) for one in dict.fromkeys(declared_commands().values())]
