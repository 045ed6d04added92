"""`organizations.yaml`: the tree of the public body and its units, with the ways to reach each."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from pendapa.catalogue.loader.channels import ChannelPlan, read_channels
from pendapa.catalogue.loader.reading import Section
from pendapa.people.models import Organization

FILE = "organizations.yaml"
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class OrganizationPlan:
    """An organisation as the folder wants it; `parent` is the code of the one above ("" for the root)."""

    code: str
    parent: str
    values: dict[str, Any]
    channels: list[ChannelPlan] = field(default_factory=list)


def read_organizations(file: Section) -> list[OrganizationPlan]:
    """The organisations, each after its parent."""
    plans: list[OrganizationPlan] = []
    seen: dict[str, int] = {}
    for section in file.sections("organizations"):
        _read_branch(section, "", plans, seen)
    file.finish()
    return plans


def _read_branch(section: Section, parent: str, plans: list[OrganizationPlan], seen: dict[str, int]) -> None:
    code = read_code(section, "code")
    if code in seen:
        section.fault(
            _("The code “{code}” is used twice: first on line {line}.").format(code=code, line=seen[code]), "code"
        )
    elif code:
        seen[code] = section.line_of("code")
    name = section.words("name", longest=200)
    values = {
        "name": name.get("id", ""),
        "name_en": name.get("en", ""),
        "short_name": section.text("short_name", required=False, longest=60),
        "kind": section.choice("kind", list(Organization.Kind.values), required=False) or Organization.Kind.UNIT,
        "region_code": _read_region_code(section),
        "address": section.text("address", required=False),
        "phone": section.text("phone", required=False, longest=40),
        "email": _read_email(section),
    }
    plans.append(OrganizationPlan(code, parent, values, read_channels(section, "channels")))
    for unit in section.sections("units", required=False):
        _read_branch(unit, code, plans, seen)
    section.finish()


def read_code(section: Section, key: str, *, required: bool = True, longest: int = 40) -> str:
    """A short name for addresses: small letters, digits, single hyphens."""
    code = section.text(key, required=required, longest=longest)
    if code and not is_code(code):
        section.fault(_("“{key}” consists of small letters, digits and single hyphens.").format(key=key), key)
        return ""
    return code


def is_code(text: str) -> bool:
    return _CODE.fullmatch(text) is not None


def _read_region_code(section: Section) -> str:
    code = section.text("region_code", required=False)
    if code and not re.fullmatch(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?", code):
        section.fault(_("“region_code” is written as 33, 33.74, 33.74.01 or 33.74.01.1001."), "region_code")
        return ""
    return code


def _read_email(section: Section) -> str:
    email = section.text("email", required=False)
    try:
        if email:
            validate_email(email)
    except ValidationError:
        section.fault(_("“{email}” is not an e-mail address.").format(email=email), "email")
        return ""
    return email
