"""The filters of the queue, as they stand in its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from pendapa.cases.kinds import declared_kinds
from pendapa.journal.actors import Actor

VIEWS = {
    "buka": _("To do"),
    "saya": _("With me"),
    "tunggu": _("Waiting for the person"),
    "selesai": _("Closed"),
}
DEADLINES = {"": _("All"), "overdue": _("Overdue"), "soon": _("Due today or tomorrow")}
_STATUSES = {"buka": "open", "saya": "open", "tunggu": "waiting", "selesai": "closed"}


@dataclass(frozen=True, slots=True)
class Filters:
    """What the officer chose; anything unknown counts as not chosen."""

    view: str
    kind: str
    service: str
    due: str
    text: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.kind or self.service or self.due or self.text)

    def as_query(self, actor: Actor) -> dict[str, Any]:
        return {
            "status": _STATUSES[self.view],
            "assignee": actor.id if self.view == "saya" else "",
            "kind": self.kind,
            "service": self.service,
            "due": self.due,
            "text": self.text,
        }


def read_filters(query: Mapping[str, str]) -> Filters:
    """The filters in an address; never raises."""
    view = query.get("tampil", "")
    kind = query.get("jenis", "")
    due = query.get("tenggat", "")
    return Filters(
        view=view if view in VIEWS else "buka",
        kind=kind if kind in declared_kinds() else "",
        service=query.get("layanan", "")[:60].replace("\x00", ""),
        due=due if due in DEADLINES else "",
        text=query.get("q", "")[:60].replace("\x00", "").strip(),
    )
