"""Open311 GeoReport v2 at `/open311/v2/`: what it asks for, what it answers, in XML and JSON (docs/open311.md)."""
