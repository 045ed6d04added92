"""`pendapa verify FILE`"""

import argparse
import sys
from pathlib import Path

from pendapa.cli.installation import set_up_django

HELP = "Say whether a document is genuine; needs neither network nor database."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the PDF to verify")


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when the document is valid, 1 when it is not."""
    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"pendapa: {options.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    set_up_django()
    from pendapa.documents.verification import verify_document

    found = verify_document(content)
    print(found)
    return 0 if found.is_valid else 1
