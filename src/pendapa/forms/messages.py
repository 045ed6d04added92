"""What to tell a person about an answer: plain, saying what to do, never a library's own words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pendapa.forms.nik import NikFault
from pendapa.forms.structure import FormField, Kind


def missing_message(field: FormField) -> str:
    """For a required field without an answer."""
    if field.missing:
        return str(field.missing)
    if field.kind is Kind.PLACE:
        return place_message("village")
    if field.kind is Kind.DECLARATION:
        return _("Tick the statement to go on.")
    label = str(field.label)
    if label.endswith("?"):
        return _("Answer the question “%(question)s”") % {"question": label}
    spoken = {"label": _within_sentence(label)}
    if field.kind is Kind.FILES:
        return _("Add %(label)s.") % spoken
    if field.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO):
        return _("Choose %(label)s.") % spoken
    return _("Fill in %(label)s.") % spoken


def unreadable_message(field: FormField) -> str:
    """For an answer that is not of the field's kind."""
    spoken = {"label": _within_sentence(str(field.label))}
    match field.kind:
        case Kind.DATE:
            return _("Write a real date with day, month and year, such as 17 8 1990.")
        case Kind.MONEY:
            return _("Write the amount in whole rupiah, such as 1.500.000.")
        case Kind.NUMBER:
            if field.schema.get("type") == "integer":
                return _("Write a whole number, such as 12.")
            return _("Write a number, such as 12,5.")
        case Kind.PHONE:
            return _("Write a phone number that can be called, such as 0812 3456 7890.")
        case Kind.EMAIL:
            return _("Write an e-mail address such as name@example.com.")
        case Kind.CHOICE | Kind.CHOICES | Kind.YES_NO:
            return _("Choose one of the answers given for %(label)s.") % spoken
        case Kind.FILES:
            return _("This file cannot be used. Choose it again.")
        case _:
            return _("Write %(label)s again; what arrived cannot be read.") % spoken


def nik_message(fault: NikFault) -> str:
    """For each way in which a NIK can be wrong."""
    return {
        NikFault.LENGTH: _("Write the 16 digits of the NIK on your identity card."),
        NikFault.PLACE: _("The first six digits are not the code of a place. Compare the NIK with your identity card."),
        NikFault.DATE: _("Digits 7 to 12 are not a date of birth. Compare the NIK with your identity card."),
        NikFault.SERIAL: _("The last four digits cannot be 0000. Compare the NIK with your identity card."),
        NikFault.OTHER_BIRTH_DATE: _("This NIK has another date of birth. Compare both with your identity card."),
        NikFault.OTHER_SEX: _("This NIK does not agree with the sex you chose. Compare both with your identity card."),
        NikFault.OTHER_REGION: _("This NIK was not given out in this region. Compare it with your identity card."),
    }[fault]


def date_bound_message(field: FormField, *, too_late: bool, bound: str) -> str:
    """For a date outside `x-earliest` and `x-latest`; `bound` is the day as people write it."""
    if too_late and field.latest == "today":
        return _("This date lies in the future. Write a date up to today.")
    if too_late:
        return _("Write a date not later than %(day)s.") % {"day": bound}
    if field.earliest == "today":
        return _("This date has passed. Write a date from today on.")
    return _("Write a date not earlier than %(day)s.") % {"day": bound}


def place_message(part: str) -> str:
    """For a place whose `part` ("village" or "street") is missing or unknown."""
    if part == "street":
        return _("Write the street, house number or hamlet, at least 3 letters.")
    return _("Search for the village or kelurahan and choose it from the list.")


def schema_message(field: FormField, kind: Any, value: Any) -> str:
    """For the first error that JSON Schema finds: `kind` is the validator's error kind."""
    limit: Any = getattr(kind, "limit", None)
    label = str(field.label)
    shown = {"label": label, "limit": limit}
    match kind.name:
        case "minLength":
            if str(value).strip() == "":
                return missing_message(field)
            return (
                ngettext("%(label)s has at least %(limit)s letter.", "%(label)s has at least %(limit)s letters.", limit)
                % shown
            )
        case "maxLength":
            shown |= {"label": _within_sentence(label), "length": len(value)}
            return _("Shorten %(label)s to %(limit)s letters; now there are %(length)s.") % shown
        case "minimum" | "exclusiveMinimum":
            shown["limit"] = _number(field, limit)
            return _("%(label)s is at least %(limit)s.") % shown
        case "maximum" | "exclusiveMaximum":
            shown["limit"] = _number(field, limit)
            return _("%(label)s is at most %(limit)s.") % shown
        case "multipleOf":
            return _("%(label)s is a multiple of %(limit)s.") % (shown | {"limit": getattr(kind, "multiple_of", "")})
        case "minItems":
            return _few_items(field, limit, value)
        case "maxItems" if field.kind is Kind.FILES:
            return ngettext("Keep at most %(limit)s file.", "Keep at most %(limit)s files.", limit) % shown
        case "maxItems":
            return _("Choose at most %(limit)s.") % shown
        case "pattern" if field.error:
            return str(field.error)
        case "constant":
            return missing_message(field)
    return unreadable_message(field)


def _few_items(field: FormField, limit: int, value: Any) -> str:
    if not value:
        return missing_message(field)
    if field.kind is Kind.FILES:
        return ngettext("Add at least %(limit)s file.", "Add at least %(limit)s files.", limit) % {"limit": limit}
    return _("Choose at least %(limit)s.") % {"limit": limit}


def _number(field: FormField, limit: Any) -> str:
    grouped = f"{limit:,}".replace(",", ".") if isinstance(limit, int) else str(limit).replace(".", ",")
    return f"Rp{grouped}" if field.kind is Kind.MONEY else grouped


def _within_sentence(label: str) -> str:
    """A label inside a sentence: its first letter small, unless it opens an abbreviation such as NIK."""
    first = label.split(maxsplit=1)[0] if label.strip() else ""
    return label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]
