"""The account the server runs as: ours, or, when we are root, one without privileges (PostgreSQL refuses root)."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pendapa.cli.postgres.faults import DatabaseFault

UNPRIVILEGED_ACCOUNTS = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """Who runs the server."""

    uid: int
    gid: int

    @property
    def process_options(self) -> dict[str, Any]:
        """What `subprocess` needs to run something as this account."""
        if os.geteuid() == self.uid:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give a file or folder to this account."""
        if os.geteuid() != self.uid:
            os.chown(path, self.uid, self.gid)

    def passes(self, test: str, path: Path) -> bool:
        """Whether the shell's `test` (`-x`, `-w` …) holds for this account on the path."""
        check = subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", 'test "$1" "$2"', "sh", test, str(path)],
            cwd="/",
            check=False,
            **self.process_options,
        )
        return check.returncode == 0


def server_account(data: Path | None) -> ServerAccount:
    """The owner of existing data, else ourselves, else (as root) the first usable unprivileged account."""
    if os.geteuid() != 0:
        return ServerAccount(os.geteuid(), os.getegid())
    if data is not None and data.exists() and data.stat().st_uid != 0:
        return ServerAccount(data.stat().st_uid, data.stat().st_gid)
    for name in UNPRIVILEGED_ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return ServerAccount(entry.pw_uid, entry.pw_gid)
    raise DatabaseFault(
        "The embedded database does not run as root, and there is neither a 'postgres' nor a 'nobody' account "
        "to run it as. Start pendapa as an ordinary user, or name a server in DATABASE_URL."
    )
