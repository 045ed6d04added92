"""Bodies outside this one to which reports are handed: "no wrong door" needs somewhere to lead to."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _

from pendapa.journal.actions import record
from pendapa.journal.actors import Actor
from pendapa.kernel.problems import FieldError, Forbidden, Invalid
from pendapa.people.models import Membership, Organization
from pendapa.people.organizations.permissions import OUTSIDE_BODY_MANAGE
from pendapa.people.permissions import acting_as, require
from pendapa.people.verbs import OrganizationChanged, OrganizationCreated

DETAILS: Final = ("name", "name_en", "short_name", "address", "phone", "email")
LONGEST_CODE: Final = 40


def own_body() -> Organization:
    """The body that runs this installation: the first one that was made. Raises Forbidden while there is none."""
    first = Organization.objects.filter(parent=None, kind=Organization.Kind.BODY).order_by("pk").first()
    if first is None:
        raise Forbidden(_("No public body is set up here yet."))
    return first


def outside_bodies() -> QuerySet[Organization]:
    """Bodies in which nobody works with this system, by name. One with units or members of its own is no outside body:
    its own administrator looks after it."""
    units = Organization.objects.filter(parent=OuterRef("pk"))
    members = Membership.objects.filter(organization=OuterRef("pk"))
    bodies = Organization.objects.filter(parent=None, kind=Organization.Kind.BODY).exclude(pk=own_body().pk)
    return bodies.exclude(Exists(units)).exclude(Exists(members)).order_by("name", "pk")


@transaction.atomic
def add_outside_body(actor: Actor, details: dict[str, str], *, at: datetime) -> Organization:
    """Add a body under a code made of its name. Raises Invalid for a name that another organisation has."""
    house = own_body()
    require(actor, OUTSIDE_BODY_MANAGE, house)
    Organization.objects.select_for_update(no_key=True).get(pk=house.pk)
    given = {field: details.get(field, "") for field in DETAILS}
    _require_own_name(given["name"])
    body = Organization.objects.create(
        code=_free_code(given["short_name"] or given["name"]), kind=Organization.Kind.BODY, **given
    )
    happened = OrganizationCreated(name=body.name, parent="")
    record(actor, happened, body.subject, at=at, **acting_as(actor, OUTSIDE_BODY_MANAGE, house))
    return body


@transaction.atomic
def change_outside_body(actor: Actor, code: str, details: dict[str, str], *, at: datetime) -> Organization:
    """Change what is known of a body; nothing is recorded where nothing differs. Raises Organization.DoesNotExist for
    one that is no outside body, Invalid for a name that another organisation has."""
    house = own_body()
    require(actor, OUTSIDE_BODY_MANAGE, house)
    body = outside_bodies().select_for_update(no_key=True, of=("self",)).get(code=code)
    changed = tuple(field for field in DETAILS if getattr(body, field) != details.get(field, ""))
    if "name" in changed:
        _require_own_name(details["name"])
    for field in changed:
        setattr(body, field, details.get(field, ""))
    if changed:
        body.save(update_fields=list(changed))
        happened = OrganizationChanged(name=body.name, fields=changed)
        record(actor, happened, body.subject, at=at, **acting_as(actor, OUTSIDE_BODY_MANAGE, house))
    return body


def _require_own_name(name: str) -> None:
    if Organization.objects.filter(name__iexact=name).exists():
        raise Invalid(errors=[FieldError("name", _("Another organisation has this name already."))])


def _free_code(name: str) -> str:
    stem = slugify(name)[: LONGEST_CODE - 4].strip("-") or "badan"
    taken = set(Organization.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for code in (stem, *(f"{stem}-{n}" for n in range(2, 1000))) if code not in taken)
