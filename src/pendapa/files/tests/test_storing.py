import os
import stat
import time
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pendapa.files.actions import (
    discard_file,
    keep_unattached,
    mark_attached,
    rotate_file_keys,
    store_file,
    store_generated,
    sweep_orphan_files,
)
from pendapa.files.models import StoredFile
from pendapa.files.queries import FileDamaged, read_file, read_file_by_id
from pendapa.files.responses import file_response
from pendapa.files.rules import UploadRules, safe_name
from pendapa.kernel.encryption import is_current
from pendapa.kernel.problems import Invalid, NotFound

pytestmark = pytest.mark.django_db
RULES = UploadRules(max_bytes=100_000)


def path_of(stored: StoredFile, home: Path) -> Path:
    return home / "files" / stored.storage_key[:2] / stored.storage_key[2:4] / stored.storage_key


def test_a_stored_file_reads_back_and_lies_encrypted(pdf_with, tmp_path):
    content = pdf_with()
    stored = store_file(content, "C:\\surat\\KTP saya.exe", RULES)
    assert read_file(stored) == content
    assert read_file_by_id(stored.pk) == content
    assert (stored.name, stored.media_type, stored.size) == ("KTP saya.pdf", "application/pdf", len(content))
    path = path_of(stored, tmp_path)
    assert b"%PDF" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stored.attached_at is None


def test_the_content_decides_not_the_name(photo, pdf_with):
    assert store_file(photo, "surat.pdf", RULES).name == "surat.jpg"
    with pytest.raises(Invalid):
        store_file(b"<html><script>", "foto.jpg", RULES)
    with pytest.raises(Invalid):
        store_file(photo, "foto.jpg", UploadRules(kinds=frozenset({"pdf"})))
    with pytest.raises(Invalid):
        store_file(pdf_with(), "foto.jpg", UploadRules(kinds=frozenset({"image"})))


@pytest.mark.parametrize("content", [b"", b"x" * 100_001])
def test_empty_and_too_large_files_are_refused(content):
    with pytest.raises(Invalid):
        store_file(content, "a.pdf", RULES)


def test_a_damaged_file_or_one_put_in_anothers_place_is_not_handed_out(pdf_with, tmp_path):
    one, other = store_file(pdf_with(), "a", RULES), store_file(pdf_with(pages=2), "b", RULES)
    path_of(one, tmp_path).write_bytes(path_of(other, tmp_path).read_bytes())
    with pytest.raises(FileDamaged):
        read_file(one)
    path_of(one, tmp_path).unlink()
    with pytest.raises(FileDamaged):
        read_file(one)
    with pytest.raises(NotFound):
        read_file_by_id(uuid.uuid4())


def test_orphans_are_swept_after_seven_days_and_attached_files_stay(
    pdf_with, tmp_path, django_capture_on_commit_callbacks
):
    orphan, kept = store_file(pdf_with(), "a", RULES), store_file(pdf_with(), "b", RULES)
    stray = tmp_path / "files" / "aa" / "bb" / "aabb0000-0000-4000-8000-000000000000"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"left by a rollback")
    os.utime(stray, (time.time() - 8 * 86400,) * 2)
    now = timezone.now()
    mark_attached(kept.pk, at=now)
    assert StoredFile.objects.get(pk=orphan.pk)
    with django_capture_on_commit_callbacks(execute=True):
        sweep_orphan_files(now + timedelta(days=6))
    assert StoredFile.objects.count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        sweep_orphan_files(now + timedelta(days=8))
    assert list(StoredFile.objects.all()) == [kept]
    assert not path_of(orphan, tmp_path).exists()
    assert not stray.exists()
    assert read_file(kept)


def test_a_file_that_a_draft_still_names_is_not_swept(pdf_with):
    stored = store_file(pdf_with(), "a", RULES)
    now = timezone.now()
    keep_unattached(stored.pk, until=now + timedelta(days=37))
    sweep_orphan_files(now + timedelta(days=36))
    assert read_file(stored)
    sweep_orphan_files(now + timedelta(days=38))
    assert not StoredFile.objects.exists()


def test_a_discarded_file_is_gone_from_the_folder_too(pdf_with, tmp_path, django_capture_on_commit_callbacks):
    stored = store_file(pdf_with(), "a", RULES)
    path = path_of(stored, tmp_path)
    with django_capture_on_commit_callbacks(execute=True):
        discard_file(stored)
    assert not path.exists()


def test_keys_move_to_a_new_ring_key_and_files_stay_readable(pdf_with, settings):
    settings.PENDAPA_KEY_RING = [("old", b"1" * 32)]
    stored = store_file(pdf_with(), "a", RULES)
    settings.PENDAPA_KEY_RING = [("new", b"2" * 32), ("old", b"1" * 32)]
    assert rotate_file_keys() == 1
    assert rotate_file_keys() == 0
    settings.PENDAPA_KEY_RING = [("new", b"2" * 32)]
    stored.refresh_from_db()
    assert is_current(bytes(stored.wrapped_key))
    assert read_file(stored) == pdf_with()


def test_a_file_reaches_the_browser_unable_to_do_anything(photo):
    stored = store_generated(photo, "Surat “Usaha” ñ\r\nX: y.jpg", "image/jpeg")
    response = file_response(stored, inline=True)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith('inline; filename="Surat')
    assert "filename*=UTF-8''Surat" in response["Content-Disposition"]
    assert file_response(stored)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("", "file.pdf"),
        ("....", "file.pdf"),
        ("a\u202eexe.pdf", "aexe.pdf"),
        ("x" * 500 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_become_safe(given_name, expected):
    assert safe_name(given_name, "application/pdf") == expected
