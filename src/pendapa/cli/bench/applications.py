"""Whole applications for the domicile letter of the demonstration, as raw requests to the API."""

import io
import json
import uuid
from typing import Any

from PIL import Image

from pendapa.cli.bench.load import Refused, answers_to, raw_request

SERVICE = "domisili"
FILE_FIELDS = ("letter_rt_rw", "photo_ktp")
SUBMIT_PATH = "/api/v1/applications"
UPLOAD_PATH = "/api/v1/applications/files"
PHOTO_SIZE = (640, 400)
VILLAGE = "33.98.01.1001"
BOUNDARY = "pendapa-bench-boundary"


def make_photo() -> bytes:
    """A small JPEG as a phone might send it."""
    picture = io.BytesIO()
    Image.radial_gradient("L").resize(PHOTO_SIZE).convert("RGB").save(picture, "JPEG", quality=80)
    return picture.getvalue()


def upload_request(field: str, photo: bytes) -> bytes:
    """Hands in one file."""
    parts = [_form_part("service", SERVICE), _form_part("field", field)]
    parts.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{field}.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n".encode()
        + photo
        + b"\r\n"
    )
    body = b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
    return raw_request("POST", UPLOAD_PATH, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}, body)


def submit_request(files: dict[str, dict[str, Any]], key: uuid.UUID) -> bytes:
    """Sends one application that names files handed in before."""
    body = json.dumps({"service": SERVICE, "answers": complete_answers(files)}).encode()
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(key)}
    return raw_request("POST", SUBMIT_PATH, headers, body)


def complete_answers(files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Every question of the form answered, with an e-mail address, so that a receipt is queued too."""
    return {
        "full_name": "Siti Rahmawati",
        "nik": "3398014107900001",
        "birth_place": "Tirtamaya",
        "birth_date": "1990-07-01",
        "sex": "female",
        "occupation": "Penjahit",
        "address": {"code": VILLAGE, "name": "", "street": "Jalan Melati 4"},
        "phone": "+6281234567890",
        "email": "siti@example.org",
        "rt": "003",
        "rw": "011",
        "living_since": "2021-03-01",
        "purpose": "Membuka rekening bank",
        "declaration": True,
        **{field: [file] for field, file in files.items()},
    }


def hand_in_files(address: str, applications: int, photo: bytes) -> list[dict[str, dict[str, Any]]]:
    """Files of its own for each application, handed in one after the other; raises Refused when one is refused."""
    requests = [upload_request(field, photo) for field in FILE_FIELDS]
    handed_in = []
    for _application in range(applications):
        files = {}
        for field, (status, body) in zip(FILE_FIELDS, answers_to(address, requests), strict=True):
            if status != 201:
                raise Refused(f"A file was refused: {status} {body[:300].decode(errors='replace')}")
            files[field] = json.loads(body)
        handed_in.append(files)
    return handed_in


def _form_part(name: str, value: str) -> bytes:
    return f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
