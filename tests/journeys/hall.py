"""A real installation for the tests: `pendapa up --demo` on a home of its own, with the embedded database."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

READY = "Pendapa is ready:"
SECONDS_TO_START = 180
OF_THE_TESTS = ("DATABASE_URL", "PENDAPA_HOME", "PENDAPA_TEST_HOME", "PORT", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True, slots=True)
class Hall:
    """A running installation: its address, its home, the passwords of its demonstration accounts by e-mail, and the
    process of `pendapa up` (0 for one that somebody else started)."""

    url: str
    home: Path
    passwords: dict[str, str]
    process: int = 0

    def mails(self) -> list[str]:
        """Every mail sent so far, as text; order unknown."""
        return [read_mail(path) for path in sorted((self.home / "mail").glob("*"))]

    def survey_link(self, number: str, seconds: float = 30) -> str:
        """The address in the mail that asks how the service was; waits for the worker. Raises LookupError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for text in self.mails():
                found = re.search(r"https?://\S+/nilai/\w+/", text)
                if found and number in text:
                    return found.group(0)
            time.sleep(0.2)
        raise LookupError(f"No mail asks about {number}")

    def verify_command(self, file: Path) -> "subprocess.CompletedProcess[str]":
        """`pendapa verify FILE` for this home."""
        return self.run("pendapa.cli.main", "verify", str(file))

    def step(self, module: str, *words: str) -> dict[str, Any]:
        """A step of a module of ours beside the installation: the JSON object that it prints last."""
        done = self.run(module, *words, port=urlsplit(self.url).port or 0)
        assert done.returncode == 0, done.stderr
        answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return answer

    def run(self, module: str, *words: str, port: int = 0) -> "subprocess.CompletedProcess[str]":
        """`python -m MODULE WORDS…` in the environment of this installation."""
        return subprocess.run(
            [sys.executable, "-m", module, *words],
            env=environment_of(self.home, port),
            capture_output=True,
            text=True,
            check=False,
        )


def read_mail(path: Path) -> str:
    """Subject and plain text of the mails in one file."""
    import email
    from email import policy

    text = []
    for part in email.message_from_bytes(path.read_bytes(), policy=policy.default).walk():
        if part.get_content_type() == "text/plain":
            text.append(part.get_content())
    return "\n".join(text)


def environment_of(home: Path, port: int = 0) -> dict[str, str]:
    """The environment of the installation: nothing of the tests' own."""
    kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    extra = {"PORT": str(port)} if port else {}
    return {**kept, "PENDAPA_HOME": str(home), "PENDAPA_DEMO": "1", "PENDAPA_LOG_LEVEL": "WARNING", **extra}


@contextlib.contextmanager
def running_hall() -> Iterator[Hall]:
    """Start it, wait for its first page, stop all of it and clear its home away.

    With PENDAPA_HALL_URL and PENDAPA_HALL_HOME set, one that runs already is used and left as it is.
    """
    if "PENDAPA_HALL_URL" in os.environ:
        home = Path(os.environ["PENDAPA_HALL_HOME"])
        yield Hall(os.environ["PENDAPA_HALL_URL"].rstrip("/"), home, read_passwords(home))
        return
    home = Path(tempfile.mkdtemp(prefix="pendapa-hall-"))
    home.chmod(0o755)
    log = home / "up.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pendapa.cli.main", "up", "--demo"],
            env=environment_of(home, free_port()),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield Hall(_wait_until_ready(process, log), home, read_passwords(home), process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        shutil.rmtree(home, ignore_errors=True)


def read_passwords(home: Path) -> dict[str, str]:
    """Of the demonstration accounts, by e-mail."""
    return {one["email"]: one["password"] for one in json.loads((home / "demo-accounts.json").read_text())}


def free_port() -> int:
    """A port of which it and the next are free (pages and live streams)."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


def _wait_until_ready(process: "subprocess.Popen[bytes]", log: Path) -> str:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        for line in log.read_text().splitlines():
            if line.startswith(READY):
                return line.removeprefix(READY).strip().rstrip("/")
        time.sleep(0.1)
    raise RuntimeError("The installation did not start:\n" + log.read_text())
