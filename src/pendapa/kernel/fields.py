"""Model fields whose value is encrypted at rest (bytea) and plain in Python."""

import json
from typing import TYPE_CHECKING, Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from pendapa.kernel.encryption import decrypt, encrypt

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]
    TextField = models.Field[str, str]
else:
    AnyField = TextField = models.Field


class _EncryptedField(AnyField):
    """A value encrypted under `context` (one per column, such as "people.nik"); it can be asked only for null."""

    def __init__(self, *args: Any, context: str, **options: Any) -> None:
        self.context = context
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        return name, path, list(args), {**options, "context": self.context}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its blind index")
        return super().get_lookup(lookup_name)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        if value is None or hasattr(value, "resolve_expression"):
            return value
        return encrypt(self._as_text(value).encode(), context=self.context)

    def from_db_value(self, value: bytes | memoryview | None, expression: Any, connection: Any) -> Any:
        return None if value is None else self._from_text(decrypt(bytes(value), context=self.context).decode())

    def _as_text(self, value: Any) -> str:
        return str(value)

    def _from_text(self, text: str) -> Any:
        return text


class EncryptedTextField(_EncryptedField):
    """Text, encrypted at rest."""


class EncryptedJSONField(_EncryptedField):
    """Any JSON value, encrypted at rest."""

    def _as_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def _from_text(self, text: str) -> Any:
        return json.loads(text)
