"""Files that came with a page: each is kept or refused alone, and no more than the field takes."""

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

import pendapa
from pendapa.files.rules import UploadRules
from pendapa.files.taking_in import store_upload, take_in_files
from pendapa.kernel.problems import Invalid, TooMany

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


def test_one_file_alone_is_taken_in_by_the_same_rules() -> None:
    big = SimpleUploadedFile("besar.jpg", b"x" * 3_000_000)
    with pytest.raises(Invalid, match="3 MB"):
        store_upload(big, UploadRules(max_bytes=1_000_000))
    assert big.tell() == 0
    assert store_upload(picture(), UploadRules()).name == "foto.jpg"


def test_nothing_that_was_handed_in_is_kept_in_any_other_way() -> None:
    house = Path(pendapa.__file__).parent
    found = {
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        if "tests" not in path.parts and re.search(r"\bstore_file\(", path.read_text(encoding="utf-8"))
    }
    assert found == {"files/actions.py", "files/taking_in.py"}


def test_who_counts_may_refuse_and_who_looks_sees_only_what_is_kept() -> None:
    seen: list[bytes] = []
    counted = iter([None, TooMany("Enough.")])

    def admit() -> None:
        if (refused := next(counted)) is not None:
            raise refused

    rules = UploadRules(max_count=5)
    taken = take_in_files([picture(), picture()], rules, name="photos", admit=admit, look_at=seen.append)
    assert (len(taken.files), len(taken.errors), len(seen)) == (1, 1, 1)
