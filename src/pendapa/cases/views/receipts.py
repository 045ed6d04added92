"""The receipt of the public log that a person may take along."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pendapa.cases.actions import open_as_staff
from pendapa.cases.kinds import is_sealed
from pendapa.cases.permissions import as_party
from pendapa.cases.queries import cases_of_party
from pendapa.cases.queries.receipts import log_receipt_of
from pendapa.cases.views.tracking import elsewhere
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import NotFound
from pendapa.people.pages import ActorRequest, public_page


@public_page
@never_cache
@require_safe
def log_receipt(request: ActorRequest, number: str) -> HttpResponse:
    """All that the public log tells of the case, with the proofs; for whoever may see the tracking page."""
    case = cases_of_party(request.actor).filter(number=normalise_number(number)).first()
    if case is None:
        return elsewhere(None, number)
    if request.actor.is_staff:
        open_as_staff(as_party(request.actor, case), case, at=timezone.now())
    receipt = log_receipt_of(case)
    if receipt is None and is_sealed(case):
        raise NotFound(_("Your matter stands in the public log from tomorrow. Then you find its proof here."))
    if receipt is None:
        raise NotFound(_("Your matter is just being written into the public log. Try again in a few seconds."))
    response = HttpResponse(receipt, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{case.number}-bukti.json"'
    return response
