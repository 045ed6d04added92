"""The demonstration: the regency Tirtamaya, and a year of its life."""

from pendapa.cli.demo.regency import PEOPLE, Person, load_demonstration

__all__ = ["PEOPLE", "Person", "load_demonstration"]
