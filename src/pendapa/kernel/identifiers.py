"""Numbers that can be read aloud, and secrets that open a case without an account."""

import hashlib
import hmac
import re
import secrets

# Without 0 O, 1 I L, 2/Z, 5/S, 8/B and U/V: of each pair that is mistaken on paper, one stays or none.
ALPHABET = "23456789ACDEFGHJKMNPQRTVWXY"
BODY_LENGTH = 8
SECRET_LENGTH = 20
DERIVED_SECRET_LENGTH = 16

_CHECKED = "0123456789ACDEFGHJKLMNPQRTUVWXY"  # every sign once, look-alikes together: 31, a prime
_MODULUS = len(_CHECKED)
_WEIGHTS = [pow(3, position, _MODULUS) for position in range(_MODULUS - 1)]  # 3 generates 1…30: no two are equal
_AS_BODY = str.maketrans("ZSB", "258")
_AS_PREFIX = str.maketrans("25801", "ZSBOI")
_AS_CHECKED = str.maketrans("ZSBOI", "25801")
_PREFIX = re.compile(r"[A-Z]{2,6}")


def new_number(prefix: str) -> str:
    """A fresh number such as "SKU-7Q2M-48KX": prefix, seven random signs (34 bits), one check sign.

    `prefix` is two to six capital letters; raises ValueError otherwise. The number is random: the caller keeps it
    unique and draws again on a clash.
    """
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"a prefix is two to six capital letters, not {prefix!r}")
    while True:
        drawn = "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH - 1))
        check = _check_sign(prefix + drawn)
        if check is not None:
            return _hyphenated(prefix, drawn + check)


def normalise_number(text: str) -> str | None:
    """The number that a person meant, in its written form; None when it is none.

    Forgives case, spaces, missing hyphens and Z S B typed for 2 5 8. Any single wrong sign and any swap of two
    signs is refused by the check sign.
    """
    signs = re.sub(r"[\s\-–—_./]+", "", text).upper()
    prefix = signs[:-BODY_LENGTH].translate(_AS_PREFIX)
    body = signs[-BODY_LENGTH:].translate(_AS_BODY)
    if not _PREFIX.fullmatch(prefix) or any(sign not in ALPHABET for sign in body):
        return None
    if _weighted_sum(prefix + body) != 0:
        return None
    return _hyphenated(prefix, body)


def new_secret() -> str:
    """A secret of 95 bits in groups of four, fit for a link and for typing from paper."""
    return random_groups(SECRET_LENGTH)


def random_groups(length: int) -> str:
    """Random signs without look-alikes, in groups of four."""
    return _in_groups("".join(secrets.choice(ALPHABET) for _ in range(length)))


def secret_from(digest: str) -> str:
    """A secret in groups of four (75 bits) from a keyed digest in hex: the same key gives the same secret again,
    so that a receipt lost on a bad line can be fetched once more."""
    number = int(digest, 16)
    signs = ""
    for _position in range(DERIVED_SECRET_LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs += ALPHABET[place]
    return _in_groups(signs)


def is_same_secret(typed: str, secret: str) -> bool:
    """Whether a secret was typed rightly, however its case, spaces and hyphens; tells nothing by the time it takes."""
    return hmac.compare_digest(hash_secret(typed), hash_secret(secret))


def _in_groups(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def hash_secret(secret: str) -> str:
    """SHA-256 (hex) of a secret, the same however its case, spaces and hyphens were typed.

    A plain digest is enough: 95 random bits cannot be searched.
    """
    signs = re.sub(r"[^0-9A-Z]", "", secret.upper()).translate(_AS_BODY)
    return hashlib.sha256(signs.encode()).hexdigest()


def _check_sign(signs: str) -> str | None:
    """The sign that brings the weighted sum to zero; None when it would be one that we do not write."""
    weight = _WEIGHTS[len(signs)]
    sign = _CHECKED[-_weighted_sum(signs) * pow(weight, -1, _MODULUS) % _MODULUS]
    return sign if sign in ALPHABET else None


def _weighted_sum(signs: str) -> int:
    checked = signs.translate(_AS_CHECKED)
    return sum(weight * _CHECKED.index(sign) for weight, sign in zip(_WEIGHTS, checked, strict=False)) % _MODULUS


def _hyphenated(prefix: str, body: str) -> str:
    return f"{prefix}-{body[:4]}-{body[4:]}"
