"""A service, the head of its unit, and a survey of theirs that is open."""

from typing import Any

import pytest

from pendapa.applications.tests.factories import make_service
from pendapa.catalogue.models import PublicService
from pendapa.evaluation.models import SatisfactionSurvey
from pendapa.evaluation.tests.factories import open_a_survey
from pendapa.people.models import Account
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member


@pytest.fixture(autouse=True)
def demonstration(settings: Any) -> None:
    settings.PENDAPA_DEMO = True


@pytest.fixture
def service(db: None) -> PublicService:
    return make_service().service


@pytest.fixture
def head(service: PublicService) -> Account:
    return make_member(service.owner, Role.HEAD)


@pytest.fixture
def survey(service: PublicService, head: Account) -> SatisfactionSurvey:
    return open_a_survey(actor_of(head), service)
