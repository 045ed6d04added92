"""One page, three times, on Lighthouse's slow telephone (its usual simulated throttling): the median of each figure."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST = 95
RUNS = 3
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
Report = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Score:
    """Of 100 each; the largest paint in seconds; `faults` are the audits that cost points or that failed."""

    figures: dict[str, int]
    paint: float
    faults: tuple[str, ...]

    @property
    def is_good(self) -> bool:
        """Whether every figure is at least 95."""
        return min(self.figures.values()) >= LEAST


def measure(command: Sequence[str], url: str) -> Score:
    """Median of three visits; raises RuntimeError when Lighthouse cannot load the page."""
    reports = [_visit(command, url) for _run in range(RUNS)]
    figures = {name: round(median(one["categories"][name]["score"] for one in reports) * 100) for name in CATEGORIES}
    paint = median(one["audits"]["largest-contentful-paint"]["numericValue"] for one in reports) / 1000
    faults = {fault for one in reports for fault in _faults(one)}
    return Score(figures, paint, tuple(sorted(faults)))


def _visit(command: Sequence[str], url: str, attempts: int = 3) -> Report:
    """One visit; a trace that the browser did not begin in time (NO_NAVSTART) is asked for again."""
    try:
        return _try_visit(command, url)
    except RuntimeError:
        if attempts == 1:
            raise
    return _visit(command, url, attempts - 1)


def _try_visit(command: Sequence[str], url: str) -> Report:
    sandbox = " --no-sandbox" if os.geteuid() == 0 else ""
    done = subprocess.run(
        [
            *command, url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags=--headless=new --disable-gpu{sandbox}",
        ],
        env={**os.environ, "CHROME_PATH": next(filter(None, map(shutil.which, CHROMIUM)), "")},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    report: Report = json.loads(done.stdout) if done.returncode == 0 else {}
    if not report or report.get("runtimeError"):
        raise RuntimeError(f"Lighthouse could not look at {url}:\n{done.stderr}{report.get('runtimeError', '')}")
    return report


def _faults(report: Report) -> list[str]:
    """Audits that count and are not passed."""
    counting = [one for name in CATEGORIES for one in report["categories"][name]["auditRefs"] if one["weight"]]
    audits = [report["audits"][one["id"]] for one in counting]
    return [f"{one['id']}: {one['title']}" for one in audits if one["score"] is not None and one["score"] < 0.9]
