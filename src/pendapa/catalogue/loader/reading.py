"""Reads YAML files and keeps hold of the line of everything in them."""

from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from rapidfuzz import process
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from pendapa.catalogue.languages import LANGUAGES
from pendapa.catalogue.loader.faults import FaultList

LARGEST_FILE = 1_000_000


class Section:
    """A mapping in a YAML file. Its readers take a key, check the value, and note a fault where it is wrong.

    A reader returns an empty value of its type after noting a fault, so that reading goes on. `finish` notes the keys
    that nobody asked for.
    """

    def __init__(self, values: CommentedMap, file: str, faults: FaultList, *, line: int) -> None:
        self.values = values
        self.file = file
        self.faults = faults
        self.line = line
        self._asked: set[str] = set()

    def line_of(self, key: str) -> int:
        """The line of a key; the line of the section where the key is missing."""
        try:
            return int(self.values.lc.key(key)[0]) + 1
        except (KeyError, TypeError):
            return self.line

    def fault(self, message: str, key: str | None = None) -> None:
        self.faults.add(self.file, self.line if key is None else self.line_of(key), message)

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return self.values.get(key) is not None

    def text(self, key: str, *, required: bool = True, longest: int = 2000) -> str:
        if not self._given(key, required):
            return ""
        value = self.values[key]
        if not isinstance(value, str):
            self.fault(_("“{key}” must be text; put it in quotes.").format(key=key), key)
            return ""
        self._check_text(key, value, longest, self.line_of(key))
        return str(value).strip()

    def _check_text(self, key: str, value: str, longest: int, line: int) -> None:
        if len(value.strip()) > longest:
            message = _("“{key}” is longer than {longest} characters.").format(key=key, longest=longest)
            self.faults.add(self.file, line, message)
        if not is_storable(value):
            message = _("“{key}” contains a character that is no text.").format(key=key)
            self.faults.add(self.file, line, message)

    def address(self, key: str) -> str:
        """A web address, or nothing."""
        url = self.text(key, required=False, longest=200)
        try:
            if url:
                URLValidator(schemes=["https", "http"])(url)
        except ValidationError:
            message = _("“{key}” must be a web address that begins with https:// or http://.")
            self.fault(message.format(key=key), key)
        return url

    def words(self, key: str, *, required: bool = True, longest: int = 4000) -> dict[str, str]:
        """Text in every language, `{id: …, en: …}`."""
        section = self.section(key, required=required)
        if section is None:
            return {}
        return read_words(section, longest=longest)

    def integer(self, key: str, *, required: bool = True, least: int = 0, most: int = 10**12) -> int | None:
        if not self._given(key, required):
            return None
        value = self.values[key]
        if isinstance(value, bool) or not isinstance(value, int):
            self.fault(_("“{key}” must be a whole number, without a point or a comma.").format(key=key), key)
            return None
        if not least <= value <= most:
            self.fault(_("“{key}” must be from {least} to {most}.").format(key=key, least=least, most=most), key)
            return None
        return int(value)

    def boolean(self, key: str, *, otherwise: bool = False) -> bool:
        if not self._given(key, required=False):
            return otherwise
        value = self.values[key]
        if not isinstance(value, bool):
            self.fault(_("“{key}” must be true or false.").format(key=key), key)
            return otherwise
        return value

    def day(self, key: str, *, required: bool = True) -> date | None:
        if not self._given(key, required):
            return None
        value = self.values[key]
        if not isinstance(value, date):
            self.fault(_("“{key}” must be a date such as 2026-01-31.").format(key=key), key)
            return None
        return date(value.year, value.month, value.day)

    def choice(self, key: str, allowed: list[str], *, required: bool = True) -> str:
        value = self.text(key, required=required)
        if value and value not in allowed:
            listed = ", ".join(allowed)
            self.fault(_("“{key}” must be one of: {listed}.").format(key=key, listed=listed), key)
            return ""
        return value

    def texts(self, key: str, *, longest: int) -> list[tuple[str, int]]:
        """A list of texts, each with its line."""
        if not self._given(key, required=False):
            return []
        values = self.values[key]
        if not isinstance(values, CommentedSeq) or not all(isinstance(value, str) for value in values):
            self.fault(_("“{key}” must be a list of texts, each on a line that begins with “- ”.").format(key=key), key)
            return []
        texts = [(str(value).strip(), int(values.lc.item(index)[0]) + 1) for index, value in enumerate(values)]
        for text, line in texts:
            self._check_text(key, text, longest, line)
        return texts

    def section(self, key: str, *, required: bool = True) -> "Section | None":
        if not self._given(key, required):
            return None
        value = self.values[key]
        if not isinstance(value, CommentedMap):
            self.fault(_("“{key}” must be a group of indented keys.").format(key=key), key)
            return None
        return Section(value, self.file, self.faults, line=self.line_of(key))

    def sections(self, key: str, *, required: bool = True) -> list["Section"]:
        """A list of groups, each begun with “- ”."""
        if not self._given(key, required):
            return []
        value = self.values[key]
        if not isinstance(value, CommentedSeq) or not all(isinstance(item, CommentedMap) for item in value):
            self.fault(_("“{key}” must be a list of groups, each begun with “- ”.").format(key=key), key)
            return []
        return [
            Section(item, self.file, self.faults, line=int(value.lc.item(index)[0]) + 1)
            for index, item in enumerate(value)
        ]

    def finish(self) -> None:
        """Note every key that no reader asked for, with the nearest known one."""
        for key in self.values:
            if key in self._asked:
                continue
            near = process.extractOne(str(key), sorted(self._asked), score_cutoff=70)
            if near:
                message = _("The key “{key}” is not known. Did you mean “{near}”?").format(key=key, near=near[0])
            else:
                known = ", ".join(sorted(self._asked))
                message = _("The key “{key}” is not known here. Known keys: {known}.").format(key=key, known=known)
            self.fault(message, str(key))

    def _given(self, key: str, required: bool) -> bool:
        present = self.has(key)
        if required and not present:
            self.fault(_("“{key}” is missing.").format(key=key), key)
        return present


