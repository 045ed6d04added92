"""The chapter about the log says what the program does."""

from pathlib import Path

import pytest

from pendapa.journal.verbs import declared_verbs
from pendapa.ledger.declarations import logged_verbs
from pendapa.ledger.documenting import table_of_verbs, with_table
from pendapa.ledger.schemas import public_fields_of
from pendapa.ledger.urls import urlpatterns

PAGE = (Path(__file__).parents[4] / "docs/public-log.md").read_text(encoding="utf-8")
NEVER_TOLD = (
    "account.signed_in",
    "api_key.issued",
    "case.assigned",
    "case.claimed",
    "case.file_opened",
    "case.opened",
    "certificate.revoked",
    "complaint.rated",
    "document.issued",
    "document.revoked",
    "identity.unmasked",
    "membership.appointed",
    "message.sent",
    "note.written",
    "survey.answered",
    "survey.invited",
    "whistle.refused",
    "whistle.unlocked",
)
PERSONAL = frozenset(
    {"account", "comment", "email", "holder", "label", "name", "nik", "number", "person", "phone", "text", "words"}
)


def test_the_table_of_verbs_is_up_to_date():
    assert with_table(PAGE) == PAGE, "Run: python tools/public_log.py"


def test_every_verb_told_stands_in_the_table_with_its_reason():
    told = [declared for declared in logged_verbs() if ".tests." not in declared.cls.__module__]
    assert len(told) > 30
    for declared in told:
        assert f"| `{declared.name}` |" in table_of_verbs()
        assert len(declared.log_safety) > 20


@pytest.mark.parametrize("name", NEVER_TOLD)
def test_what_could_name_somebody_is_not_told(name):
    logged_verbs()
    declared = {one.name: one for one in declared_verbs()}
    assert not declared[name].is_logged


def test_no_public_field_is_called_like_something_personal():
    for declared in logged_verbs():
        if ".tests." not in declared.cls.__module__ and declared.name != "log.begun":
            assert not PERSONAL & public_fields_of(declared).keys(), declared.name


def test_every_address_of_the_log_is_documented():
    for pattern in urlpatterns:
        assert f"/{str(pattern.pattern).partition('<')[0]}" in PAGE
