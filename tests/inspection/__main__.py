"""`python -m tests.inspection axe | narrow | language | weight | lighthouse [URL] | queries | matrix | leaks`: a table,
1 on a fault."""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from playwright.sync_api import Browser, sync_playwright

from tests.inspection.lighthouse import inspect_with_lighthouse
from tests.inspection.reporting import table
from tests.inspection.scene import set_scene
from tests.inspection.walking import first_visits, walk
from tests.inspection.weighing import HEAVIEST_KB, first_visit_kb
from tests.journeys.hall import Hall, running_hall

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
WALKS = ("axe", "narrow", "language")
IN_PROCESS = {
    "queries": ["-m", "pytest", "tests/inspection", "-k", "query_counts", "-s"],
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
    visits = first_visits(hall)
    weights = {name: first_visit_kb(browser, hall.url + address) for name, address in visits.items()}
    rows = [(name, visits[name], f"{weight:.1f}") for name, weight in weights.items()]
    print(table(("page", "address", "KB"), rows))
    return max(weights.values()) <= HEAVIEST_KB


def measure_pages(url: str) -> bool:
    """With Lighthouse, at an address or at an installation made for it."""
    if url:
        return inspect_with_lighthouse(url.rstrip("/"))
    with running_hall() as hall:
        set_scene(hall)
        return inspect_with_lighthouse(hall.url)


def main() -> int:
    """Run one inspection."""
    parser = argparse.ArgumentParser(prog="python -m tests.inspection", description=__doc__)
    parser.add_argument("inspection", choices=[*WALKS, "weight", "lighthouse", *IN_PROCESS])
    parser.add_argument("url", nargs="?", default="", help="for lighthouse: a running installation")
    given = parser.parse_args()
    name = given.inspection
    if name == "lighthouse":
        return 0 if measure_pages(given.url) else 1
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
