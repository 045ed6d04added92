"""The way to a case: by number and secret, or by the link that holds both."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from pendapa.cases.actions import open_with_secret
from pendapa.cases.forms import FindForm
from pendapa.cases.models import Case
from pendapa.cases.queries import cases_of_account
from pendapa.kernel.identifiers import normalise_number
from pendapa.kernel.problems import TooMany
from pendapa.people.middleware import remember_secret
from pendapa.people.pages import ActorRequest, public_page
from pendapa.people.visitors import address_of

SHOWN_CASES = 20


@public_page
@never_cache
@sensitive_post_parameters("secret")
def find(request: ActorRequest) -> HttpResponse:
    if request.method == "POST":
        return _open_with_form(request)
    number = request.GET.get("nomor", "")[:60]
    return _render_form(request, FindForm(initial={"number": normalise_number(number) or number}))


@public_page
@never_cache
@require_safe
@sensitive_variables("secret")
def open_by_link(request: ActorRequest, number: str, secret: str) -> HttpResponse:
    """The link of a receipt or an e-mail: remembers the secret in the session and leaves it out of the address."""
    try:
        case = open_case_for_session(request, number, secret)
    except TooMany as refused:
        form = FindForm({"number": number})
        form.errors.clear()
        form.add_error(None, str(refused))
        return _render_form(request, form, status=refused.status)
    if case is None:
        form = FindForm({"number": normalise_number(number) or number[:60]})
        form.errors.clear()
        form.add_error(None, _("This link does not open a matter. Type number and code from your receipt."))
        return _render_form(request, form, status=404)
    return redirect("cases:track", case.number)


@sensitive_variables("secret")
def open_case_for_session(request: HttpRequest, number: str, secret: str) -> Case | None:
    """The case that the pair opens, remembered in the session; None for a wrong pair. Raises TooMany."""
    case = open_with_secret(address_of(request), number, secret, at=timezone.now())
    if case is None:
        return None
    if not request.user.is_authenticated:
        request.session.cycle_key()
    remember_secret(request, str(case.pk))
    return case


def _open_with_form(request: ActorRequest) -> HttpResponse:
    form = FindForm(request.POST)
    if not form.is_valid():
        return _render_form(request, form, status=422)
    try:
        case = open_case_for_session(request, form.cleaned_data["number"], form.cleaned_data["secret"])
    except TooMany as refused:
        form.add_error(None, str(refused))
        return _render_form(request, form, status=refused.status)
    if case is None:
        form.add_error(None, _("Number and code do not belong together. Compare both with your receipt, sign by sign."))
        return _render_form(request, form, status=422)
    return redirect("cases:track", case.number)


def _render_form(request: ActorRequest, form: FindForm, *, status: int = 200) -> HttpResponse:
    cases = list(cases_of_account(request.user)[:SHOWN_CASES]) if request.user.is_authenticated else []
    return render(request, "cases/find.html", {"form": form, "cases": cases}, status=status)
