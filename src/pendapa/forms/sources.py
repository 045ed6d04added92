"""Reading a form's files so that every fault can name its line."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

Path = Sequence[str | int]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong in a file, on which line (from 1; 0 when it concerns the whole file)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class FormFaults(Exception):
    """A form that cannot be used; `faults` lists everything wrong with it, by file and line."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = sorted(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


@dataclass
class Source:
    """One file: its plain value, and where each part of it stands."""

    name: str
    value: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    _marked: Any = None

    def fault(self, path: Path, message: str, **values: object) -> None:
        """Note a fault at the deepest part of `path` that the file has; `values` fill the message."""
        self.faults.append(Fault(self.name, self.line_of(path), message % values if values else message))

    def line_of(self, path: Path) -> int:
        """The line (from 1) of the part at `path`; of its nearest parent where it is absent."""
        node, line = self._marked, 1
        for part in path:
            try:
                line = (node.lc.key(part) if isinstance(part, str) else node.lc.item(part))[0] + 1
                node = node[part]
            except (AttributeError, KeyError, IndexError, TypeError):
                break
        return line


def read_json(name: str, text: str) -> Source:
    """A JSON object with its lines; raises FormFaults when it is none."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise FormFaults(
            [Fault(name, error.lineno, _("this is not JSON: %(reason)s") % {"reason": error.msg})]
        ) from error
    return read_yaml(name, text.replace("\t", " "))


def read_yaml(name: str, text: str) -> Source:
    """A YAML (or JSON) mapping with its lines; raises FormFaults when it is none."""
    try:
        marked = YAML().load(text)
        value = _plain(marked)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        reason = " ".join((error.problem or "it cannot be read").split())
        raise FormFaults([Fault(name, line, _("this is not valid YAML: %(reason)s") % {"reason": reason})]) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise FormFaults([Fault(name, 0, _("this is not valid YAML"))]) from error
    if not isinstance(value, dict):
        raise FormFaults([Fault(name, 1, _("the file must hold a mapping of names to values"))])
    return Source(name, value, _marked=marked)


def _plain(node: Any) -> Any:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    if isinstance(node, bool) or node is None:
        return node
    if isinstance(node, date | datetime):
        return node.isoformat()
    for plain in (int, float, str):
        if isinstance(node, plain):
            return plain(node)
    raise ValueError(f"{type(node).__name__} is not a JSON value")
