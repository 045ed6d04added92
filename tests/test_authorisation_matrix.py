"""Every role at every door meets what was agreed; `python -m tests.authorisation_matrix --write` renews the table."""

import sys

import pytest

from tests.authorisation import TABLE, read_table, write_table
from tests.hall import walk

pytestmark = pytest.mark.xdist_group("matrix")


@pytest.mark.django_db
def test_every_role_meets_what_the_agreed_table_says_at_every_door():
    now, agreed = walk(), read_table()
    write_table(now, sys.stdout)
    differences = []
    for (method, route), answers in now.items():
        expected = agreed.get((method, route), {})
        differences += [
            f"{method} /{route} as {visitor}: agreed {expected.get(visitor, 'nothing')}, met {answer}"
            for visitor, answer in answers.items()
            if expected.get(visitor) != answer
        ]
    gone = [
        f"{method} /{route} is agreed in {TABLE.name} but no longer there"
        for method, route in agreed.keys() - now.keys()
    ]
    assert not differences + gone, "\n".join(sorted(differences + gone)[:60])


@pytest.mark.django_db
def test_no_door_answers_a_visitor_with_a_fault_of_ours():
    faults = [
        f"{method} /{route} as {visitor}: {answer}"
        for (method, route), answers in walk().items()
        for visitor, answer in answers.items()
        if answer.startswith("5")
    ]
    assert not faults, "\n".join(faults)
