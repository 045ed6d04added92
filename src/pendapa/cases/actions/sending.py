"""Sending once: what is handed in under a key is opened once, however often and from wherever it is sent."""

from collections.abc import Callable
from typing import TypeVar

from django.db import IntegrityError, transaction

Receipt = TypeVar("Receipt")
ATTEMPTS = 5
"""A number that is taken already is drawn again; five in a row do not happen."""


def open_once(open_it: Callable[[], Receipt], sent_before: Callable[[], Receipt | None]) -> Receipt:
    """What `open_it` gives, in one transaction; what was opened meanwhile under the same key, where there is such.

    Two that are sent at one time both try: the second fails on the first's key and gives its receipt. An IntegrityError
    without such a receipt comes of a number that another case has: it is tried anew. Anything else is raised.
    """
    for _attempt in range(ATTEMPTS - 1):
        try:
            with transaction.atomic():
                return open_it()
        except Exception as refused:
            sent = sent_before()
            if sent is not None:
                return sent
            if not isinstance(refused, IntegrityError):
                raise
    with transaction.atomic():
        return open_it()
