"""The tree as RFC 6962 defines it, written once more from the definition alone.

Shares nothing with the program: the standard library only, its own reader of tiles, bundles and checkpoints. What the
program publishes is held against this.
"""

import base64
import hashlib
from collections.abc import Callable

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Fetch = Callable[[str], bytes]


def tree_hash(entries: list[bytes]) -> bytes:
    """MTH(D[n]), word by word."""
    n = len(entries)
    if n == 0:
        return hashlib.sha256(b"").digest()
    if n == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < n:
        k *= 2
    return hashlib.sha256(b"\x01" + tree_hash(entries[:k]) + tree_hash(entries[k:])).digest()


def tree_hash_of_hashes(hashes: list[bytes]) -> bytes:
    """The same over leaves that are hashed already."""
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + tree_hash_of_hashes(hashes[:k]) + tree_hash_of_hashes(hashes[k:])).digest()


def path_of(number: int) -> str:
    """Three digits a folder, all but the last with an x."""
    text = str(number)
    while len(text) % 3:
        text = "0" + text
    groups = [text[at : at + 3] for at in range(0, len(text), 3)]
    return "/".join(["x" + group for group in groups[:-1]] + groups[-1:])


def entries_of(fetch: Fetch, size: int) -> list[bytes]:
    """All entries, read from the bundles."""
    entries = []
    for bundle in range((size + 255) // 256):
        width = min(256, size - bundle * 256)
        data = fetch("tile/entries/" + path_of(bundle) + ("" if width == 256 else f".p/{width}"))
        found = []
        while data:
            length = data[0] * 256 + data[1]
            assert len(data) >= 2 + length
            found.append(data[2 : 2 + length])
            data = data[2 + length :]
        assert len(found) == width
        entries += found
    return entries


def check_every_tile(fetch: Fetch, entries: list[bytes]) -> int:
    """Each hash of each tile of the tree is the one of the definition; how many tiles there were."""
    hashes = [hashlib.sha256(b"\x00" + entry).digest() for entry in entries]
    level, count, tiles = 0, len(entries), 0
    while count:
        for number in range((count + 255) // 256):
            width = min(256, count - number * 256)
            data = fetch(f"tile/{level}/" + path_of(number) + ("" if width == 256 else f".p/{width}"))
            assert len(data) == 32 * width
            for i in range(width):
                first = (number * 256 + i) * 256**level
                assert data[32 * i : 32 * i + 32] == tree_hash_of_hashes(hashes[first : first + 256**level])
            tiles += 1
        count //= 256
        level += 1
    return tiles


def opened_checkpoint(note: bytes, vkey: str) -> tuple[str, int, bytes]:
    """Origin, size and root of a checkpoint whose signature by this key holds."""
    name, key_id, encoded = vkey.split("+", 2)
    key = base64.b64decode(encoded)
    assert key[0] == 1
    assert hashlib.sha256(name.encode() + b"\n" + key).digest()[:4].hex() == key_id
    text, signatures = note[: note.rindex(b"\n\n") + 1], note[note.rindex(b"\n\n") + 2 :]
    lines = [line for line in signatures.decode().splitlines() if line.startswith(f"\u2014 {name} ")]
    signature = base64.b64decode(lines[0].split(" ")[2])
    assert signature[:4].hex() == key_id
    Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[4:], text)
    origin, size, root = text.decode().splitlines()[:3]
    return origin, int(size), base64.b64decode(root)
