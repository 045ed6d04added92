"""What the demonstration's year is made of: readable files in `demo/year/`."""

from pathlib import Path
from typing import Any, Final

import yaml

from pendapa.cli.demo.regency import ROOT

YEAR: Final = ROOT / "demo/year"
UNITS: Final = YEAR / "units"
"""A folder as `pendapa load` takes it: the offices that the year needs besides those of the regency."""


def content_of(name: str, folder: Path = YEAR) -> dict[str, Any]:
    """One of the files: "cases", "reports", "evaluation" or "oversight". Raises OSError, yaml.YAMLError."""
    found: dict[str, Any] = yaml.safe_load((folder / f"{name}.yaml").read_text(encoding="utf-8"))
    return found
