from datetime import UTC, datetime

import pytest

from pendapa.forms.actions import register_form
from pendapa.forms.definition import build_form
from pendapa.forms.models import FormVersion
from pendapa.forms.queries import definition_of, newest_version
from pendapa.forms.tests.forms_of_tirtamaya import load_service_form

pytestmark = pytest.mark.django_db
FIRST, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def test_the_same_form_is_one_version():
    sku = load_service_form("sku")
    version = register_form(sku, at=FIRST)
    assert register_form(sku, at=LATER) == version
    assert FormVersion.objects.count() == 1
    assert version.created_at == FIRST


def test_a_stored_version_gives_the_same_form_back():
    sku = load_service_form("sku")
    version = FormVersion.objects.get(pk=register_form(sku, at=FIRST).pk)
    assert definition_of(version) == sku
    assert [page.key for page in definition_of(version).pages] == [page.key for page in sku.pages]


def test_a_changed_word_is_a_new_version():
    sku = load_service_form("sku")
    register_form(sku, at=FIRST)
    pages = [{**sku.layout["pages"][0], "title": "Siapa Anda?"}, *sku.layout["pages"][1:]]
    changed = register_form(build_form(sku.schema, {**sku.layout, "pages": pages}), at=LATER)
    assert newest_version("sku") == changed
    assert newest_version("unknown") is None


def test_a_version_never_changes():
    version = register_form(load_service_form("domisili"), at=FIRST)
    with pytest.raises(ValueError, match="never changes"):
        version.save()
