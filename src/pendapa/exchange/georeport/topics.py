"""Services as GeoReport v2 has them: the topics of complaints, and one for whatever fits none."""

from typing import Any

from django.utils.translation import gettext as _

from pendapa.complaints.models import Topic
from pendapa.complaints.queries import active_topics
from pendapa.exchange.georeport.refusals import Refusal
from pendapa.exchange.models import TopicAttribute, TopicProfile, is_english

OTHER = "lainnya"
"""The code of what has no topic: no door is the wrong one."""


def service_list() -> list[dict[str, Any]]:
    """Every service that can be reported to, by name; the one for the rest last."""
    topics = active_topics().select_related("open311").prefetch_related("attributes")
    rows = [_service(topic) for topic in topics]
    return rows if any(row["service_code"] == OTHER for row in rows) else [*rows, _other()]


def topic_of_code(code: str) -> Topic | None:
    """The topic of a service code, None for the service of the rest. Raises Refusal for a code that is none."""
    topic = active_topics().select_related("open311").prefetch_related("attributes").filter(slug=code).first()
    if topic is None and code != OTHER:
        raise Refusal(404, _("service_code {code} was not found.").format(code=code[:80]))
    return topic


def definition_of(topic: Topic | None) -> dict[str, Any]:
    """What is asked besides for one service."""
    attributes = list(topic.attributes.all()) if topic else []
    return {
        "service_code": topic.slug if topic else OTHER,
        "attributes": [_attribute(one, order) for order, one in enumerate(attributes, start=1)],
    }


def profile_of(topic: Topic | None) -> TopicProfile:
    """What is said of a topic; an empty one where nothing is."""
    return getattr(topic, "open311", None) or TopicProfile()


def notice_of(profile: TopicProfile) -> str | None:
    """What happens next, as told to whoever reports."""
    return (profile.notice_en if is_english() and profile.notice_en else profile.notice) or None


def name_of(topic: Topic | None) -> str:
    return topic.local_name if topic else _("Something else, or not sure")


def _service(topic: Topic) -> dict[str, Any]:
    profile = profile_of(topic)
    description = profile.description_en if is_english() and profile.description_en else profile.description
    return {
        "service_code": topic.slug,
        "service_name": topic.local_name,
        "description": description or None,
        "metadata": bool(topic.attributes.all()),
        "type": profile.delivery,
        "keywords": profile.keywords or None,
        "group": profile.group or (topic.unit.local_name if topic.unit else None),
    }


def _other() -> dict[str, Any]:
    return {
        "service_code": OTHER,
        "service_name": name_of(None),
        "description": _("We find the right unit."),
        "metadata": False,
        "type": TopicProfile.Delivery.REALTIME.value,
        "keywords": None,
        "group": None,
    }


def _attribute(one: TopicAttribute, order: int) -> dict[str, Any]:
    row: dict[str, Any] = {
        "variable": one.is_asked,
        "code": one.code,
        "datatype": one.datatype,
        "required": one.is_required and one.is_asked,
        "datatype_description": one.local_hint or None,
        "order": order,
        "description": one.local_description,
    }
    if one.is_list:
        row["values"] = [{"key": key, "name": name} for key, name in one.local_choices.items()]
    return row
