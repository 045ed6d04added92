"""The folder of a witness: its key, made once, and the logs that it follows."""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendapa.ledger.notes import COSIGNATURE_V1, ED25519, NoteFault, Signer, Verifier
from pendapa.ledger.witness.cosigning import Witness
from pendapa.ledger.witness.state import WitnessState, write_private

FOLDER = "PENDAPA_WITNESS_STATE"
LOGS = "PENDAPA_WITNESS_LOGS"


class WrongWitness(Exception):
    """What stands in the way of being a witness, and what to do."""


@dataclass(frozen=True, slots=True)
class WitnessFolder:
    """Where a witness keeps its key (`key.json`), its list of logs (`logs.txt`) and what it has seen."""

    path: Path

    def key(self) -> Signer:
        """The key; raises WrongWitness when there is none or it cannot be read."""
        try:
            found = json.loads((self.path / "key.json").read_text(encoding="utf-8"))
            private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(found["private"], validate=True))
            return Signer(str(found["name"]), private, COSIGNATURE_V1)
        except FileNotFoundError:
            raise WrongWitness(
                f"{self.path} holds no key. Make one: pendapa witness key --state {self.path} --name saksi.example.org"
            ) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise WrongWitness(f"{self.path / 'key.json'} cannot be read; bring it back from a backup.") from error

    def make_key(self, name: str) -> Signer:
        """The key under this name, made now if there is none; raises WrongWitness when there is one of another name."""
        if (self.path / "key.json").exists():
            present = self.key()
            if present.name != name:
                raise WrongWitness(f"{self.path} holds the key of {present.name}, not of {name}.")
            return present
        signer = Signer(name, Ed25519PrivateKey.generate(), COSIGNATURE_V1)
        try:
            Verifier.of(signer.verifier.vkey)
        except NoteFault:
            raise WrongWitness(f"{name!r} cannot be a name: no blanks, no plus sign.") from None
        secret = base64.b64encode(signer.private.private_bytes_raw()).decode()
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_private(self.path / "key.json", json.dumps({"name": name, "private": secret}))
        except OSError as error:
            raise WrongWitness(f"{self.path} cannot be written: {error.strerror}.") from error
        return signer

    def logs(self, more: Iterable[str] = ()) -> list[Verifier]:
        """The keys of the logs: one a line in `logs.txt` (`#` begins a remark), and `more`. Raises WrongWitness."""
        path = self.path / "logs.txt"
        try:
            lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        except (OSError, UnicodeDecodeError) as error:
            raise WrongWitness(f"{path} cannot be read: {error}.") from error
        named = [line.strip() for line in (*lines, *more) if line.strip() and not line.lstrip().startswith("#")]
        try:
            found = [Verifier.of(line) for line in named]
        except NoteFault as fault:
            raise WrongWitness(f"A log to follow: {fault}.") from fault
        if any(log.algorithm != ED25519 for log in found):
            raise WrongWitness("A log to follow is named by the key of its log, not by that of a witness.")
        return list(dict.fromkeys(found))


def configured_witness(environment: Mapping[str, str]) -> Witness:
    """The witness that `pendapa witness` told its server process of; raises WrongWitness."""
    folder = WitnessFolder(Path(environment[FOLDER]))
    logs = folder.logs(environment.get(LOGS, "").split())
    if not logs:
        raise WrongWitness(f"No log to follow: write its key into {folder.path / 'logs.txt'}, or give --log.")
    return Witness(folder.key(), logs, WitnessState(folder.path))
