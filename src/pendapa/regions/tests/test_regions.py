import gzip
import json
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from pendapa.regions.actions import RegionFault, load_regions
from pendapa.regions.models import Level, Region
from pendapa.regions.queries import children_of, full_name_of, region_with_code, suggested_regions
from pendapa.regions.rules import prefix_query, searched_words
from pendapa.regions.views import suggestions

FILES = {
    "provinces.csv": "code,name\n35,JAWA TIMUR\n34,DI YOGYAKARTA\n",
    "regencies.csv": "code,province_code,name\n35.73,35,KOTA MALANG\n35.07,35,KABUPATEN MALANG\n",
    "districts.csv": "code,regency_code,name\n35.73.05,35.73,Lowokwaru\n",
    "villages.csv": "code,district_code,name\n35.73.05.1001,35.73.05,Jatimulyo\n35.73.05.1008,35.73.05,Lowokwaru\n",
    "islands.csv": 'code,regency_code,coordinate,name\n35.07.40001,35.07,"08°26",Pulau Sempu\n',
}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def places(db, folder) -> None:
    load_regions(folder)


@pytest.mark.django_db
def test_loading_twice_writes_nothing_the_second_time(folder):
    assert load_regions(folder) == 7
    assert load_regions(folder) == 0
    assert Region.objects.count() == 7


@pytest.mark.django_db
def test_a_renamed_place_is_renamed_below_too(folder):
    load_regions(folder)
    (folder / "districts.csv").write_text("code,name\n35.73.05,Lowok Waru\n")
    assert load_regions(folder) == 3
    assert full_name_of("35.73.05.1001") == "Jatimulyo, Lowok Waru, Kota Malang, Jawa Timur"


def test_a_packed_file_with_indonesian_columns_is_read(places, tmp_path):
    more = tmp_path / "more"
    more.mkdir()
    with gzip.open(more / "wilayah.csv.gz", "wt") as file:
        file.write("kode,nama\n35.73.05.1002,Tlogomas\n")
    assert load_regions(more) == 1
    assert full_name_of("35.73.05.1002").startswith("Tlogomas, Lowokwaru")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("code,name\n35,JAWA TIMUR\n3573,KOTA MALANG\n", 3, "must look like"),
        ("code,name\n35.73,KOTA MALANG\n", 2, "which is not known"),
        ("code,name\n35,\n", 2, "has no name"),
        ("code,name\n35\n", 2, "must look like"),
        ("a,b\n35,x\n", 0, "no CSV file"),
    ],
)
def test_a_faulty_file_is_refused_by_line_and_changes_nothing(tmp_path, text, line, message):
    (tmp_path / "wilayah.csv").write_text(text)
    with pytest.raises(RegionFault, match=message) as fault:
        load_regions(tmp_path)
    assert fault.value.line == line
    assert not Region.objects.exists()


@pytest.mark.parametrize(
    "text", ["lowokwaru malang", "LOWOK mal", "kec. lowokwaru kota malang", "Jawa Timur lowokwaru"]
)
def test_words_in_any_order_find_a_village_whose_own_name_leads(places, text):
    found = [place.code for place in suggested_regions(text)]
    assert found == ["35.73.05.1008", "35.73.05.1001"]


def test_a_level_and_a_region_narrow_the_search(places):
    assert [place.name for place in suggested_regions("malang", level=Level.REGENCY)] == [
        "Kota Malang",
        "Kabupaten Malang",
    ]
    assert suggested_regions("lowokwaru", within="35.07") == []


def test_children_are_listed_by_name(places):
    assert [place.name for place in children_of()] == ["DI Yogyakarta", "Jawa Timur"]
    assert [place.name for place in children_of("35.73.05")] == ["Jatimulyo", "Lowokwaru"]
    assert region_with_code("35.73.05.9999") is None


@given(st.text(max_size=60))
def test_any_question_becomes_plain_words(text):
    assert all(word.isascii() and word.isalnum() for word in searched_words(text))
    prefix_query(text)


@pytest.mark.parametrize("question", ["", "a", "' & | ! :*", "zzzz", "\x00lowok", "x" * 5000])
def test_odd_questions_find_nothing_and_do_no_harm(places, rf, question):
    response = suggestions(rf.get("/wilayah/saran/", {"q": question}))
    assert response.status_code == 200
    assert len(json.loads(response.content)["results"]) in (0, 2)


def test_the_picker_gets_at_most_ten_places_that_may_be_cached(places, rf, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        response = suggestions(rf.get("/wilayah/saran/", {"q": "jatimulyo"}))
    assert "public" in response["Cache-Control"]
    assert json.loads(response.content)["results"] == [
        {
            "code": "35.73.05.1001",
            "name": "Jatimulyo",
            "full_name": "Jatimulyo, Lowokwaru, Kota Malang, Jawa Timur",
        }
    ]


@pytest.mark.django_db
def test_the_demonstration_regency_has_places_of_its_own():
    load_regions(Path(__file__).parents[4] / "demo/regions")
    assert [place.code for place in suggested_regions("banyubiru tirtamaya")] == ["33.98.01.1001"]
