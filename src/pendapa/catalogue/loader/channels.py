"""The `channels` of a service or a unit: the ways to reach it, with their opening hours."""

from dataclasses import dataclass
from typing import Any

from pendapa.catalogue.loader.hours import read_hours
from pendapa.catalogue.loader.reading import Section
from pendapa.catalogue.models import Channel


@dataclass(frozen=True, slots=True)
class ChannelPlan:
    """A channel as the folder wants it; its order is its place in the list."""

    kind: str
    values: dict[str, Any]


def read_channels(section: Section, key: str) -> list[ChannelPlan]:
    """The channels of the list under `key`."""
    plans = []
    for channel in section.sections(key, required=False):
        kind = channel.choice("kind", list(Channel.Kind.values))
        hours = channel.section("hours", required=False)
        values = {
            "name": channel.words("name", longest=200),
            "note": channel.words("note", required=False, longest=500),
            "address": channel.text("address", required=kind in (Channel.Kind.COUNTER,)),
            "contact": channel.text("contact", required=kind in _WITH_CONTACT, longest=200),
            "hours": read_hours(hours) if hours else [],
        }
        channel.finish()
        plans.append(ChannelPlan(kind, values))
    return plans


_WITH_CONTACT = (Channel.Kind.PHONE, Channel.Kind.MESSAGE, Channel.Kind.EMAIL)
