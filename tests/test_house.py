"""Rules of the house that no single package could hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "src" / "pendapa"
SOURCES = [path for folder in (PACKAGES, ROOT / "tests", ROOT / "tools") for path in folder.rglob("*.py")]
BY_HAND = [path for path in SOURCES if "migrations" not in path.parts]
REGISTRY = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host|\"resolved\"|registry\s*=|files\.pythonhosted")


def test_no_file_is_so_long_that_it_must_have_two_subjects() -> None:
    long = {
        str(path.relative_to(ROOT)): count for path in BY_HAND if (count := len(path.read_text().splitlines())) > 400
    }
    assert long == {}


def test_the_typical_file_is_short() -> None:
    lengths = sorted(len(path.read_text().splitlines()) for path in BY_HAND if path.name != "__init__.py")
    assert lengths[len(lengths) // 2] < 150


def test_no_file_is_named_for_having_no_subject() -> None:
    named = {path.name for path in SOURCES} & {"utils.py", "helpers.py", "common.py", "signals.py", "misc.py"}
    assert named == set()


@pytest.mark.xdist_group("house")
def test_tests_of_a_group_stay_in_one_process(request: pytest.FixtureRequest) -> None:
    """Versions of pytest and pytest-xdist that do not fit each other scatter groups without a word."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("one process runs all tests")
    assert request.node.nodeid.endswith("@house")


def test_packages_import_only_from_lower_floors() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_shown_text_has_its_indonesian_translation() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt", "package-lock.json", ".npmrc"]
)
def test_lock_files_name_no_address_packages_come_from(name: str) -> None:
    assert REGISTRY.search((ROOT / name).read_text()) is None


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-node.txt"])
def test_every_locked_package_has_a_version_and_a_hash(name: str) -> None:
    entries = [entry for entry in re.split(r"\n(?=\w)", (ROOT / name).read_text()) if re.match(r"\w", entry)]
    assert entries
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize(
    "name",
    ["README.md", "README.id.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "publiccode.yml",
     "docs/architecture.md", "docs/operations.md", "docs/decisions"],
)  # fmt: skip
def test_the_documents_of_the_house_exist(name: str) -> None:
    assert (ROOT / name).exists()


def test_every_setting_is_documented_for_operators() -> None:
    from pendapa.config.environment import Environment

    text = (ROOT / "docs" / "operations.md").read_text()
    assert [field.alias for field in Environment.model_fields.values() if f"`{field.alias}`" not in text] == []
