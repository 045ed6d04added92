"""The writes about what is said and asked of a topic."""

from datetime import datetime
from typing import Any

from django.db import transaction

from pendapa.complaints.models import Topic
from pendapa.exchange.models import TopicAttribute, TopicProfile
from pendapa.exchange.permissions import OPEN311_MANAGE
from pendapa.exchange.verbs import TopicSaved
from pendapa.journal.actions import Subject, record
from pendapa.journal.actors import Actor
from pendapa.notices.permissions import the_house
from pendapa.people.permissions import acting_as, require


@transaction.atomic
def save_profile(actor: Actor, topic: Topic, given: dict[str, Any], *, at: datetime) -> TopicProfile:
    """Set what a list of services says of a topic."""
    require(actor, OPEN311_MANAGE, the_house())
    profile, _is_new = TopicProfile.objects.update_or_create(topic=topic, defaults=given)
    _record(actor, topic, at=at)
    return profile


@transaction.atomic
def save_attribute(actor: Actor, topic: Topic, code: str, given: dict[str, Any], *, at: datetime) -> TopicAttribute:
    """Set one thing that is asked besides, under its code."""
    require(actor, OPEN311_MANAGE, the_house())
    attribute, _is_new = TopicAttribute.objects.update_or_create(topic=topic, code=code, defaults=given)
    _record(actor, topic, at=at)
    return attribute


@transaction.atomic
def drop_attribute(actor: Actor, topic: Topic, code: str, *, at: datetime) -> None:
    """Ask it no more; answers given so far are kept."""
    require(actor, OPEN311_MANAGE, the_house())
    TopicAttribute.objects.filter(topic=topic, code=code).delete()
    _record(actor, topic, at=at)


def _record(actor: Actor, topic: Topic, *, at: datetime) -> None:
    happened = TopicSaved(topic=topic.name, attributes=topic.attributes.count())
    subject = Subject("complaint_topic", topic.slug)
    record(actor, happened, subject, at=at, **acting_as(actor, OPEN311_MANAGE, the_house()))
