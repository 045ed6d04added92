"""How lists of findings and actions are narrowed by an address: words, lateness, how far."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pendapa.kernel.identifiers import normalise_number
from pendapa.oversight.models import CorrectiveAction, Finding
from pendapa.oversight.rules import OPEN_FINDINGS

LONGEST = 100
STAGES: Mapping[str, str | Promise] = {
    "buka": _("Still open"),
    "lewat": _("Overdue"),
    "lapor": _("Reported, waits for the overseer"),
    "selesai": _("Accepted"),
    "": _("All"),
}
"""How far an action is, by the word in the address."""


@dataclass(frozen=True, slots=True)
class Filters:
    """`text` is a number, or words of title, elements, action or unit; `stage` is a key of `STAGES`."""

    text: str = ""
    is_late: bool = False
    stage: str = "buka"

    def as_query(self, **more: str) -> str:
        """The address again, without what is not set."""
        given = {"q": self.text, "lewat": "1" if self.is_late else "", **more}
        return urlencode({name: value for name, value in given.items() if value})

    def of_findings(self, rows: QuerySet[Finding], today: date) -> QuerySet[Finding]:
        if self.is_late:
            rows = rows.filter(state__in=OPEN_FINDINGS, due_on__lt=today)
        return rows.filter(self._words("")) if self.text else rows

    def of_actions(self, rows: QuerySet[CorrectiveAction], today: date) -> QuerySet[CorrectiveAction]:
        undone = Q(accepted_at__isnull=True, finding__state__in=OPEN_FINDINGS)
        stages = {
            "buka": undone,
            "lewat": undone & Q(claim="", due_on__lt=today),
            "lapor": undone & ~Q(claim=""),
            "selesai": Q(accepted_at__isnull=False),
        }
        if self.stage in stages:
            rows = rows.filter(stages[self.stage])
        return rows.filter(self._words("finding__") | Q(what__icontains=self.text)) if self.text else rows

    def _words(self, of: str) -> Q:
        number = normalise_number(self.text)
        if number:
            return Q(**{f"{of}number": number})
        found = Q()
        for name in ("title", "condition", "cause", "recommendation", "unit__name", "service__name"):
            found |= Q(**{f"{of}{name}__icontains": self.text})
        return found


def read_filters(query: Mapping[str, str]) -> Filters:
    """What an address asks for; what it does not know is as if it were not there."""
    stage = query.get("status", "buka")
    return Filters(
        text=query.get("q", "").replace("\x00", "").strip()[:LONGEST],
        is_late=query.get("lewat", "") == "1",
        stage=stage if stage in STAGES else "buka",
    )
