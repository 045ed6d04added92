"""What can happen to the catalogue. Published standards and pledges enter the public log whole: they are promises."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from pendapa.journal.verbs import Audience, Public, verb


@verb("standard.drafted", audience=Audience.STAFF)
class StandardDrafted:
    """A new version was written, or the open draft was changed; `digest` identifies its content."""

    service: str
    version: int
    digest: str
    sentence = _("Version {version} of the service standard was drafted.")


@verb("standard.submitted", audience=Audience.STAFF)
class StandardSubmitted:
    """A draft was handed over for review."""

    service: str
    version: int
    digest: str
    sentence = _("Version {version} of the service standard was submitted for review.")


@verb("standard.returned", audience=Audience.STAFF)
class StandardReturned:
    """A standard was sent back from review; `reason` says what must be changed."""

    service: str
    version: int
    reason: str
    sentence = _("Version {version} of the service standard was returned: {reason}")


@verb("standard.published", audience=Audience.PUBLIC)
class StandardPublished:
    """A version took effect, and superseded the one before. `standard` is the whole of it, in both languages."""

    service: Public[str]
    version: Public[int]
    unit: Public[str]
    valid_from: Public[str]
    digest: Public[str]
    standard: Public[dict[str, Any]]
    sentence = _("Version {version} of the service standard was published.")
    log_sentence = _("{unit} published version {version} of the standard of the service {service}.")
    log_safety = "A promise of a public body to everybody, published by law; whoever wrote or approved it is not told."


@verb("pledge.published", audience=Audience.PUBLIC)
class PledgePublished:
    """A unit signed a pledge to keep its standards. `pledge` is all of it but the name of who signed."""

    unit: Public[str]
    version: Public[int]
    signed_on: Public[str]
    digest: Public[str]
    pledge: Public[dict[str, Any]]
    signed_by: str
    sentence = _("Version {version} of the service pledge was published.")
    log_sentence = _("{unit} published version {version} of its service pledge.")
    log_safety = (
        "The words of a public promise and the office that signed it; the name of its holder is only committed to."
    )


@verb("catalogue.loaded", audience=Audience.STAFF)
class CatalogueLoaded:
    """A folder of services was loaded and changed something; the counts are of things created and changed."""

    folder: str
    created: int
    changed: int
    sentence = _("The folder {folder} was loaded: {created} new, {changed} changed.")
