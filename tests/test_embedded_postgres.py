"""The embedded database against what happens to servers: killed, started twice, left in awkward folders."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from pendapa.cli.embedded_postgres import EmbeddedDatabase, embedded_database
from pendapa.cli.postgres import binaries
from pendapa.cli.postgres.account import server_account
from pendapa.cli.postgres.folders import LONGEST_SOCKET_FOLDER, POINTER, server_folders
from pendapa.cli.postgres.locks import is_held
from pendapa.cli.postgres.postmaster import running_postmaster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")

USE_IT = """
import sys
from pathlib import Path
import psycopg
from pendapa.cli.embedded_postgres import embedded_database
with embedded_database(Path(sys.argv[1])) as database, psycopg.connect(database.url) as connection:
    print(connection.execute("SELECT pg_postmaster_start_time()::text").fetchone()[0], flush=True)
    sys.stdin.readline()
"""


def start_user(home: Path, **options: object) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USE_IT, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def keeper_of(home: Path) -> int | None:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if b"pendapa.cli.postgres.keeper" in words and str(home).encode() in words:
            return int(folder.name)
    return None


def value(url: str, query: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
        return str(row[0]) if row else ""


def eventually(question: Callable[[], object], seconds: float = 20) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if question():
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def database(home: Path) -> Iterator[EmbeddedDatabase]:
    with embedded_database(home) as found:
        yield found


def test_two_commands_at_once_share_one_server_and_the_last_one_stops_it(home: Path) -> None:
    first, second = start_user(home), start_user(home)
    assert first.stdout.readline() == second.stdout.readline() != ""
    first.communicate("\n")
    data = server_folders(home).data
    assert running_postmaster(data) is not None
    second.communicate("\n")
    assert running_postmaster(data) is None
    assert keeper_of(home) is None


def test_a_killed_server_comes_back_with_all_that_was_committed(home: Path, database: EmbeddedDatabase) -> None:
    with psycopg.connect(database.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    killed = running_postmaster(server_folders(home).data)
    os.kill(killed, signal.SIGKILL)
    assert eventually(lambda: running_postmaster(server_folders(home).data) not in {None, killed})
    database.wait_for_connections()
    assert value(database.url, "SELECT answer FROM kept") == "42"


def test_a_killed_keeper_is_replaced(home: Path, database: EmbeddedDatabase) -> None:
    os.kill(keeper_of(home), signal.SIGKILL)
    assert eventually(lambda: not is_held(server_folders(home).keeper_lock)), "the kernel takes its lock back"
    database.ensure_running()
    assert value(database.url, "SELECT 1") == "1"


def test_when_all_is_killed_at_once_the_next_start_recovers(home: Path) -> None:
    user = start_user(home)
    user.stdout.readline()
    server = running_postmaster(server_folders(home).data)
    for process in (user.pid, keeper_of(home), server):
        os.kill(process, signal.SIGKILL)
    user.communicate()
    with embedded_database(home) as database:
        assert value(database.url, "SELECT 1") == "1"


def test_a_left_over_pid_that_belongs_to_something_else_now_is_no_obstacle(home: Path) -> None:
    with embedded_database(home):
        pass
    folders = server_folders(home)
    stranger = subprocess.Popen(["sleep", "60"], cwd="/", **folders.account.process_options)
    try:
        pid_file = folders.data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{folders.data}\n1\n5432\n{folders.base}\n\n\nready\n")
        folders.account.own(pid_file)
        with embedded_database(home) as database:
            assert value(database.url, "SELECT 1") == "1"
    finally:
        stranger.kill()
        stranger.wait()


def test_a_cluster_that_was_never_finished_is_cleared_away(home: Path) -> None:
    unfinished = server_folders(home).base / ".data-abc"
    unfinished.mkdir()
    with embedded_database(home):
        assert not unfinished.exists()


def test_a_long_path_is_no_obstacle(home: Path) -> None:
    long = home / ("a" * 100) / ("b" * 60)
    long.mkdir(parents=True)
    with embedded_database(long) as database:
        sockets = Path(server_folders(long).socket_pointer.read_text().strip())
        assert len(str(sockets)) <= LONGEST_SOCKET_FOLDER
        assert value(database.url, "SELECT 1") == "1"
    sockets.rmdir()


def test_the_server_is_durable_and_cannot_be_reached_from_outside(home: Path, database: EmbeddedDatabase) -> None:
    folders = server_folders(home)
    assert value(database.url, "SHOW fsync") == value(database.url, "SHOW full_page_writes") == "on"
    assert value(database.url, "SHOW listen_addresses") == ""
    assert not network_sockets_of(running_postmaster(folders.data))
    sockets = Path(folders.socket_pointer.read_text().strip())
    assert sockets.stat().st_mode & 0o077 == 0
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(sockets), user="pendapa", dbname="pendapa", password="guess")
    assert value(database.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == "False"


def network_sockets_of(pid: int) -> set[str]:
    owned = {os.readlink(handle) for handle in Path(f"/proc/{pid}/fd").iterdir()}
    found = set()
    for name in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:]:
            found.add(f"socket:[{line.split()[9]}]")
    return owned & found


@as_root
def test_as_root_the_server_runs_as_an_account_without_privileges(home: Path, database: EmbeddedDatabase) -> None:
    pid = running_postmaster(server_folders(home).data)
    assert Path(f"/proc/{pid}").stat().st_uid != 0


@as_root
def test_as_root_a_home_the_account_cannot_enter_keeps_its_data_elsewhere(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    with embedded_database(closed) as database, psycopg.connect(database.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS answer")
    elsewhere = Path((closed / "postgres" / POINTER).read_text().strip())
    try:
        assert not elsewhere.is_relative_to(closed)
        with embedded_database(closed) as database:
            assert value(database.url, "SELECT answer FROM kept") == "7"
    finally:
        shutil.rmtree(elsewhere)


@as_root
def test_as_root_programs_the_account_cannot_run_are_copied_to_where_it_can(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = server_account(None)
    closed = home / "closed"
    closed.mkdir(mode=0o700)
    package = binaries._package_folder()
    (closed / package.name).symlink_to(package)
    (closed / f"{package.name}.libs").symlink_to(package.with_name(f"{package.name}.libs"))
    monkeypatch.setattr(binaries, "_package_folder", lambda: closed / package.name)
    monkeypatch.setattr(binaries, "SYSTEM_FOLDER", home / "system")
    programs = binaries.programs_for(account)
    assert programs.is_relative_to(home / "system")
    for name in ("postgres", "initdb", "psql"):
        subprocess.run([programs / name, "--version"], check=True, cwd="/", **account.process_options)


@as_root
def test_an_ordinary_user_runs_it_just_the_same(home: Path) -> None:
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    if subprocess.run(["test", "-x", sys.executable], user=nobody.pw_uid, check=False).returncode:
        pytest.skip("this Python lies where only root may go")
    user = start_user(home, user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[], cwd="/")
    assert user.stdout.readline().startswith("20")
    user.communicate("\n")
    assert (home / "secrets.json").stat().st_mode & 0o777 == 0o600
