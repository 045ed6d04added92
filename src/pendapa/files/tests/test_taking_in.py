"""Files that came with a page: each is kept or refused alone, and no more than the field takes."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pendapa.files.rules import UploadRules
from pendapa.files.taking_in import take_in_files
from pendapa.kernel.problems import TooMany

pytestmark = pytest.mark.django_db


def picture(name: str = "foto.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_a_file_that_is_refused_keeps_no_other_back_and_is_named() -> None:
    wrong = SimpleUploadedFile("catatan.txt", b"hello")
    taken = take_in_files([picture(), wrong, picture()], UploadRules(max_count=5), name="photos")
    assert len(taken.files) == 2
    assert [(error.field, error.message.split(":")[0]) for error in taken.errors] == [("photos", "catatan.txt")]


def test_the_first_one_too_many_ends_it() -> None:
    taken = take_in_files([picture() for _each in range(4)], UploadRules(max_count=3), name="photos", held=1)
    assert (len(taken.files), len(taken.errors)) == (2, 1)
    assert "3" in taken.errors[0].message


def test_a_file_too_large_is_refused_unread_with_its_own_size() -> None:
    big = SimpleUploadedFile("besar.jpg", b"x" * 3_000_000)
    taken = take_in_files([big], UploadRules(max_bytes=1_000_000), name="photos")
    assert "3 MB" in taken.errors[0].message
    assert big.tell() == 0


def test_who_counts_may_refuse_and_who_looks_sees_only_what_is_kept() -> None:
    seen: list[bytes] = []
    counted = iter([None, TooMany("Enough.")])

    def admit() -> None:
        if (refused := next(counted)) is not None:
            raise refused

    rules = UploadRules(max_count=5)
    taken = take_in_files([picture(), picture()], rules, name="photos", admit=admit, look_at=seen.append)
    assert (len(taken.files), len(taken.errors), len(seen)) == (1, 1, 1)
