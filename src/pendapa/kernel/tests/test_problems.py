import pytest
from django.utils import translation

from pendapa.kernel.canonical import canonical_json
from pendapa.kernel.problems import Conflict, FieldError, Forbidden, Invalid, NotFound, TooMany, as_problem_details


def test_a_problem_becomes_rfc_9457_details():
    problem = Invalid("Isi tanggal lahir.", errors=[FieldError("birth_date", "Isi tanggal lahir Anda.")])
    with translation.override("en"):
        assert as_problem_details(problem, "/layanan/sku/") == {
            "type": "urn:pendapa:problem:invalid",
            "title": "Something must be corrected",
            "status": 422,
            "instance": "/layanan/sku/",
            "detail": "Isi tanggal lahir.",
            "errors": [{"field": "birth_date", "message": "Isi tanggal lahir Anda."}],
        }


@pytest.mark.parametrize(
    ("problem", "status"), [(Forbidden, 403), (NotFound, 404), (Conflict, 409), (Invalid, 422), (TooMany, 429)]
)
def test_each_problem_has_its_status(problem, status):
    assert as_problem_details(problem(), "/")["status"] == status


def test_canonical_json_has_one_form():
    assert canonical_json({"b": 1.0, "a": ["é", None]}) == '{"a":["é",null],"b":1}'.encode()
    with pytest.raises(ValueError, match=r"."):
        canonical_json(float("nan"))
