"""Files that the verification page can check beside our documents: declared by those who know them.

`settings.PENDAPA_OTHER_PROOFS` names them by dotted path; packages of this floor never import each other.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class OtherProof:
    """A kind of file: whether one is meant to be of it, and the page that answers for one."""

    is_meant_by: Callable[[bytes], bool]
    answer: Callable[[HttpRequest, bytes], HttpResponse]


def other_proof_for(content: bytes) -> OtherProof | None:
    """Who answers for this file; None when it is for us."""
    proofs: list[OtherProof] = [import_string(path) for path in settings.PENDAPA_OTHER_PROOFS]
    return next((proof for proof in proofs if proof.is_meant_by(content)), None)
