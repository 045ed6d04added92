"""`python -m tests.inspection axe | narrow | language | weight | queries | matrix | leaks`: a table, 1 on a fault."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Browser, sync_playwright

from tests.inspection.reporting import table
from tests.inspection.walking import PUBLIC, walk
from tests.inspection.weighing import HEAVIEST_KB, first_visit_kb
from tests.journeys.hall import Hall, running_hall

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WALKS = ("axe", "narrow", "language")
IN_PROCESS = {
    "queries": ["-m", "pytest", "tests/inspection/test_query_counts.py", "-s"],
    "matrix": ["-m", "pytest", "tests/test_authorisation_matrix.py", "-s"],
    "leaks": ["-m", "pytest", "tests/inspection/test_leaks.py", "-s"],
}


def inspect_walk(name: str) -> Callable[[Browser, Hall], bool]:
    """Walk past every page and print what this inspection found on each."""

    def run(browser: Browser, hall: Hall) -> bool:
        inspector = walk(browser, hall)
        wrong = [one for one in inspector.findings if one.inspection == name]
        faults = {
            page: [f"{one.how}: {one.fault}" for one in wrong if one.page == page] for page, _url in inspector.seen
        }
        print(table(("page", name), [(page, "; ".join(found) or "good") for page, found in faults.items()]))
        return not wrong

    return run


def inspect_weight(browser: Browser, hall: Hall) -> bool:
    """Weigh the first visit of every public page."""
    weights = {name: first_visit_kb(browser, hall.url + address) for name, address in PUBLIC.items()}
    rows = [(name, PUBLIC[name], f"{weight:.1f}") for name, weight in weights.items()]
    print(table(("page", "address", "KB"), rows))
    return max(weights.values()) <= HEAVIEST_KB


def main() -> int:
    """Run one inspection."""
    parser = argparse.ArgumentParser(prog="python -m tests.inspection", description=__doc__)
    parser.add_argument("inspection", choices=[*WALKS, "weight", *IN_PROCESS])
    name = parser.parse_args().inspection
    if name in IN_PROCESS:
        return subprocess.run([sys.executable, *IN_PROCESS[name]], check=False).returncode
    inspect = inspect_weight if name == "weight" else inspect_walk(name)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with running_hall() as hall, sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, CHROMIUM)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--disable-gpu", *sandbox])
        return 0 if inspect(browser, hall) else 1


if __name__ == "__main__":
    sys.exit(main())
