"""How many streams there may be: from one address, and in whole."""

import contextlib
import ipaddress
import resource
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

OTHER_FILES = 100
"""File descriptors that a process needs besides its streams."""


class Full(Exception):
    """No further stream; `is_address` says whether it is this address that holds too many."""

    def __init__(self, *, is_address: bool) -> None:
        super().__init__("too many streams")
        self.is_address = is_address


class Places:
    """Counts open streams."""

    def __init__(self, in_whole: int, for_address: int) -> None:
        self.in_whole, self.for_address = in_whole, for_address
        self.taken = 0
        self._by_address: Counter[str] = Counter()

    @contextlib.contextmanager
    def take(self, address: str) -> Iterator[None]:
        """One place for the block; raises Full. "" is an address without a limit of its own."""
        if self.taken >= self.in_whole:
            raise Full(is_address=False)
        if address and self.for_address and self._by_address[address] >= self.for_address:
            raise Full(is_address=True)
        self.taken += 1
        self._by_address[address] += 1
        try:
            yield
        finally:
            self.taken -= 1
            self._by_address[address] -= 1
            if not self._by_address[address]:
                del self._by_address[address]


def address_of(scope: Mapping[str, Any]) -> str:
    """The visitor's address; behind a proxy on this machine the one that the proxy saw; "" for this machine itself.

    Addresses of version 6 count by the network of 64 bits that one connection is given.
    """
    direct = (scope.get("client") or ("", 0))[0]
    forwarded = dict(scope["headers"]).get(b"x-forwarded-for", b"").decode("latin-1").rpartition(",")[2].strip()
    try:
        seen = ipaddress.ip_address(direct)
        if seen.is_loopback:
            if not forwarded:
                return ""
            seen = ipaddress.ip_address(forwarded)
    except ValueError:
        return direct or "unknown"
    if seen.version == 6 and not seen.ipv4_mapped:  # noqa: PLR2004
        return str(ipaddress.ip_network((seen, 64), strict=False))
    return str(seen)


def allow_open_files(streams: int) -> int:
    """Raise this process's limit of file descriptors for so many streams, as far as it may; how many fit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = streams + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return streams if soft == resource.RLIM_INFINITY else min(streams, soft - OTHER_FILES)
