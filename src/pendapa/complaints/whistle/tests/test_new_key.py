"""A new key while reports come in, and the installation's keys turned below the mailbox's."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection

from pendapa.complaints.whistle.actions import hand_in_report, keeping, recover_key, replace_key, unlock_mailbox
from pendapa.complaints.whistle.models import Letter, Mailbox, Thread
from pendapa.complaints.whistle.phrases import new_phrase
from pendapa.complaints.whistle.queries import letters_for_unit
from pendapa.complaints.whistle.tests.factories import AT, NOBODY, PASSPHRASE, TEXT, make_kept_mailbox, make_report
from pendapa.kernel.encryption import is_current, reencrypt
from pendapa.kernel.problems import Conflict

OTHER = "ikan lele berenang ke langit senja"
OLD, NEW = ("old", b"o" * 32), ("new", b"n" * 32)


def in_thread(do: Any) -> Any:
    try:
        return do()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_report_that_comes_while_the_key_is_replaced_is_read_with_the_new_one(monkeypatch):
    kept = make_kept_mailbox()
    make_report()
    began, goes_on = Event(), Event()
    reseal = keeping.reseal_for_unit

    def reseal_slowly(*given):
        began.set()
        assert goes_on.wait(10)
        return reseal(*given)

    monkeypatch.setattr(keeping, "reseal_for_unit", reseal_slowly)
    with ThreadPoolExecutor(2) as pool:
        replacing = pool.submit(
            in_thread, lambda: replace_key(kept.actor, kept.mailbox, kept.private_key, OTHER, at=AT)
        )
        assert began.wait(10)
        phrase = new_phrase()
        writing = pool.submit(in_thread, lambda: hand_in_report(NOBODY, phrase, "bribery", "Dua kali.", at=AT))
        with pytest.raises(TimeoutError):
            writing.result(timeout=0.5)
        goes_on.set()
        made = replacing.result(10)
        writing.result(10)
    texts = {letters_for_unit(thread, made.private_key)[0].words.text for thread in Thread.objects.all()}
    assert texts == {TEXT, "Dua kali."}


@pytest.mark.django_db(transaction=True)
def test_of_two_keepers_who_replace_the_key_at_once_the_second_is_refused_and_every_letter_stays_readable():
    kept = make_kept_mailbox()
    make_report()

    def replace() -> Any:
        try:
            return replace_key(kept.actor, Mailbox.objects.get(), kept.private_key, OTHER, at=AT)
        except Conflict:
            return None

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(in_thread, [replace, replace]))
    assert made.count(None) == 1
    valid = next(one for one in made if one is not None)
    assert letters_for_unit(Thread.objects.get(), valid.private_key)[0].words.text == TEXT


@pytest.mark.django_db
def test_a_replacement_that_fails_half_way_leaves_the_old_key_whole(monkeypatch):
    kept = make_kept_mailbox()
    make_report()
    make_report("Laporan kedua tentang hal lain.")
    sealed = set(map(bytes, Letter.objects.values_list("key_for_unit", flat=True)))
    reseal, done = keeping.reseal_for_unit, []

    def die_at_the_second(*given):
        done.append(given)
        if len(done) == 2:
            raise OSError("the machine went away")
        return reseal(*given)

    monkeypatch.setattr(keeping, "reseal_for_unit", die_at_the_second)
    with pytest.raises(OSError, match="went away"):
        replace_key(kept.actor, kept.mailbox, kept.private_key, OTHER, at=AT)
    assert set(map(bytes, Letter.objects.values_list("key_for_unit", flat=True))) == sealed
    assert unlock_mailbox(kept.actor, Mailbox.objects.select_related("unit").get(), PASSPHRASE, at=AT) is not None


@pytest.mark.django_db
def test_the_wrapped_keys_survive_the_rotation_of_the_installations_keys(settings):
    settings.PENDAPA_KEY_RING = [OLD]
    kept = make_kept_mailbox()
    thread, _phrase = make_report()
    settings.PENDAPA_KEY_RING = [NEW, OLD]
    _turn("wrapped_by_passphrase", "whistle.mailbox.passphrase")
    _turn("wrapped_by_recovery", "whistle.mailbox.recovery")

    settings.PENDAPA_KEY_RING = [NEW]
    mailbox = Mailbox.objects.select_related("unit").get()
    private_key = unlock_mailbox(kept.actor, mailbox, PASSPHRASE, at=AT)
    assert private_key is not None
    assert letters_for_unit(thread, private_key)[0].words.text == TEXT
    assert recover_key(kept.actor, mailbox, kept.recovery_key, OTHER, at=AT) is not None


def _turn(column: str, context: str) -> None:
    """What `pendapa keys rotate` does to one column."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM whistle_mailbox")  # noqa: S608 - no input
        token = bytes(cursor.fetchone()[0])
        assert not is_current(token)
        cursor.execute(f"UPDATE whistle_mailbox SET {column} = %s", [reencrypt(token, context=context)])  # noqa: S608
