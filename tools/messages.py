"""Interface messages: collect them, check that each has its Indonesian translation, compile them.

    python tools/messages.py update [package …] [--remove-unused]
    python tools/messages.py check [package …]
    python tools/messages.py compile [package …]

Message ids are English; translations live in `src/pendapa/<package>/locale/id/LC_MESSAGES/django.po`.
Needs no GNU gettext: a server with nothing but Python can run it.
"""

import argparse
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src"
PACKAGES = SOURCE / "pendapa"
LANGUAGE = "id"
SKIPPED_FOLDERS = {"tests", "migrations", "locale", "node_modules", "static"}
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PERCENT_PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*[\d.]*[a-zA-Z]")
BRACE_PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)[^{}]*\}(?!\})")
EMPTY_PO = """msgid ""
msgstr ""
"Project-Id-Version: Pendapa\\n"
"Language: id\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""
NOISY_HEADERS = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Last-Translator",
    "Language-Team",
    "Generated-By",
    "Report-Msgid-Bugs-To",
    "Project-Id-Version",
)


@dataclass(frozen=True, slots=True)
class UsedMessage:
    """One message as it stands in the source."""

    ids: str | tuple[str, ...]
    context: str | None
    path: str
    line: int
    notes: tuple[str, ...]


def po_path(package: str) -> Path:
    """Where the Indonesian translations of a package live."""
    return PACKAGES / package / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def all_packages() -> list[str]:
    """Every package of the house, by name; an app inside a package ("complaints/whistle") has a file of its own."""
    packages = [path.parent for path in PACKAGES.glob("*/__init__.py")]
    inner = [path.parent for path in PACKAGES.glob("*/*/apps.py")]
    return sorted(folder.relative_to(PACKAGES).as_posix() for folder in (*packages, *inner))


def used_messages(package: str) -> Iterator[UsedMessage]:
    """Messages in the Python files and templates of one package, in order of appearance."""
    inner_apps = {path.parent.name for path in (PACKAGES / package).glob("*/apps.py")}
    for path in sorted((PACKAGES / package).rglob("*")):
        inner = path.relative_to(PACKAGES / package)
        if not path.is_file() or (SKIPPED_FOLDERS | inner_apps).intersection(inner.parts[:-1]):
            continue
        if path.suffix == ".py":
            yield from messages_in(path, path.read_text(encoding="utf-8"))
        elif "templates" in inner.parts and path.suffix in {".html", ".txt", ".xml", ".md", ".json"}:
            yield from messages_in(path, template_as_source(path))


def template_as_source(path: Path) -> str:
    """A template turned into lines of calls that the Python extractor reads; line numbers are kept."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    return "\n".join(line.strip() for line in source.split("\n"))


def messages_in(path: Path, source: str) -> Iterator[UsedMessage]:
    """Messages in Python source; `path` only names where they come from."""
    stream = io.BytesIO(source.encode())
    name = path.relative_to(SOURCE.parent).as_posix()
    options = {"encoding": "utf-8"}
    for line, ids, notes, context in extract("python", stream, KEYWORDS, ("Translators:",), options):
        if ids and ids != ("", ""):
            yield UsedMessage(ids, context, name, line, tuple(notes))


def template_catalog(package: str) -> Catalog:
    """The messages a package uses, without translations."""
    catalog = Catalog(project="Pendapa", charset="utf-8")
    for used in used_messages(package):
        catalog.add(
            used.ids,
            locations=[(used.path, used.line)],
            auto_comments=used.notes,
            context=used.context,
        )
    return catalog


def existing_catalog(package: str) -> Catalog:
    """The translations a package has; empty when it has none yet."""
    path = po_path(package)
    if not path.exists():
        return read_po(io.BytesIO(EMPTY_PO.encode()), locale=LANGUAGE, charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale=LANGUAGE, charset="utf-8")


def write_atomically(path: Path, content: bytes) -> None:
    """Write so that a reader sees the old file or the new one, never half of either."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(path)


def render_po(catalog: Catalog) -> bytes:
    """The catalog as text that changes only when a message changes."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False, omit_header=False)
    lines = buffer.getvalue().decode().split("\n")
    kept = [line for line in lines if not line.startswith(tuple(f'"{name}' for name in NOISY_HEADERS))]
    text = "\n".join(kept)
    return (text[text.index('msgid ""') :].rstrip() + "\n").encode()


