"""The client script meets no fault in either format, whatever a service asks and however its number is given."""

from typing import Any

import pytest

from pendapa.exchange.models import TopicAttribute, TopicProfile
from pendapa.exchange.tests.factories import make_asking_topic, make_key
from tests.inspection.open311 import walk
from tests.inspection.reporting import table


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("delivery", ["realtime", "batch"])
def test_every_call_in_both_formats_fits_the_specification(live_server: Any, delivery: str) -> None:
    topic = make_asking_topic()
    TopicAttribute.objects.update(is_required=True)
    TopicProfile.objects.create(topic=topic, delivery=delivery, description="Lampu", keywords="lampu, jalan")
    _key, secret = make_key()
    rows = list(walk(f"{live_server.url}/open311/v2", secret))
    print(table(("call", "format", "fault"), rows))
    assert [row for row in rows if row[2]] == []
