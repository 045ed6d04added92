"""Make everything `make run` and `make test` need: virtual environment, locked packages, built assets, messages.

Runs with the system's Python and nothing else. What is already there and still right is left alone.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must be told, not fail on syntax
    sys.exit("Pendapa needs Python 3.11 or newer; name one with `make PYTHON=python3.12 …`.")

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = (ROOT / os.environ.get("VENV", ".venv")).absolute()
BIN = VENV / "bin"
OLDEST_NODE = 18
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> None:
    """Bring everything up to date; ends with a message for people when that cannot be done."""
    is_for_tests = "--dev" in sys.argv[1:]
    os.chdir(ROOT)
    make_virtual_environment()
    install_python_packages(is_for_tests)
    install_node_packages()
    run("Compiling messages", [BIN / "python", "tools/messages.py", "compile"])
    build_assets()
    if is_for_tests:
        make_sure_of_browser()


def run(what: str, command: Sequence[str | Path], **environment: str) -> None:
    """Run one step quietly; on a fault show its output and stop."""
    done = subprocess.run(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
        check=False,
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{what} failed: {' '.join(str(part) for part in command)}")


def say(text: str) -> None:
    """One line of progress."""
    print(text, flush=True)


def fingerprint(*names: str) -> str:
    """Of the Python in use, where the project lies, and the named files."""
    content = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for name in names:
        content.update((ROOT / name).read_bytes())
    return content.hexdigest()


def is_done(stamp: Path, mark: str) -> bool:
    """Whether the step that left this stamp was done for the same mark."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == mark


def make_virtual_environment() -> None:
    """A virtual environment with pip; Debian has that part in a package of its own."""
    if (BIN / "python").exists() and (BIN / "pip").exists():
        return
    say("Making the virtual environment …")
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not install_from_apt(package):
        sys.exit(f"Python cannot make a virtual environment here. Install it first: sudo apt install {package}")
    run("Making the virtual environment", command)


def install_python_packages(is_for_tests: bool) -> None:
    """Exactly the locked versions, each checked against its hash, and Pendapa itself."""
    files = ["requirements.txt"] + (["requirements-dev.txt"] if is_for_tests else [])
    mark = fingerprint(*files, "pyproject.toml")
    stamp = VENV / ("pendapa-dev.stamp" if is_for_tests else "pendapa.stamp")
    if is_done(stamp, mark):
        return
    say("Installing Python packages …")
    locked = [part for name in files for part in ("-r", name)]
    pip: list[str | Path] = [BIN / "python", "-m", "pip", "install", "--quiet", "--no-compile"]
    run("Installing Python packages", [*pip, "--require-hashes", "--no-deps", *locked])
    run("Installing Pendapa", [*pip, "--no-deps", "--no-build-isolation", "--editable", "."])
    stamp.write_text(mark, encoding="utf-8")
    if is_for_tests:
        (VENV / "pendapa.stamp").write_text(fingerprint("requirements.txt", "pyproject.toml"), encoding="utf-8")


def install_node_packages() -> None:
    """Fonts, icons and place names that the build step reads; with the PyPI wheel of Node where Node is missing."""
    mark = fingerprint("package.json", "package-lock.json")
    stamp = ROOT / "node_modules" / ".pendapa.stamp"
    if is_done(stamp, mark):
        return
    say("Installing font, icons and place names …")
    path = os.environ.get("PATH", "")
    if not has_node():
        run("Installing Node", [BIN / "python", "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps",
                                "-r", "requirements-node.txt"])  # fmt: skip
        path = f"{BIN}{os.pathsep}{path}"
    npm = shutil.which("npm", path=path)
    if npm is None:
        sys.exit("npm is missing beside node. Install both: sudo apt install nodejs npm")
    run("Installing npm packages", [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], PATH=path)
    stamp.write_text(mark, encoding="utf-8")


def has_node() -> bool:
    """Whether a Node that is new enough is installed, with npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = answer.strip().removeprefix("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def build_assets() -> None:
    """Stylesheet, font and icons of the pages, when their sources changed."""
    ui = ROOT / "src" / "pendapa" / "ui"
    sources = sorted(path for path in [*ui.glob("*.py"), *(ui / "assets").rglob("*")] if path.is_file())
    mark = fingerprint("package-lock.json", *(str(path.relative_to(ROOT)) for path in sources))
    built = ui / "static" / "ui" / "built"
    stamp = VENV / "pendapa-assets.stamp"
    if is_done(stamp, mark) and built.is_dir():
        return
    run("Building the assets", [BIN / "python", "-m", "pendapa.ui.build"])
    stamp.write_text(mark, encoding="utf-8")


def make_sure_of_browser() -> None:
    """Tests look at pages in Chromium."""
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not install_from_apt("chromium"):
        sys.exit("The tests need Chromium. Install it first: sudo apt install chromium")


def install_from_apt(package: str) -> bool:
    """Install a Debian package if we may; says whether it is there now."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    say(f"Installing {package} …")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    commands = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package])
    done = [subprocess.run(command, stdout=subprocess.DEVNULL, env=environment, check=False) for command in commands]
    return done[-1].returncode == 0


if __name__ == "__main__":
    main()
