"""The messages tool finds what must be translated, and says what is missing."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
import messages

CODE = """
from django.utils.translation import gettext_lazy as _, ngettext
due = _("Due on {day}")
days = ngettext("%(n)s day", "%(n)s days", 2)
"""
PAGE = """{% load i18n %}<div>
    <p title="{% translate "It's here" %}">{% blocktranslate trimmed %}
  Dear {{ name }},
  welcome{% endblocktranslate %}</p>
{% if a == _("Open") %}{% endif %}</div>"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "src" / "pendapa" / "hall"
    (folder / "templates" / "hall").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "words.py").write_text(CODE)
    (folder / "templates" / "hall" / "page.html").write_text(PAGE)
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "src")
    monkeypatch.setattr(messages, "PACKAGES", tmp_path / "src" / "pendapa")
    return "hall"


def fill(package: str) -> None:
    catalog = messages.existing_catalog(package)
    for message in catalog:
        if message.id:
            message.string = (message.id[-1],) if isinstance(message.id, tuple) else message.id
    messages.po_path(package).write_bytes(messages.render_po(catalog))


def test_messages_of_code_and_templates_are_found(package: str) -> None:
    found = [used.ids for used in messages.used_messages(package)]
    assert set(found) == {
        "Due on {day}",
        ("%(n)s day", "%(n)s days"),
        "It's here",
        "Dear %(name)s, welcome",
        "Open",
    }


def test_each_missing_translation_is_named_with_its_place(package: str) -> None:
    messages.update(package, remove_unused=False)
    assert "src/pendapa/hall/words.py:3: no Indonesian translation of 'Due on {day}'" in list(messages.faults(package))


def test_a_complete_translation_has_no_fault_and_compiles(package: str) -> None:
    messages.update(package, remove_unused=False)
    fill(package)
    assert list(messages.faults(package)) == []
    messages.compile_package(package)
    assert messages.po_path(package).with_suffix(".mo").exists()


def test_a_placeholder_left_out_is_named(package: str) -> None:
    messages.update(package, remove_unused=False)
    fill(package)
    path = messages.po_path(package)
    path.write_text(path.read_text().replace('msgstr "Due on {day}"', 'msgstr "Paling lambat {hari}"'))
    assert any("other placeholders" in fault for fault in messages.faults(package))


def test_a_translation_no_longer_used_is_named_until_it_is_removed(package: str) -> None:
    messages.update(package, remove_unused=False)
    fill(package)
    words = messages.PACKAGES / package / "words.py"
    words.write_text("")
    messages.update(package, remove_unused=False)
    assert any("no longer used" in fault for fault in messages.faults(package))
    messages.update(package, remove_unused=True)
    assert list(messages.faults(package)) == []


def test_an_update_keeps_translations_and_changes_nothing_when_nothing_changed(package: str) -> None:
    messages.update(package, remove_unused=False)
    fill(package)
    before = messages.po_path(package).read_bytes()
    messages.update(package, remove_unused=False)
    assert messages.po_path(package).read_bytes() == before


def test_an_app_inside_a_package_has_messages_of_its_own(package: str) -> None:
    inner = messages.PACKAGES / package / "gallery"
    inner.mkdir()
    (inner / "apps.py").write_text('name = _("Gallery")')
    assert messages.all_packages() == ["hall", "hall/gallery"]
    assert "Gallery" not in [used.ids for used in messages.used_messages(package)]
    assert [used.ids for used in messages.used_messages("hall/gallery")] == ["Gallery"]


def test_a_message_that_two_packages_translate_differently_is_named(
    package: str, capsys: pytest.CaptureFixture[str]
) -> None:
    other = messages.PACKAGES / "porch"
    other.mkdir()
    (other / "__init__.py").touch()
    (other / "words.py").write_text('state = _("Open")')
    for name in (package, "porch"):
        messages.update(name, remove_unused=False)
        fill(name)
    assert list(messages.contradictions([package])) == []
    path = messages.po_path("porch")
    path.write_text(path.read_text().replace('msgstr "Open"', 'msgstr "Terbuka"'))
    told = "'Open' is translated as 'Open' in hall but 'Terbuka' in porch: choose one, or give one of them a context"
    for names in ([package], ["porch"], []):
        assert messages.main(["check", *names]) == 1
        assert told in capsys.readouterr().out
