"""How places are coded, written and searched for."""

import re
import unicodedata

from pendapa.regions.models import Level

CODE = re.compile(r"\d\d(\.\d\d(\.\d\d(\.\d{4})?)?)?")

_LEVELS = (Level.PROVINCE, Level.REGENCY, Level.DISTRICT, Level.VILLAGE)
_KEPT_CAPITALS = {"DKI", "DI", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII"}
_SHORT_FORMS = {"kab": "kabupaten", "kec": "kecamatan", "kel": "kelurahan", "prov": "provinsi"}
_KINDS = {"kecamatan", "kelurahan", "desa", "provinsi", "di", "dki"}  # said by people, absent from many names


def is_region_code(text: str) -> bool:
    """Whether `text` has the shape of a code of the Ministry of Home Affairs, such as "35.78.01.1001"."""
    return CODE.fullmatch(text) is not None


def level_of(code: str) -> Level:
    """The level that a code's number of parts tells."""
    return _LEVELS[code.count(".")]


def parent_code(code: str) -> str:
    """The code of the place above; empty for a province."""
    return code.rpartition(".")[0]


def written_name(name: str) -> str:
    """A name as people write it: "KOTA MALANG" → "Kota Malang"; names in mixed case stay as they are."""
    tidy = " ".join(name.split())
    if tidy != tidy.upper():
        return tidy
    return " ".join(word if word in _KEPT_CAPITALS else word.capitalize() for word in tidy.split())


def searched_words(text: str, *, limit: int = 8) -> list[str]:
    """The plain lower-case words of a name or a question, without accents and signs, at most `limit`."""
    plain = unicodedata.normalize("NFKD", text.lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"['’‘`ʼ]", "", plain)
    return [_SHORT_FORMS.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)][:limit]


def prefix_query(text: str) -> str:
    """A PostgreSQL tsquery in which every word must begin a word of the place; empty when nothing was asked.

    Words that only say the kind of place ("kecamatan", "desa") are left out, for names do not carry them.
    """
    words = searched_words(text)
    telling = [word for word in words if word not in _KINDS]
    return " & ".join(f"{word}:*" for word in telling)
