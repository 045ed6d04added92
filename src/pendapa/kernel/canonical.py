"""One way to write a JSON value as bytes, so that its digest means something. Source: RFC 8785."""

from typing import Any

import rfc8785


def canonical_json(value: Any) -> bytes:
    """The RFC 8785 form of a JSON value; raises ValueError for what JSON cannot hold exactly (NaN, large integers)."""
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise ValueError(str(error)) from error
