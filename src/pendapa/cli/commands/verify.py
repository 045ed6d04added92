"""`pendapa verify FILE`"""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from pendapa.cli.installation import set_up_django

if TYPE_CHECKING:
    from pendapa.ledger.notes import Verifier

HELP = "Say whether a document or a receipt of the public log is genuine; needs neither network nor database."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and whose log a receipt should be of."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the PDF, or the receipt (.json), to verify")
    parser.add_argument(
        "--key", metavar="VKEY", help="the key of the log that a receipt is of (default: this installation's)"
    )
    parser.add_argument(
        "--witness", action="append", default=[], metavar="VKEY", help="check this witness's signature of a receipt too"
    )


def run(options: argparse.Namespace) -> int:
    """Exit status 0 when the file is valid, 1 when it is not, 2 when there is nothing to judge, with the reason."""
    from pendapa.ledger.receipts import looks_like_receipt

    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"pendapa: {options.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    return _verify_receipt(content, options) if looks_like_receipt(content) else _verify_document(content)


def _verify_document(content: bytes) -> int:
    set_up_django()
    from pendapa.documents.verification import verify_document

    found = verify_document(content)
    print(found)
    return 0 if found.is_valid else 1


def _verify_receipt(content: bytes, options: argparse.Namespace) -> int:
    from pendapa.cli.audit.telling import printable
    from pendapa.cli.receipts import told
    from pendapa.ledger.notes import NoteFault, Verifier
    from pendapa.ledger.receipts import ReceiptFault, check_receipt
    from pendapa.ledger.witnessing.keys import witness_key

    try:
        log = Verifier.of(options.key) if options.key else _own_log()
        witnesses = [witness_key(vkey) for vkey in options.witness]
    except NoteFault as fault:
        print(f"pendapa: {fault}.", file=sys.stderr)
        return 2
    try:
        print(told(check_receipt(content, log, witnesses)))
    except ReceiptFault as fault:
        print(printable(f"REFUSED: {fault.detail}."))
        return 1
    return 0


def _own_log() -> "Verifier":
    set_up_django()
    from pendapa.ledger.keeping import UnreadableCheckpoint, kept_checkpoint
    from pendapa.ledger.notes import NoteFault
    from pendapa.ledger.signing import signer_of, wished_name

    try:
        kept = kept_checkpoint()
    except UnreadableCheckpoint as fault:
        raise NoteFault(str(fault)) from fault
    return signer_of(kept.origin if kept else wished_name()).verifier
