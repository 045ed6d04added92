"""How often one address may write or try a phrase: counted in the memory of one process, under a key it never tells.

Guessing is hopeless anyhow (75 bits); the limit keeps the slow derivation from being used to tire the server. Many
people may come from one address (Tor, a mobile network), so it is wide.
"""

import hashlib
import hmac
import os
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pendapa.kernel.problems import TooMany
from pendapa.people.visitors import address_of, counted_in_process

SECONDS: Final = 900
MOST_TRIES: Final = 60
MOST_REPORTS: Final = 20
MOST_PASSPHRASES: Final = 10
_KEY: Final = os.urandom(32)


def count_try(request: HttpRequest) -> None:
    """Count one phrase tried; raises TooMany beyond sixty of an address within 15 minutes (in each process)."""
    _count("try", address_of(request), MOST_TRIES)


def count_report(request: HttpRequest) -> None:
    """Count one report or further letter; raises TooMany beyond twenty of an address within 15 minutes."""
    _count("report", address_of(request), MOST_REPORTS)


def count_passphrase(account_id: str) -> None:
    """Count one passphrase typed by a keeper; raises TooMany beyond ten within 15 minutes."""
    _count("passphrase", account_id, MOST_PASSPHRASES)


def _count(what: str, who: str, most: int) -> None:
    key = "whistle:" + hmac.new(_KEY, f"{what}:{who}".encode(), hashlib.sha256).hexdigest()
    if counted_in_process(key, SECONDS) > most:
        raise TooMany(_("There were too many attempts. Wait 15 minutes, then try again."))
