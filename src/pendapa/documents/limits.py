"""How often one address may ask: enough for people, too little for guessing."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from pendapa.kernel.problems import TooMany
from pendapa.people.visitors import address_of, counted_in_process

QUESTIONS = 30
SECONDS = 60


def count_question(request: HttpRequest) -> None:
    """Count one question of the visitor's address; raises TooMany beyond thirty a minute (in each process)."""
    if counted_in_process(f"documents.verify:{address_of(request)}", SECONDS) > QUESTIONS:
        raise TooMany(_("You have asked many times in a short while. Please wait a minute and try again."))
