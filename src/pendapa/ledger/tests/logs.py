"""A log of our own making, small, in memory: grown honestly, or not."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pendapa.ledger.merkle import consistency_proof, inclusion_proof, leaf_hash, root_of
from pendapa.ledger.notes import Checkpoint, Signer, sign_note
from pendapa.ledger.tiles import Tile, bundles_of, grow_tiles, pack_entries, read_from_tiles

ORIGIN = "tirtamaya.example/log"


def log_key(seed: int = 1, name: str = ORIGIN) -> Signer:
    return Signer(name, Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


class MemoryLog:
    """Leaves, and everything that is published of them. `published` maps addresses to bytes; change it to lie."""

    def __init__(self, leaves: list[bytes], signer: Signer | None = None) -> None:
        self.signer = signer or log_key()
        self.leaves = leaves
        self.tiles = grow_tiles(0, [leaf_hash(leaf) for leaf in leaves], {}.__getitem__)
        self.published = {tile.path: content for tile, content in self.tiles.items()}
        for bundle in bundles_of(len(leaves)):
            start = bundle.index * 256
            self.published[bundle.path] = pack_entries(leaves[start : start + bundle.width])
        self.published["checkpoint"] = self.checkpoint().encode()
        self.published["key"] = (self.signer.verifier.vkey + "\n").encode()

    def checkpoint(self, size: int | None = None) -> str:
        size = len(self.leaves) if size is None else size
        return sign_note(Checkpoint(self.signer.name, size, self.root(size)).text, [self.signer])

    def root(self, size: int) -> bytes:
        return root_of(leaf_hash(leaf) for leaf in self.leaves[:size])

    def proof(self, old: int, new: int | None = None) -> list[bytes]:
        return consistency_proof(old, len(self.leaves) if new is None else new, self._read)

    def inclusion(self, index: int) -> list[bytes]:
        return inclusion_proof(index, len(self.leaves), self._read)

    def tile(self, tile: Tile) -> bytes:
        return self.tiles[tile]

    @property
    def _read(self):
        return read_from_tiles(len(self.leaves), self.tile)
