from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from pendapa.journal.actions import Subject, commitment_of, erase_content, record
from pendapa.journal.actors import SYSTEM, Actor
from pendapa.journal.models import Entry, Erasure
from pendapa.journal.queries import PARTIES, STAFF, entries_about, timeline_of
from pendapa.journal.tests.verbs_for_tests import Forwarded, Noted

pytestmark = pytest.mark.django_db
AT = datetime(2027, 1, 4, 2, tzinfo=UTC)
CASE = Subject("case", "7")


@pytest.fixture
def entry() -> Entry:
    happened = Forwarded(unit="dinas", due=date(2027, 1, 11), about="A name")
    return record(Actor(kind="person", id="p1", name="Ibu Sari"), happened, CASE, at=AT)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'other'",
        "UPDATE journal_entry SET payload = '{}'",
        "UPDATE journal_entry SET payload = NULL, salt = NULL, erased_at = now()",
        "UPDATE journal_entry SET commitment = ''",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry CASCADE",
        "TRUNCATE journal_erasure",
    ],
)
def test_the_database_refuses_every_change_of_the_journal(entry, statement):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Entry.objects.get() == entry


def test_the_refusals_hold_for_sessions_that_call_themselves_replicas():
    """A superuser may set `session_replication_role`; only triggers that are always enabled fire then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname, tgenabled FROM pg_trigger WHERE tgname ~ '^journal_.*(append_only|truncate)$'")
        assert sorted(cursor.fetchall()) == [
            ("journal_entry_append_only", "A"),
            ("journal_entry_no_truncate", "A"),
            ("journal_erasure_append_only", "A"),
            ("journal_erasure_no_truncate", "A"),
        ]


def test_the_mapper_is_refused_as_well(entry):
    entry.verb = "other"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entry.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()


def test_pretending_to_erase_is_refused_without_a_written_erasure(entry):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pendapa.erasing', %s, true)", [str(entry.pk)])
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            cursor.execute("UPDATE journal_entry SET payload = NULL, salt = NULL, erased_at = now()")


def test_an_entry_commits_to_its_payload(entry):
    assert bytes(entry.commitment) == commitment_of(bytes(entry.salt), entry.payload)
    assert len(entry.commitment) == 32


def test_two_equal_payloads_have_different_commitments(entry):
    other = record(SYSTEM, Forwarded(unit="dinas", due=date(2027, 1, 11), about="A name"), CASE, at=AT)
    assert entry.payload == other.payload
    assert bytes(entry.commitment) != bytes(other.commitment)


def test_erasure_clears_the_content_keeps_the_commitment_and_is_itself_recorded(entry):
    commitment = bytes(entry.commitment)
    erase_content(Actor(kind="person", id="keeper"), entry, "Asked for by the person, UU 27/2022")
    assert entry.payload is None
    assert entry.salt is None
    assert entry.actor_name == ""
    assert entry.erased_at is not None
    assert bytes(entry.commitment) == commitment
    erasure = Erasure.objects.get(entry=entry)
    assert (erasure.actor_id, erasure.reason) == ("keeper", "Asked for by the person, UU 27/2022")
    assert entry.sentence.startswith("Forwarded to (")


def test_nothing_is_erased_without_a_reason(entry):
    with pytest.raises(IntegrityError), transaction.atomic():
        erase_content(SYSTEM, entry, "  ")
    entry.refresh_from_db()
    assert entry.payload is not None


def test_an_erased_entry_and_its_erasure_cannot_be_touched_again(entry):
    erase_content(SYSTEM, entry, "Asked for")
    with pytest.raises(DatabaseError), transaction.atomic():
        erase_content(SYSTEM, entry, "Again")
    for statement in (
        "UPDATE journal_entry SET payload = '{}', salt = '\\x00', erased_at = NULL",
        "UPDATE journal_erasure SET reason = 'x'",
        "DELETE FROM journal_erasure",
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_transaction_number_cannot_be_chosen(entry):
    entry.pk, entry.transaction_id = None, 1
    entry._state.adding = True
    entry.save(force_insert=True)
    entry.refresh_from_db()
    assert entry.transaction_id > 1


def test_who_acted_is_kept_with_the_capacity_in_which_they_acted():
    from pendapa.journal.actors import Grant

    officer = Actor(kind="person", id="o1", name="Budi", grants=(Grant("officer", "dinas", "body/dinas"),))
    entry = record(officer, Noted(text="x"), CASE, at=AT)
    assert (entry.actor_role, entry.actor_organisation) == ("officer", "dinas")
    double = Actor(kind="person", id="o2", grants=(Grant("officer", "a", "a"), Grant("head", "b", "b")))
    assert record(double, Noted(text="x"), CASE, at=AT).actor_role == ""
    named = record(double, Noted(text="x"), CASE, at=AT, as_role="head", for_organisation="b")
    assert (named.actor_role, named.actor_organisation) == ("head", "b")


def test_readers_see_what_is_meant_for_them(entry):
    note = record(SYSTEM, Noted(text="for staff"), CASE, at=AT)
    record(SYSTEM, Noted(text="elsewhere"), Subject("case", "8"), at=AT)
    assert list(entries_about(CASE)) == [entry]
    assert list(entries_about(CASE, PARTIES)) == [entry]
    assert list(entries_about(CASE, STAFF)) == [entry, note]
    assert timeline_of(CASE, STAFF) == [entry]


@pytest.mark.django_db(transaction=True)
def test_an_entry_belongs_to_the_transaction_of_its_change():
    with pytest.raises(RuntimeError, match="transaction"):
        record(SYSTEM, Noted(text="x"), CASE, at=AT)
