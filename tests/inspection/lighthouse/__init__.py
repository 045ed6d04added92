"""Google's Lighthouse: how fast, how accessible and how well made a page is on a slow telephone."""

import os
import re
from urllib.request import urlopen

from tests.inspection.lighthouse.installing import lighthouse_command
from tests.inspection.lighthouse.measuring import CATEGORIES, measure
from tests.inspection.reporting import table

PAGES = {
    "home": "/",
    "service": "/layanan/sku/",
    "report": "/lapor/",
    "reports": "/laporan/",
    "one report": "",
    "track": "/lacak/",
}


def inspect_with_lighthouse(url: str) -> bool:
    """Measure the pages of a running installation and print their figures; the report is the first one published."""
    command = lighthouse_command()
    rows, is_good = [], True
    for name, path in {**PAGES, "one report": _first_report(url)}.items():
        if not path:
            print("No report is published there: its page is left out.")
            continue
        score = measure(command, url + path)
        is_good = is_good and score.is_good
        told = "; ".join(score.faults) or "–"
        rows.append((name, path, *(score.figures[one] for one in CATEGORIES), f"{score.paint:.1f} s", told))
    print(table(("page", "address", *CATEGORIES, "largest paint", "what costs points"), rows))
    print(f"Median of three visits each; load of this machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors.")
    return is_good


def _first_report(url: str) -> str:
    with urlopen(f"{url}/laporan/", timeout=30) as answer:  # noqa: S310 - an address that was named on the command line
        found = re.search(r'href="(/laporan/LPR-[^"/]+/)"', answer.read().decode())
    return found[1] if found else ""
