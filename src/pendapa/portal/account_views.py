"""The signed-in person's own pages: their matters, their drafts, and who has looked at their data."""

from django.http import HttpResponse
from django.shortcuts import render

from pendapa.applications.queries import drafts_of_account
from pendapa.cases.queries import accesses_to_data_of, cases_of_account
from pendapa.people.pages import PersonRequest, person_page


@person_page
def overview(request: PersonRequest) -> HttpResponse:
    return render(
        request,
        "portal/account.html",
        {"cases": list(cases_of_account(request.user)[:50]), "drafts": list(drafts_of_account(request.actor)[:20])},
    )


@person_page
def traces(request: PersonRequest) -> HttpResponse:
    return render(request, "portal/traces.html", {"accesses": accesses_to_data_of(request.user)})
