"""What can be asked by SMS or chat about a case: CEK and its number; and BANTUAN, which says what can be asked."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.debug import sensitive_variables

from pendapa.cases.actions.attempts import open_with_secret
from pendapa.cases.kinds import kind_of, related_of_kinds
from pendapa.cases.models import Case
from pendapa.kernel.calendar import local_date
from pendapa.kernel.identifiers import normalise_number
from pendapa.notices.inbound import InboundCommand, InboundText, usages
from pendapa.notices.rules import normal_phone
from pendapa.ui.body import body_name
from pendapa.ui.formatting import body_date


@sensitive_variables("secret")
def check_case(text: InboundText, at: datetime) -> str:
    """Where a case stands: told to the telephone that its person gave, and to whoever knows its secret."""
    number, secret = _number_and_secret(text.rest)
    if not number:
        return _("Write CEK and the number of your matter, for example CEK SKU-7Q2M-48KX.")
    case = _case_of_sender(number, text.phone)
    if case is None and secret:
        case = open_with_secret(f"{text.channel}:{text.sender}", number, secret, at=at)
    if case is None:
        return _(
            "We found no matter {number} of this telephone. Write CEK, the number and the secret code on your receipt."
        ).format(number=number)
    return _standing_of(case, at)


def tell_usage(text: InboundText, at: datetime) -> str:
    """What can be written to us."""
    return "\n".join([_("{body}. You can write:").format(body=body_name()), *usages()])


CHECK = InboundCommand(
    "CEK", check_case, gettext_lazy("CEK <number>: where your matter stands"), other_words=("STATUS", "CHECK")
)
HELP = InboundCommand("BANTUAN", tell_usage, gettext_lazy("BANTUAN: this help"), other_words=("HELP", "INFO", "TOLONG"))


def _number_and_secret(rest: str) -> tuple[str, str]:
    """A number may be written with spaces; what stands behind it is the secret."""
    words = rest.split()
    for count in range(1, min(len(words), 4) + 1):
        number = normalise_number(" ".join(words[:count]))
        if number:
            return number, " ".join(words[count:])
    return "", ""


def _case_of_sender(number: str, phone: str) -> Case | None:
    case = Case.objects.select_related("unit", "applicant", *related_of_kinds()).filter(number=number).first()
    if case is None or not phone:
        return None
    known = [case.contact_phone, case.applicant.phone if case.applicant else ""]
    return case if phone in [normal_phone(one) for one in known if one] else None


def _standing_of(case: Case, at: datetime) -> str:
    with override(case.language_of_person):
        now = kind_of(case).situation(case, local_date(at))
        parts = [f"{case.number}: {now.headline.rstrip('.')}.", now.what_to_do]
        if now.by is not None:
            parts.append(_("By {day}.").format(day=body_date(now.by)))
        parts.append(settings.PENDAPA_PUBLIC_URL + reverse("cases:track", args=[case.number]))
        return " ".join(filter(None, parts))
