"""A unit with the units below it in the tree of organisations: their counts added up, each of them a row of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from pendapa.evaluation.cells import Cell
from pendapa.evaluation.measures.presenting import Row
from pendapa.evaluation.measures.queries import Work, work_by_unit
from pendapa.evaluation.measures.scorecards import Score
from pendapa.people.models import Organization

Found = Mapping[tuple[str, str], Work]
"""Work by unit and service."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit, and all units below it in the order of the tree."""

    unit: Organization
    below: tuple[Organization, ...]

    @property
    def codes(self) -> list[str]:
        """The codes of all of them, its own first."""
        return [unit.code for unit in (self.unit, *self.below)]

    def score(self, cells: Mapping[str, Cell], work: Found) -> Score:
        """All of them added up; `cells` by unit. Every count is of what happened at one unit, so none counts twice;
        the days of single decisions are kept, so that the middle value is that of all of them together."""
        return _added_up(self.codes, cells, work_by_unit(work))

    def rows(self, cells: Mapping[str, Cell], work: Found) -> list[Row]:
        """Each unit directly below, together with those below it; the same order as the tree."""
        held = work_by_unit(work)
        return [
            Row(unit.local_name, _added_up(self._branch(unit), cells, held), reverse("measures:unit", args=[unit.code]))
            for unit in self.below
            if unit.parent_id == self.unit.pk
        ]

    def _branch(self, top: Organization) -> list[str]:
        return [unit.code for unit in self.below if f"{unit.path}/".startswith(f"{top.path}/")]


def branch_of(code: str) -> Branch | None:
    """The unit of this code and those below it; None where there is no such unit (one query)."""
    is_below = Q(path__startswith=f"{code}/") | Q(path__contains=f"/{code}/")
    found = list(Organization.objects.filter(Q(code=code) | is_below).order_by("path"))
    unit = next((one for one in found if one.code == code), None)
    return None if unit is None else Branch(unit, tuple(one for one in found if one is not unit))


def _added_up(codes: list[str], cells: Mapping[str, Cell], held: Mapping[str, Work]) -> Score:
    cell, waiting = Cell(), Work()
    for code in codes:
        waiting += held.get(code, Work())
        if code in cells:
            cell.add(cells[code])
    return Score(cell, waiting)