def read_words(section: Section, *, longest: int = 4000) -> dict[str, str]:
    """A section that consists of the languages alone."""
    words = {language: section.text(language, longest=longest) for language in LANGUAGES}
    section.finish()
    return words


def read_text_file(path: Path, name: str, faults: FaultList) -> str | None:
    """The text of a file in UTF-8; None, with a fault, where it is none or larger than 1 MB."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            faults.add(name, 1, _("This file is larger than 1 MB."))
            return None
        text = path.read_text(encoding="utf-8-sig")
        if is_storable(text):
            return text
        faults.add(name, 1, _("This file is not text in UTF-8. Save it again as UTF-8."))
    except UnicodeDecodeError:
        faults.add(name, 1, _("This file is not text in UTF-8. Save it again as UTF-8."))
    except OSError as error:
        faults.add(name, 1, _("This file cannot be read: {reason}.").format(reason=error.strerror))
    return None


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def read_yaml(path: Path, name: str, faults: FaultList) -> Section | None:
    """The top mapping of a YAML 1.2 file; None, with a fault at its line, where the file is not well formed."""
    text = read_text_file(path, name, faults)
    if text is None:
        return None
    try:
        values = parse_yaml(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = (error.problem or error.context or "").split("\n")[0]
        line = mark.line + 1 if mark else 1
        faults.add(name, line, _("This is not well-formed YAML: {reason}.").format(reason=reason))
        return None
    except (YAMLError, ValueError, RecursionError) as error:
        faults.add(name, 1, _("This is not well-formed YAML: {reason}.").format(reason=str(error).split("\n")[0]))
        return None
    if not isinstance(values, CommentedMap):
        faults.add(name, 1, _("This file must consist of keys and values (“key: value”)."))
        return None
    return Section(values, name, faults, line=1)


def parse_yaml(text: str) -> Any:
    """YAML 1.2 as ruamel's round-trip values, which know their lines."""
    return YAML(typ="rt", pure=True).load(StringIO(text))
