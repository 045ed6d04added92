"""The unit's key: who makes it, who opens with it, and what ends it."""

from datetime import timedelta

import pytest

from pendapa.complaints.whistle.actions import (
    change_passphrase,
    make_key,
    name_unit,
    recover_key,
    replace_key,
    unlock_mailbox,
)
from pendapa.complaints.whistle.models import Mailbox, Thread
from pendapa.complaints.whistle.queries import (
    accepting_mailbox,
    letters_for_reporter,
    letters_for_unit,
    mailbox_of,
    thread_opened_with,
)
from pendapa.complaints.whistle.sealing import CannotOpen
from pendapa.complaints.whistle.tests.factories import AT, NOBODY, PASSPHRASE, TEXT, make_report
from pendapa.journal.actors import SYSTEM
from pendapa.journal.models import Entry
from pendapa.kernel.problems import Conflict, Forbidden, Invalid
from pendapa.people.roles import Role
from pendapa.people.tests.factories import actor_of, make_member, make_organization

OTHER = "ikan lele berenang ke langit senja"


def verbs() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_each_act_about_the_mailbox_is_recorded_and_names_no_thread(kept):
    thread, _phrase = make_report()
    unlock_mailbox(kept.actor, kept.mailbox, PASSPHRASE, at=AT)
    unlock_mailbox(kept.actor, kept.mailbox, "salah", at=AT)
    assert verbs() == ["whistle.named", "whistle.key_made", "whistle.unlocked", "whistle.refused"]
    entries = Entry.objects.filter(verb__startswith="whistle.")
    assert {(entry.subject_type, entry.subject_id) for entry in entries} == {("mailbox", str(kept.mailbox.pk))}
    assert all(str(thread.pk) not in str(entry.payload) for entry in entries)


def test_the_passphrase_opens_and_nothing_else_does(kept):
    make_report()
    key = unlock_mailbox(kept.actor, kept.mailbox, PASSPHRASE, at=AT)
    assert letters_for_unit(Thread.objects.get(), key)[0].words.text == TEXT
    for wrong in ("", PASSPHRASE + "x", kept.recovery_key):
        assert unlock_mailbox(kept.actor, kept.mailbox, wrong, at=AT) is None


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.INTERNAL_AUDITOR, Role.OVERSEER)])
def test_no_other_role_of_the_unit_itself_opens_it_even_with_the_passphrase(kept, role):
    other = actor_of(make_member(kept.unit, role))
    assert mailbox_of(other) is None
    with pytest.raises(Forbidden):
        unlock_mailbox(other, kept.mailbox, PASSPHRASE, at=AT)
    with pytest.raises(Forbidden):
        recover_key(other, kept.mailbox, kept.recovery_key, OTHER, at=AT)


def test_overseers_above_below_and_elsewhere_do_not_open_it(kept):
    for unit in (kept.body, make_organization("irban", kept.unit), make_organization("lain", kept.body)):
        for role in (Role.OVERSEER, Role.INTERNAL_AUDITOR):
            other = actor_of(make_member(unit, role))
            assert mailbox_of(other) is None
            with pytest.raises(Forbidden):
                unlock_mailbox(other, kept.mailbox, PASSPHRASE, at=AT)


def test_only_an_administrator_of_the_body_names_the_unit(kept):
    elsewhere = make_member(make_organization("lain"), Role.ADMINISTRATOR)
    for account in (kept.keeper, elsewhere, make_member(kept.unit, Role.HEAD)):
        with pytest.raises(Forbidden):
            name_unit(actor_of(account), kept.unit, 365, at=AT)
    with pytest.raises(Forbidden):
        name_unit(NOBODY, kept.unit, 365, at=AT)
    with pytest.raises(Invalid):
        name_unit(actor_of(kept.administrator), kept.unit, 5, at=AT)


def test_the_system_itself_reads_nothing(kept):
    make_report()
    assert mailbox_of(SYSTEM) is None
    assert unlock_mailbox(SYSTEM, kept.mailbox, "", at=AT) is None


def test_a_weak_passphrase_and_a_second_first_key_are_refused(kept):
    with pytest.raises(Conflict):
        make_key(kept.actor, kept.mailbox, OTHER, at=AT)
    for weak in ("pendek", "a" * 40, "ababababababababababab"):
        with pytest.raises(Invalid):
            change_passphrase(kept.actor, kept.mailbox, kept.private_key, weak, at=AT)


def test_a_new_key_reads_everything_and_the_old_one_nothing(kept):
    thread, phrase = make_report()
    made = replace_key(kept.actor, kept.mailbox, kept.private_key, OTHER, at=AT + timedelta(days=1))
    kept.mailbox.refresh_from_db()
    assert letters_for_unit(thread, made.private_key)[0].words.text == TEXT
    with pytest.raises(CannotOpen):
        letters_for_unit(thread, kept.private_key)
    assert unlock_mailbox(kept.actor, kept.mailbox, PASSPHRASE, at=AT) is None
    assert recover_key(kept.actor, kept.mailbox, kept.recovery_key, OTHER, at=AT) is None
    assert letters_for_reporter(thread_opened_with(phrase))[0].words.text == TEXT
    later, _phrase = make_report("Laporan yang ditulis setelah kunci diganti.")
    assert letters_for_unit(later, made.private_key)[0].words.text.startswith("Laporan")
    with pytest.raises(Conflict):
        replace_key(kept.actor, kept.mailbox, kept.private_key, OTHER, at=AT)


def test_another_passphrase_ends_the_one_before(kept):
    change_passphrase(kept.actor, kept.mailbox, kept.private_key, OTHER, at=AT)
    kept.mailbox.refresh_from_db()
    assert unlock_mailbox(kept.actor, kept.mailbox, PASSPHRASE, at=AT) is None
    assert unlock_mailbox(kept.actor, kept.mailbox, OTHER, at=AT) is not None


def test_the_recovery_key_sets_a_new_passphrase_once(kept):
    renewed = recover_key(kept.actor, kept.mailbox, kept.recovery_key.lower(), OTHER, at=AT)
    kept.mailbox.refresh_from_db()
    assert renewed not in (None, kept.recovery_key)
    assert unlock_mailbox(kept.actor, kept.mailbox, OTHER, at=AT) is not None
    assert recover_key(kept.actor, kept.mailbox, kept.recovery_key, PASSPHRASE, at=AT) is None
    assert recover_key(kept.actor, kept.mailbox, renewed, PASSPHRASE, at=AT) is not None


def test_another_unit_named_takes_new_reports_once_it_has_a_key_and_the_old_keeps_its_threads(kept):
    old, phrase = make_report()
    other = make_organization("itda", kept.body)
    overseer = make_member(other, Role.OVERSEER)
    named = name_unit(actor_of(kept.administrator), other, 365, at=AT)
    assert accepting_mailbox() is None
    make_key(actor_of(overseer), named, OTHER, at=AT)
    new, _phrase = make_report()
    assert new.mailbox_id == named.pk != old.mailbox_id
    assert mailbox_of(kept.actor) == kept.mailbox
    assert letters_for_reporter(thread_opened_with(phrase))[0].words.text == TEXT
    assert Mailbox.objects.filter(is_accepting=True).count() == 1
