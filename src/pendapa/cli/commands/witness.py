"""`pendapa witness`"""

import argparse
import os
import sys
from pathlib import Path

HELP = "Be an independent witness of another installation's log: sign only what extends what was seen."
TARGET = "pendapa.ledger.witness.serving:application"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, where it is kept, whom to follow, where to listen."""
    parser.add_argument("action", nargs="?", choices=("serve", "key"), default="serve", help="serve, or show the key")
    parser.add_argument(
        "--state", type=Path, metavar="DIR", default=Path(os.environ.get("PENDAPA_WITNESS_STATE", "witness")),
        help="the folder of the witness: its key, its list of logs, what it has seen (default ./witness)",
    )  # fmt: skip
    parser.add_argument("--name", help="the name of the witness, such as saksi.example.org; makes its key when missing")
    parser.add_argument("--log", action="append", default=[], metavar="VKEY", help="follow this log beside logs.txt")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8008, help="the port to listen on (default 8008)")


def run(options: argparse.Namespace) -> int:
    """Until stopped; or the key, to be given to those whose log is followed. 1 with a reason when it cannot be."""
    from pendapa.ledger.witness.configuration import FOLDER, LOGS, WitnessFolder, WrongWitness, configured_witness

    folder = WitnessFolder(options.state)
    try:
        signer = folder.make_key(options.name) if options.name else folder.key()
        if options.action == "key":
            print(signer.verifier.vkey)
            return 0
        os.environ |= {FOLDER: str(options.state.resolve()), LOGS: " ".join(options.log)}
        witness = configured_witness(os.environ)
    except WrongWitness as wrong:
        print(f"pendapa: {wrong}", file=sys.stderr)
        return 1
    print(f"Witness {witness.signer.verifier.vkey} follows:", *(f"  {log.vkey}" for log in witness.logs), sep="\n")
    sys.stdout.flush()
    serve_witness(options.host, options.port)
    return 0


def serve_witness(host: str, port: int) -> None:
    """Serve in one process; a request waits for its client or the disk, not for the processor."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from pendapa.config.logs import SERVER_LOGGING, configure_logs

    configure_logs("INFO")
    Granian(
        TARGET,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=1,
        websockets=False,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=3,
        log_level=LogLevels.warning,
        log_dictconfig=SERVER_LOGGING,
    ).serve()
