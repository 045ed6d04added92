import socket
import struct
import threading

import pytest

from pendapa.files.scanning import ScannerSilent, scan_for_malware
from pendapa.kernel.problems import Invalid


def read_exactly(connection: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        data += connection.recv(size - len(data))
    return data


@pytest.fixture
def scanner(tmp_path, settings):
    """A daemon that speaks INSTREAM and finds what contains EICAR."""
    path = str(tmp_path / "clamd.sock")
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()

    def serve() -> None:
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            with connection:
                assert read_exactly(connection, 10) == b"zINSTREAM\0"
                content = b""
                while size := struct.unpack("!L", read_exactly(connection, 4))[0]:
                    content += read_exactly(connection, size)
                if b"HANG UP" in content:
                    continue
                found = b"Eicar-Signature FOUND" if b"EICAR" in content else b"OK"
                connection.sendall(b"stream: " + found + b"\0")

    threading.Thread(target=serve, daemon=True).start()
    settings.PENDAPA_CLAMD = path
    yield path
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def test_clean_content_passes(scanner):
    scan_for_malware(b"x" * 200_000)


def test_infected_content_is_refused(scanner):
    with pytest.raises(Invalid):
        scan_for_malware(b"..EICAR..")


def test_nothing_is_taken_while_the_scanner_is_silent(scanner, settings):
    with pytest.raises(ScannerSilent):
        scan_for_malware(b"HANG UP")
    for address in (scanner + ".gone", "127.0.0.1:1"):
        settings.PENDAPA_CLAMD = address
        with pytest.raises(ScannerSilent):
            scan_for_malware(b"x")


def test_without_a_scanner_nothing_is_asked(settings):
    settings.PENDAPA_CLAMD = ""
    scan_for_malware(b"EICAR")
