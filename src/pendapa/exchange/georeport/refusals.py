"""Refusals in the words of GeoReport v2: a list of errors, with the HTTP status of the first."""

from django.http import HttpResponse

from pendapa.exchange.georeport.formats import answer
from pendapa.kernel.problems import Problem


class Refusal(Exception):
    """Why a request is not answered: an HTTP status of 4xx, and a sentence for each thing that is wrong."""

    def __init__(self, status: int, *sentences: str) -> None:
        self.status = status
        self.sentences = sentences
        super().__init__(*sentences)


def refusal_of(problem: Problem) -> Refusal:
    """What our own problem is called there: what must be corrected is a 400."""
    sentences = [f"{NAMES.get(error.field, error.field)}: {error.message}" for error in problem.errors]
    return Refusal(400 if problem.status == 422 else problem.status, *(sentences or [str(problem)]))


def refuse(form: str, refusal: Refusal) -> HttpResponse:
    """The answer to what is refused."""
    rows = [{"code": refusal.status, "description": sentence} for sentence in refusal.sentences]
    return answer(form, "errors", rows, refusal.status)


NAMES = {"text": "description", "photos": "media"}
"""What our fields are called in GeoReport."""
