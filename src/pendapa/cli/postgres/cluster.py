"""Making the database cluster, whole or not at all, and the roles in it."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from pendapa.cli.postgres.binaries import MAJOR_VERSION
from pendapa.cli.postgres.faults import DatabaseFault
from pendapa.cli.postgres.folders import ServerFolders

# Reachable through the socket only, and there with a password: the folder's mode and the password each suffice alone.
HOST_RULES = "local all all scram-sha-256\n"
ROLE = "pendapa"
DATABASE = "pendapa"
CLEAN_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def prepare_cluster(programs: Path, folders: ServerFolders, passwords: dict[str, Any]) -> None:
    """Make the cluster if there is none, and give its roles the passwords of this installation."""
    for unfinished in folders.base.glob(".data-*"):
        shutil.rmtree(unfinished, ignore_errors=True)
    if not folders.data.exists():
        _create_cluster(programs, folders)
    _refuse_other_version(folders.data)
    _set_passwords(programs, folders, passwords)


def _create_cluster(programs: Path, folders: ServerFolders) -> None:
    fresh = Path(tempfile.mkdtemp(dir=folders.base, prefix=".data-"))
    folders.account.own(fresh)
    options = ["--username=postgres", "--auth=reject", "--encoding=UTF8", "--locale=C"]
    options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--text-search-config=simple"]
    _run(folders, [str(programs / "initdb"), f"--pgdata={fresh}", *options])
    (fresh / "pg_hba.conf").write_text(HOST_RULES, encoding="utf-8")
    _run_statements(
        programs, folders, fresh, f"CREATE ROLE {ROLE} LOGIN CREATEDB\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
    )
    fresh.rename(folders.data)
    _make_durable(folders.base)


def _refuse_other_version(data: Path) -> None:
    version = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
    if version != MAJOR_VERSION:
        raise DatabaseFault(
            f"{data} was made by PostgreSQL {version}; this is {MAJOR_VERSION}. "
            "Carry the data over with pg_dump and pg_restore, as docs/operations.md says."
        )


def _set_passwords(programs: Path, folders: ServerFolders, passwords: dict[str, Any]) -> None:
    """Once per change: the digest beside the data says which passwords the roles have."""
    wanted = {ROLE: str(passwords["database_password"]), "postgres": str(passwords["database_admin_password"])}
    digest = hashlib.sha256("\n".join(f"{role}:{text}" for role, text in wanted.items()).encode()).hexdigest()
    note = folders.base / "passwords.sha256"
    if note.exists() and note.read_text(encoding="utf-8").strip() == digest:
        return
    lines = (f"ALTER ROLE {role} PASSWORD '{text}'\n" for role, text in wanted.items())
    _run_statements(programs, folders, folders.data, "".join(lines))
    note.write_text(f"{digest}\n", encoding="utf-8")


def _run_statements(programs: Path, folders: ServerFolders, data: Path, statements: str) -> None:
    """Run statements, one a line, while no server runs on the data."""
    single = [str(programs / "postgres"), "--single", "-D", str(data), "postgres"]
    output = _run(folders, single, statements)
    if "ERROR:" in output:
        raise DatabaseFault(f"The embedded database could not be prepared:\n{output}")


def _run(folders: ServerFolders, command: list[str], feed: str = "") -> str:
    done: subprocess.CompletedProcess[str] = subprocess.run(  # noqa: S603
        command,
        input=feed,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd="/",
        env=CLEAN_ENVIRONMENT,
        umask=0o077,
        check=False,
        **folders.account.process_options,
    )
    if done.returncode:
        raise DatabaseFault(f"The embedded database could not be made ({Path(command[0]).name}):\n{done.stdout}")
    return done.stdout


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
