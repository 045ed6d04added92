"""Who acts, as a value: what the journal keeps of a person or a machine, with no foreign key to any account."""

from dataclasses import dataclass, field, replace
from typing import Literal, Self

Channel = Literal["web", "counter", "api", "message", "cli", "system"]


PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role that the actor holds in one organisation; `path` is the organisation's place in the tree ("a/b/c")."""

    role: str
    organisation: str
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, the system, or somebody unknown, with what they may act as and through which channel they came."""

    kind: Literal["person", "system", "anonymous"]
    id: str = ""
    name: str = ""
    grants: tuple[Grant, ...] = ()
    channel: Channel = "web"
    secrets: frozenset[str] = field(default_factory=frozenset)
    language: str = "id"

    @property
    def is_staff(self) -> bool:
        """Whether the actor belongs to the body or to those who oversee it; a partner does neither."""
        return any(grant.role != PARTNER for grant in self.grants)

    @property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere: for what a page shows, never for what is allowed."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    def holding(self, secret: str) -> Self:
        """The same actor, who has also shown the secret of the matter named."""
        return replace(self, secrets=self.secrets | {secret})


SYSTEM = Actor(kind="system", id="pendapa", name="Pendapa", channel="system")
