"""Every address of the program declares who may enter: a forgotten door fails here, not in the newspaper."""

import pytest

from tests.addresses import Address, all_addresses

# Answers to machines, guarded by their own means, and a list of places whose package stands below `people`.
OPEN_BY_NATURE = {"healthz", "readyz", "metrics", "regions:suggestions"}


@pytest.mark.parametrize("address", all_addresses(), ids=lambda address: address.route)
def test_every_address_has_a_declared_door(address: Address):
    assert address.door or address.name in OPEN_BY_NATURE, (
        f"/{address.route} ({address.view}) declares no door: use public_page, person_page or staff_page"
    )


def test_the_desk_is_behind_the_staff_door():
    wrong = [a.route for a in all_addresses() if a.route.startswith("meja/") and a.door != "staff"]
    assert not wrong


def test_what_is_of_one_s_account_is_behind_the_person_s_door():
    wrong = [a.route for a in all_addresses() if a.route.startswith("akun/") and a.door not in {"person", "staff"}]
    assert not wrong
