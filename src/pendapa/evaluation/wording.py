"""The words of an index: categories, elements, groups, as PermenPANRB 14/2017 names them."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pendapa.evaluation.forms import AGE_BANDS, EDUCATION, OCCUPATIONS, SEXES

CATEGORY_WORDS: dict[str, Promise] = {
    "A": _("Very good"),
    "B": _("Good"),
    "C": _("Less good"),
    "D": _("Not good"),
}
CATEGORY_TONES = {"A": "good", "B": "good", "C": "caution", "D": "danger"}
ELEMENT_NAMES: dict[str, Promise] = {
    "u1": _("Requirements"),
    "u2": _("System, mechanism and procedure"),
    "u3": _("Completion time"),
    "u4": _("Cost or tariff"),
    "u5": _("Product specification"),
    "u6": _("Competence of staff"),
    "u7": _("Conduct of staff"),
    "u8": _("Handling of complaints, suggestions and input"),
    "u9": _("Facilities"),
}
PART_NAMES: dict[str, Promise] = {
    "sex": _("Sex"),
    "age_band": _("Age"),
    "education": _("Education"),
    "occupation": _("Occupation"),
}
_CHOICES: dict[str, list[tuple[str, str | Promise]]] = {
    "sex": SEXES,
    "age_band": AGE_BANDS,
    "education": EDUCATION,
    "occupation": OCCUPATIONS,
}


def known_values(part: str) -> frozenset[str]:
    """The values that a part of the profile may have; empty for "rather not say"."""
    return frozenset(value for value, _label in _CHOICES[part])


def group_name(part: str, keys: Sequence[str]) -> str:
    """The name of a group of respondents, of several where small ones were taken together."""
    labels = dict(_CHOICES[part])
    named = [gettext("Not told") if key == "" else str(labels.get(key, key)) for key in keys]
    return ", ".join(named)
