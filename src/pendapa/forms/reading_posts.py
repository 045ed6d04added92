"""From a submitted page to the answers on it. Names of parts: `birth_date.day`, `address.code`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from pendapa.forms import rules
from pendapa.forms.structure import FormDefinition, FormField, Kind
from pendapa.regions.queries import full_name_of

SEARCH = "_search"
REMOVE = "_remove"
LATER = "_later"
DATE_PARTS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class Intent:
    """Which button was pressed. Only after "next" is the page validated; all others keep what was typed and show it.

    `field` is the place to search for, or the files field of which the file `value` (its id) goes.
    """

    kind: Literal["next", "later", "search", "remove"]
    field: str = ""
    value: str = ""


def intent_of(post: Mapping[str, Any]) -> Intent:
    """The button behind a submitted page; "next" when none of ours is named."""
    if post.get(SEARCH):
        return Intent("search", field=str(post[SEARCH]))
    if post.get(REMOVE):
        field, _, value = str(post[REMOVE]).partition(":")
        return Intent("remove", field=field, value=value)
    return Intent("later" if post.get(LATER) else "next")


def read_page(
    definition: FormDefinition, page_key: str, post: QueryDict, previous: Mapping[str, Any]
) -> dict[str, Any]:
    """All answers after a page was submitted: the page's own from `post`, the others from `previous`.

    Files already handed in stay, less the one that was removed; new ones are `new_uploads`. Place names are looked up
    by their codes. Raises KeyError for an unknown page.
    """
    intent = intent_of(post)
    raw: dict[str, Any] = {}
    for field in definition.page(page_key).fields:
        if field.kind is Kind.FILES:
            raw[field.name] = _remaining_files(field, previous.get(field.name), intent)
        else:
            raw[field.name] = _raw_answer(field, post, searching=intent.field == field.name)
    answers = complete_places(definition, rules.normalise(definition, page_key, raw))
    return merge_page(definition, page_key, previous, answers)


def merge_page(
    definition: FormDefinition, page_key: str, previous: Mapping[str, Any], answers: Mapping[str, Any]
) -> dict[str, Any]:
    """All answers, those of one page replaced by `answers`; raises KeyError for an unknown page."""
    own = {field.name for field in definition.page(page_key).fields}
    kept = {name: value for name, value in previous.items() if name not in own}
    return kept | {name: value for name, value in answers.items() if name in own}


def complete_places(definition: FormDefinition, data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with the full name of each place looked up by its code; a name that came along is not believed."""
    completed = dict(data)
    for name, value in data.items():
        field = definition.fields.get(name)
        if field is not None and field.kind is Kind.PLACE and isinstance(value, Mapping):
            code = value.get("code")
            completed[name] = {**value, "name": full_name_of(code) if isinstance(code, str) else ""}
    return completed


def new_uploads(
    definition: FormDefinition, page_key: str, files: "MultiValueDict[str, UploadedFile[Any]]"
) -> "dict[str, list[UploadedFile[Any]]]":
    """The files that came with a page, by field; a field's `file_rules` say what it takes."""
    wanted = (field.name for field in definition.page(page_key).fields if field.kind is Kind.FILES)
    return {name: files.getlist(name) for name in wanted if files.getlist(name)}


def file_answer(*, id: str, name: str, size: int, type: str) -> dict[str, Any]:
    """How one stored file stands in the answers: `size` in bytes, `type` a media type."""
    return {"id": id, "name": name, "size": size, "type": type}


def _raw_answer(field: FormField, post: QueryDict, *, searching: bool) -> Any:
    match field.kind:
        case Kind.CHOICES:
            return post.getlist(field.name)
        case Kind.DATE:
            parts = [post.get(f"{field.name}.{part}", "").strip() for part in DATE_PARTS]
            return "/".join(parts) if any(parts) else post.get(field.name, "")
        case Kind.PLACE:
            return _raw_place(field.name, post, searching=searching)
    return post.get(field.name, "")


def _raw_place(name: str, post: QueryDict, *, searching: bool) -> dict[str, str]:
    parts = {part: post.get(f"{name}.{part}", "") for part in ("code", "street", "search")}
    if parts["code"] and not searching:
        del parts["search"]
    return {part: value for part, value in parts.items() if value.strip()}


def _remaining_files(field: FormField, present: Any, intent: Intent) -> list[Any]:
    files = present if isinstance(present, list) else []
    if intent.kind != "remove" or intent.field != field.name:
        return files
    return [file for file in files if not (isinstance(file, Mapping) and file.get("id") == intent.value)]
