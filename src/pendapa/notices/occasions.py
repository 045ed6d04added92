"""What people are told about: declared values, named in the settings by the packages that know them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from pendapa.notices.channels import Channel

NEWS = frozenset({Channel.EMAIL, Channel.PUSH})
"""Worth a mail: what a person waits for."""
PROGRESS = frozenset({Channel.PUSH})
"""Seen on the device and in the account; a mail would be too much."""
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something people are told about.

    `title` (a line: subject of a mail, heading on a device, all of an SMS) and `body` are what the program says unless
    the body has its own words; `placeholders` name what may stand in braces there, each with an example.
    `channels` are those of a person who chose nothing. An urgent one waits for no digest.
    """

    key: str
    label: str | Promise
    title: str | Promise
    body: str | Promise
    placeholders: Mapping[str, str]
    channels: frozenset[Channel] = NEWS
    is_urgent: bool = False


ANY_NEWS = Occasion(
    key="news",
    label=_("Other news"),
    title="{title}",
    body="{text}",
    placeholders={"title": "Kabar", "text": "…"},
)


@cache
def declared_occasions() -> Mapping[str, Occasion]:
    """Every occasion by its key, in the order of `PENDAPA_NOTICE_OCCASIONS` (dotted paths of sequences).

    Raises ImportError for a wrong path.
    """
    lists = [import_string(path) for path in getattr(settings, "PENDAPA_NOTICE_OCCASIONS", ())]
    return {one.key: one for occasions in lists for one in occasions}


def occasion_of(key: str) -> Occasion:
    """The occasion of this key; raises KeyError for one that no package declares."""
    return ANY_NEWS if key == ANY_NEWS.key else declared_occasions()[key]


def unknown_placeholders(text: str, occasion: Occasion) -> list[str]:
    """What stands in braces in a text and the occasion does not have, in order; a lone brace counts as well."""
    strange = [name for name in PLACEHOLDER.findall(text) if name not in occasion.placeholders]
    rest = PLACEHOLDER.sub("", text)
    return [*strange, *(brace for brace in "{}" if brace in rest)]


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """The text with what stands in braces replaced; what is not known is left out."""
    return PLACEHOLDER.sub(lambda found: values.get(found.group(1), ""), text)
