"""Who may look after notices: the administrators of the body that runs the installation."""

from dataclasses import dataclass

from pendapa.people.models import Organization
from pendapa.people.permissions import Permission, Scope, declare
from pendapa.people.roles import Role

NOTICE_MANAGE = declare(Permission("notice.manage", roles=frozenset({Role.ADMINISTRATOR}), reach="body"))


@dataclass(frozen=True, slots=True)
class House:
    """What belongs to the whole installation, as something that permission can be asked about."""

    path: str

    def permission_scope(self) -> Scope:
        return Scope(unit_path=self.path)


def the_house() -> House:
    """The body that runs this installation: the first one that was made."""
    first = Organization.objects.filter(parent=None, kind=Organization.Kind.BODY).order_by("pk").values("path").first()
    return House(first["path"] if first else "")
