"""How often one address may ask: enough for people, too little for guessing."""

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.translation import gettext as _

from pendapa.kernel.problems import TooMany
from pendapa.people.visitors import address_of

QUESTIONS = 30
SECONDS = 60


def count_question(request: HttpRequest) -> None:
    """Count one question of the visitor's address; raises TooMany beyond thirty a minute (in each process)."""
    key = f"documents.verify:{address_of(request)}"
    counts = caches["process"]
    counts.add(key, 0, SECONDS)
    try:
        asked = counts.incr(key)
    except ValueError:  # it ran out between the two steps
        return
    if asked > QUESTIONS:
        raise TooMany(_("You have asked many times in a short while. Please wait a minute and try again."))
