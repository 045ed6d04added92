"""Whatever is thrown at a door, by GET or POST and by whom, is refused plainly: never a fault of ours."""

from itertools import product
from typing import Any

import pytest
from django.test import Client, override_settings

from tests.addresses import all_addresses
from tests.hall import HALL_SETTINGS, build_hall, taken_back

GARBAGE: dict[str, dict[str, Any]] = {
    "words": {"revision": "many", "outcome": "\U0001f4a5", "account": "-1", "key": "no key", "body": "x" * 9000},
    "numbers": {"revision": "9" * 40, "fields_to_correct": ["9" * 40], "account": "9" * 40, "is_upheld": "3"},
    "signs": {"revision": "\x00", "body": "\x00", "note": "￾", "_remove": ":", "_search": "'", "q": "%"},
}
WHO = {"unknown", "party", "head", "administrator"}


@pytest.mark.django_db
@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_garbage_is_refused_plainly_at_every_door(garbage: dict[str, Any]) -> None:
    faults = []
    with override_settings(**HALL_SETTINGS):
        hall = build_hall()
        visitors = [one for one in hall.visitors if one.label in WHO]
        known = [one for one in all_addresses() if all(name in hall.samples for name in one.parameters)]
        for address, visitor in product(known, visitors):
            with taken_back():
                client = Client(raise_request_exception=False)
                visitor.enter(client)
                path = address.filled(hall.samples)
                answers = [client.post(path, garbage), client.get(path, garbage)]
            faults += [f"/{address.route} as {visitor.label}" for one in answers if one.status_code >= 500]
    assert faults == []
