from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from django.utils.translation import gettext_lazy, override

from pendapa.journal.tests.verbs_for_tests import Forwarded
from pendapa.journal.verbs import Audience, Public, declaration_of, declared_verbs, payload_of, sentence_for, verb


def test_a_declared_verb_is_a_frozen_value_known_by_name():
    happened = Forwarded(unit="dpmptsp", due=date(2027, 1, 5))
    with pytest.raises(AttributeError):
        happened.unit = "other"
    assert declaration_of("test.forwarded").cls is Forwarded
    assert declaration_of("test.forwarded") in declared_verbs()


def test_only_marked_fields_are_public():
    assert declaration_of("test.forwarded").public_fields == {"unit", "due"}
    assert declaration_of("test.noted").public_fields == frozenset()


def test_one_name_cannot_be_declared_for_two_things():
    with pytest.raises(ValueError, match="declared twice"):

        @verb("test.forwarded", audience=Audience.STAFF)
        class SomethingElse:
            pass


def test_the_sentence_tells_dates_in_the_language_of_the_reader():
    payload = payload_of(Forwarded(unit="Dinas A", due=date(2027, 8, 17)))
    with override("id"):
        assert sentence_for("test.forwarded", payload) == "Forwarded to Dinas A, which answers by 17 Agustus 2027."
    with override("en"):
        assert sentence_for("test.forwarded", payload) == "Forwarded to Dinas A, which answers by 17 August 2027."


def test_an_erased_entry_still_has_an_honest_sentence():
    with override("en"):
        assert sentence_for("test.noted", {}) == "Noted: (erased)"
    with override("id"):
        assert sentence_for("test.noted", {}) == "Noted: (dihapus)"


def test_a_verb_that_is_no_longer_known_is_shown_by_its_name():
    assert sentence_for("gone.away", {"a": 1}) == "gone.away"


def test_braces_typed_by_a_person_are_not_read_as_fields():
    assert sentence_for("test.noted", {"text": "{unit} {0} {x.y}"}) == "Noted: {unit} {0} {x.y}"


def test_a_payload_holds_only_json_values_with_times_in_utc():
    class Tone(StrEnum):
        WARM = "warm"

    @verb("test.everything", audience=Audience.STAFF)
    class Everything:
        at: datetime
        tone: Tone
        label: object
        inner: object

    at = datetime.fromisoformat("2027-01-01T07:00:00+07:00")
    happened = Everything(at=at, tone=Tone.WARM, label=gettext_lazy("Unit"), inner={"days": (date(2027, 1, 2),)})
    assert payload_of(happened) == {
        "at": datetime(2027, 1, 1, tzinfo=UTC).isoformat(),
        "tone": "warm",
        "label": str(gettext_lazy("Unit")),
        "inner": {"days": ["2027-01-02"]},
    }


def test_a_verb_enters_the_public_log_only_with_a_reason_why_it_harms_nobody():
    @verb("test.logged", audience=Audience.STAFF)
    class Logged:
        unit: Public[str]
        log_safety = "A unit is no person."

    assert declaration_of("test.logged").is_logged
    assert not declaration_of("test.forwarded").is_logged
    assert payload_of(Logged(unit="dinsos")) == {"unit": "dinsos"}
