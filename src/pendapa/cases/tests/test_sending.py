"""What is sent under one key is opened once; a number that is taken is drawn again."""

import pytest
from django.db import IntegrityError

from pendapa.cases.actions import open_once
from pendapa.kernel.problems import Invalid

pytestmark = pytest.mark.django_db


def failing(times: int, fault: Exception, then: str = "receipt"):
    left = [times]

    def open_it() -> str:
        if left[0]:
            left[0] -= 1
            raise fault
        return then

    return open_it


def test_a_number_that_is_taken_is_drawn_again() -> None:
    assert open_once(failing(4, IntegrityError()), lambda: None) == "receipt"
    with pytest.raises(IntegrityError):
        open_once(failing(5, IntegrityError()), lambda: None)


def test_what_another_sent_meanwhile_is_given_whatever_it_failed_on() -> None:
    for fault in (IntegrityError(), Invalid("Gone.")):
        assert open_once(failing(1, fault), lambda: "theirs") == "theirs"


def test_what_is_wrong_is_told_at_once() -> None:
    with pytest.raises(Invalid):
        open_once(failing(1, Invalid("Wrong.")), lambda: None)
