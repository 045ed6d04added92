"""What an installed copy holds, as `pyproject.toml` says it."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ROOT / "src" / "pendapa"


def test_every_file_of_the_program_is_installed_with_it() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["package-data"]["*"]
    packages = [init.parent for init in PACKAGES.rglob("__init__.py")]
    held = {path for package in packages for pattern in declared for path in package.glob(pattern)}
    wanted = {
        path
        for path in PACKAGES.rglob("*")
        if path.is_file() and path.suffix not in {".py", ".pyc"} and "tests" not in path.parts
    }
    assert sorted(map(str, wanted - held)) == []


def test_every_folder_of_python_is_a_package() -> None:
    folders = {path.parent for path in PACKAGES.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
