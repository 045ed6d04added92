"""Bring the table of docs/public-log.md up to date with the verbs.

python tools/public_log.py            writes it
python tools/public_log.py check      only says whether it is up to date
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "public-log.md"


def main(arguments: list[str]) -> int:
    """0 when the page is, or has been brought, up to date."""
    sys.path.insert(0, str(ROOT / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pendapa.config.settings")
    import django

    django.setup()
    from pendapa.ledger.documenting import with_table

    page = PAGE.read_text(encoding="utf-8")
    present = with_table(page)
    if arguments == ["check"]:
        return 0 if present == page else 1
    PAGE.write_text(present, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
