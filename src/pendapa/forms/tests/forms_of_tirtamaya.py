"""The two real forms, and answers to them."""

from pathlib import Path
from typing import Any

from pendapa.forms.definition import FormDefinition, load_form

SERVICES = Path(__file__).parents[4] / "demo/tirtamaya/services"


def load_service_form(service: str) -> FormDefinition:
    names = ("form.schema.json", "form.layout.yaml")
    schema, layout = ((SERVICES / service / name).read_text(encoding="utf-8") for name in names)
    return load_form(schema, layout, names)


def photo(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {"id": f"f{number}", "name": f"foto-{number}.jpg", "size": 250_000, "type": "image/jpeg"} | changes


ADDRESS = {
    "code": "35.73.05.1001",
    "name": "Jatimulyo, Lowokwaru, Kota Malang, Jawa Timur",
    "street": "Jalan Melati 4",
}
SKU_ANSWERS: dict[str, Any] = {
    "full_name": "Siti Aminah",
    "nik": "3573055708900001",
    "birth_place": "Malang",
    "birth_date": "1990-08-17",
    "address": ADDRESS,
    "phone": "+6281234567890",
    "business_name": "Warung Soto Bu Siti",
    "business_field": "food",
    "business_address": ADDRESS,
    "business_since": "2021-03-01",
    "monthly_turnover": 4_500_000,
    "purpose": "bank_credit",
    "photo_business": [photo(1), photo(2)],
    "photo_ktp": [photo(3)],
    "declaration": True,
}
