import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from pendapa.forms.reading_posts import Intent, complete_places, intent_of, merge_page, new_uploads, read_page
from pendapa.forms.tests.forms_of_tirtamaya import ADDRESS, SKU_ANSWERS, load_service_form, photo
from pendapa.regions.models import Level, Region

SKU = load_service_form("sku")


@pytest.fixture
def jatimulyo(db) -> Region:
    return Region.objects.create(
        code=ADDRESS["code"], name="Jatimulyo", full_name=ADDRESS["name"], level=Level.VILLAGE, words="jatimulyo"
    )


def test_a_date_in_three_parts_and_a_phone_are_read():
    post = QueryDict("birth_date.day=17&birth_date.month=8&birth_date.year=1990&full_name=+Siti++Aminah&nik=3573 0557")
    assert read_page(SKU, "identitas", post, {}) == {
        "full_name": "Siti Aminah",
        "nik": "35730557",
        "birth_date": "1990-08-17",
    }


def test_a_date_that_is_none_stays_as_typed():
    post = QueryDict("birth_date.day=31&birth_date.month=2&birth_date.year=1990")
    assert read_page(SKU, "identitas", post, {}) == {"birth_date": "31/2/1990"}


def test_answers_of_other_pages_stay_and_emptied_ones_go():
    merged = read_page(SKU, "kontak", QueryDict("phone=081234567890&email="), SKU_ANSWERS | {"email": "siti@contoh.id"})
    assert merged == SKU_ANSWERS
    assert merge_page(SKU, "kontak", {"email": "a@b.id", "nik": "1"}, {"phone": "2", "nik": "3"}) == {
        "nik": "1",
        "phone": "2",
    }


def test_a_place_gets_its_name_from_its_code_and_no_other(jatimulyo):
    post = QueryDict(
        f"address.code={ADDRESS['code']}&address.street=Jalan Melati 4&address.name=Istana&address.search=j"
    )
    assert read_page(SKU, "alamat", post, {}) == {"address": ADDRESS}
    forged = {"address": ADDRESS | {"code": "99.99.99.9999"}, "full_name": "Siti"}
    assert complete_places(SKU, forged)["address"]["name"] == ""


def test_searching_for_a_place_keeps_what_was_typed(jatimulyo):
    post = QueryDict("address.street=Jalan Melati 4&address.search=jatim&_search=address")
    assert intent_of(post) == Intent("search", field="address")
    assert read_page(SKU, "alamat", post, {}) == {
        "address": {"street": "Jalan Melati 4", "search": "jatim", "name": ""}
    }


def test_files_stay_until_removed():
    files = {"photo_business": [photo(1), photo(2)], "photo_ktp": [photo(3)]}
    assert read_page(SKU, "berkas", QueryDict(""), files) == files
    post = QueryDict("_remove=photo_business:f1")
    assert read_page(SKU, "berkas", post, files) == files | {"photo_business": [photo(2)]}


def test_what_is_posted_as_a_file_answer_is_not_believed():
    assert read_page(SKU, "berkas", QueryDict('photo_ktp=[{"id":"f9"}]'), {}) == {}


def test_new_files_are_listed_by_field():
    file = SimpleUploadedFile("ktp.jpg", b"x")
    files = MultiValueDict({"photo_ktp": [file], "other": [file]})
    assert new_uploads(SKU, "berkas", files) == {"photo_ktp": [file]}
    assert new_uploads(SKU, "kontak", files) == {}


@pytest.mark.parametrize(("post", "kind"), [("", "next"), ("_later=1", "later"), ("_remove=a:b", "remove")])
def test_the_pressed_button_tells_the_intent(post, kind):
    assert intent_of(QueryDict(post)).kind == kind