def update(package: str, *, remove_unused: bool) -> str | None:
    """Bring the translation file of a package up to date; returns a sentence on what changed."""
    template = template_catalog(package)
    if not len(template) and not po_path(package).exists():
        return None
    catalog = existing_catalog(package)
    before = {(message.id, message.context) for message in catalog if message.id}
    catalog.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalog.fuzzy = False
    if remove_unused:
        catalog.obsolete.clear()
    write_atomically(po_path(package), render_po(catalog))
    after = {(message.id, message.context) for message in catalog if message.id}
    missing = sum(1 for message in catalog if message.id and not is_translated(message))
    return (
        f"{package}: {len(after)} messages, {len(after - before)} new, "
        f"{len(catalog.obsolete)} no longer used, {missing} without translation"
    )


def is_translated(message: Message) -> bool:
    """Whether every form of the message has a text."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms)


def placeholders(text: str) -> set[str]:
    """Names a message expects to be filled in."""
    return set(PERCENT_PLACEHOLDER.findall(text)) | set(BRACE_PLACEHOLDER.findall(text))


def has_wrong_placeholders(message: Message) -> bool:
    """Whether a translation names something its message does not, or leaves something out."""
    sources = message.id if isinstance(message.id, (tuple, list)) else (message.id,)
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    offered = set().union(*(placeholders(source) for source in sources))
    wanted = placeholders(sources[-1])
    return any(not wanted <= placeholders(text or "") <= offered for text in texts)


def faults(package: str) -> Iterator[str]:
    """What is wrong with the translations of a package, one sentence each."""
    catalog = existing_catalog(package)
    name = po_path(package).relative_to(SOURCE.parent).as_posix()
    used_keys = set()
    for used in used_messages(package):
        first = used.ids[0] if isinstance(used.ids, tuple) else used.ids
        if (first, used.context) in used_keys:
            continue
        used_keys.add((first, used.context))
        message = catalog.get(first, used.context)
        if message is None or not is_translated(message):
            yield f"{used.path}:{used.line}: no Indonesian translation of {first!r}"
        elif message.fuzzy:
            yield f"{name}: the translation of {first!r} is marked fuzzy"
        elif has_wrong_placeholders(message):
            yield f"{name}: the translation of {first!r} has other placeholders than its message"
    for message in [*catalog, *catalog.obsolete.values()]:
        first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        if first and (first, message.context) not in used_keys:
            yield f"{name}: {first!r} is no longer used"


def contradictions(packages: Iterable[str]) -> Iterator[str]:
    """Messages that other packages translate differently, one sentence each: of two such translations Django shows
    the one of whichever app comes first, on the pages of both."""
    texts: dict[tuple[str, str | None], dict[tuple[str, ...], list[str]]] = {}
    for package in all_packages():
        for message in existing_catalog(package):
            forms = message.string if isinstance(message.string, (tuple, list)) else (message.string or "",)
            if message.id and is_translated(message):
                first = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
                texts.setdefault((first, message.context), {}).setdefault(tuple(forms), []).append(package)
    asked = set(packages)
    for (first, _context), by_text in sorted(texts.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        if len(by_text) > 1 and asked.intersection(chain.from_iterable(by_text.values())):
            told = " but ".join(f"{forms[0]!r} in {', '.join(names)}" for forms, names in by_text.items())
            yield f"{first!r} is translated as {told}: choose one, or give one of them a context"


def compile_package(package: str) -> None:
    """Write the binary catalog Django reads, when it is older than its source."""
    source = po_path(package)
    target = source.with_suffix(".mo")
    if not source.exists():
        return
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return
    buffer = io.BytesIO()
    write_mo(buffer, existing_catalog(package))
    write_atomically(target, buffer.getvalue())


def parsed_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(prog="messages.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("command", choices=["update", "check", "compile"])
    parser.add_argument("packages", nargs="*", help="default: every package")
    parser.add_argument("--remove-unused", action="store_true", help="with update: drop what is no longer used")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.packages) - set(all_packages()))
    if unknown:
        parser.error(f"no such package: {', '.join(unknown)}")
    return options


def print_all(lines: Iterable[str]) -> int:
    """Print each line as it comes; returns how many there were."""
    count = 0
    for line in lines:
        print(line)
        count += 1
    return count


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = parsed_arguments(arguments)
    packages = options.packages or all_packages()
    if options.command == "update":
        print_all(filter(None, (update(package, remove_unused=options.remove_unused) for package in packages)))
        return 0
    if options.command == "compile":
        for package in packages:
            compile_package(package)
        return 0
    found = chain(chain.from_iterable(faults(package) for package in packages), contradictions(packages))
    return 1 if print_all(found) else 0


if __name__ == "__main__":
    sys.exit(main())
