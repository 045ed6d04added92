"""Units, topics and places that imported complaints name: found by name, made where they are missing."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.text import slugify

from pendapa.complaints.importing.rows import Row
from pendapa.complaints.models import Topic
from pendapa.complaints.queries import intake_unit
from pendapa.complaints.suggesting.places import plain_name
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import NotFound
from pendapa.people.models import Organization
from pendapa.people.organizations.actions import create_organization
from pendapa.regions.models import Level, Region
from pendapa.ui.body import body_name

LONGEST_CODE, LONGEST_SLUG, LONGEST_TOPIC = 40, 80, 120
CLEAR_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the Ministry's list, or names alone where it is not found there."""

    code: str
    name: str


def public_body() -> Organization:
    """The body that complaints belong to; on an empty installation one is made of the body's name."""
    try:
        body = intake_unit()
    except NotFound:
        name = body_name()
        code = _free(slugify(name)[:LONGEST_CODE] or "body", set(), LONGEST_CODE)
        return Organization.objects.create(code=code, name=name, kind=Organization.Kind.BODY)
    root = Organization.objects.filter(code=body.path.split("/")[0]).first()
    return root or body


def units_named(actor: Actor, names: Iterable[str], body: Organization, *, at: datetime) -> dict[str, Organization]:
    """The organisation of each name, spelled about the same; new ones are units of the body."""
    organizations = list(Organization.objects.all())
    known = {plain_name(organization.name): organization for organization in organizations}
    taken = {organization.code for organization in organizations}
    found = {}
    for name in dict.fromkeys(names):
        plain = plain_name(name)
        if plain not in known:
            code = _free(slugify(name) or "unit", taken, LONGEST_CODE)
            taken.add(code)
            known[plain] = create_organization(actor, code=code, name=name, parent=body, at=at)
        found[name] = known[plain]
    return found


def topics_named(rows: Sequence[Row], units: dict[str, Organization]) -> dict[str, Topic]:
    """The topic of each name; a new one belongs to the unit that answered at least four in five of its complaints."""
    known = {plain_name(topic.name): topic for topic in Topic.objects.all()}
    taken = set(Topic.objects.values_list("slug", flat=True))
    by_topic: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row.topic:
            by_topic[row.topic][row.unit] += 1
    found = {}
    for name, answered in by_topic.items():
        shown = name[:LONGEST_TOPIC]
        plain = plain_name(shown)
        if plain not in known:
            slug = _free(slugify(shown) or "topic", taken, LONGEST_SLUG)
            taken.add(slug)
            unit, count = answered.most_common(1)[0]
            is_clear = count >= CLEAR_SHARE * answered.total()
            known[plain] = Topic.objects.create(slug=slug, name=shown, unit=units[unit] if is_clear else None)
        found[name] = known[plain]
    return found


def places_named(rows: Iterable[Row], within: str = "") -> dict[tuple[str, str], Place]:
    """The place of each pair of district and village (two queries).

    All are looked for in one regency: that of the code `within`, else the one in which most of the pairs are found.
    """
    pairs = {(row.district, row.village) for row in rows if row.district or row.village}
    known = _villages_of(_regency_of(pairs, within))
    places = {}
    for district, village in pairs:
        region = known.get((plain_name(district), plain_name(village)))
        names = ", ".join(name for name in (village, district) if name)
        places[district, village] = Place(region.code, region.full_name) if region else Place("", names)
    return places


def _regency_of(pairs: set[tuple[str, str]], within: str) -> str:
    if within.count(".") >= 1:
        return ".".join(within.split(".")[:2])
    villages = Region.objects.filter(
        level=Level.VILLAGE, name__in={village for _, village in pairs}, parent__name__in={name for name, _ in pairs}
    )
    if within:
        villages = villages.filter(Q(code__startswith=f"{within}."))
    counts = Counter(
        ".".join(code.split(".")[:2])
        for code, name, parent in villages.values_list("code", "name", "parent__name")
        if (parent, name) in pairs
    )
    return counts.most_common(1)[0][0] if counts else ""


def _villages_of(regency: str) -> dict[tuple[str, str], Region]:
    if not regency:
        return {}
    villages = Region.objects.filter(level=Level.VILLAGE, code__startswith=f"{regency}.").select_related("parent")
    return {
        (plain_name(village.parent.name if village.parent else ""), plain_name(village.name)): village
        for village in villages.defer("words", "parent__words")
    }


def _free(wished: str, taken: set[str], longest: int) -> str:
    """The wished code, shortened, or with a number after it."""
    code, number = wished[:longest].rstrip("-"), 2
    while code in taken:
        code = f"{wished[: longest - 4].rstrip('-')}-{number}"
        number += 1
    return code
