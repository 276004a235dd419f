"""Invented families. Every family name begins with "Sample", so that none can be taken for a real one."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

Person = dict[str, Any]

_BIRDS = """
Heron Wren Osprey Plover Curlew Linnet Kestrel Siskin Avocet Dunlin Redwing Whinchat Godwit Fulmar Gannet Petrel
Bittern Merlin Shrike Dipper Twite Brambling Garganey Pochard Wigeon
""".split()
_ADULTS = "Alder Bryony Cedar Daphne Elm Fern Gorse Hazel Iris Jasmine Linden Maple Olive Rowan Sage Tansy".split()
_CHILDREN = "Pebble Acorn Comet Clover Biscuit Marble Nettle Poppy Bramble Daisy Pip Robin".split()
_LANGUAGES = ("en", "en", "en", "pl", "pl")


@dataclass(frozen=True)
class Family:
    """`people` are person objects of the protocol; the victim comes first, then the alleged perpetrator."""

    surname: str
    language: str
    address_as: str
    place: dict[str, Any]
    people: tuple[Person, ...]

    @property
    def children(self) -> list[Person]:
        return [person for person in self.people if person["role"] == "child"]


class Registry:
    """Makes families from a seeded source, so that the same seed gives the same partnership."""

    def __init__(self, source: Random, today: date) -> None:
        self._source = source
        self._today = today
        self._made = 0

    def new_id(self) -> str:
        return str(UUID(int=self._source.getrandbits(128), version=4))

    def family(self, ages: tuple[int, ...], language: str | None = None) -> Family:
        """A couple and their children of these ages in years; -1 is unborn."""
        number = self._made
        self._made += 1
        surname = f"Sample-{_BIRDS[number % len(_BIRDS)]}"
        language = language or self._source.choice(_LANGUAGES)
        place = {"lines": [f"{number + 1} Invented Row", "Nowhere-on-Sea"], "postcode": f"ZZ99 {number % 9 + 1}ZZ"}
        adults = [self._adult("victim", surname), self._adult("alleged_perpetrator", surname)]
        adults[0]["phones"] = [f"07700 900{100 + number:03d}"]
        adults[0]["nhs_number"] = f"999{number:07d}"
        children = [self._child(surname, age, place) for age in ages]
        return Family(surname, language, self._source.choice("fmn"), place, (*adults, *children))

    def _adult(self, role: str, surname: str) -> Person:
        born = self._today - timedelta(days=self._source.randint(20 * 365, 50 * 365))
        given = self._source.choice(_ADULTS)
        relationship = "self" if role == "victim" else self._source.choice(["partner", "former partner"])
        return {
            "id": self.new_id(),
            "role": role,
            "relationship": relationship,
            "given_name": given,
            "family_name": surname,
            "date_of_birth": born.isoformat(),
            "lives_here": role == "victim" or self._source.random() < 0.5,
            "present": True,
        }

    def _child(self, surname: str, age: int, place: dict[str, Any]) -> Person:
        child = {"id": self.new_id(), "role": "child", "relationship": "child", "lives_here": True}
        if age < 0:
            due = self._today + timedelta(days=self._source.randint(30, 200))
            return {**child, "due_date": due.isoformat(), "present": False}
        born = self._today - timedelta(days=age * 365 + self._source.randint(1, 360))
        school = {"school": f"{place['lines'][1]} Invented Primary"} if 4 <= age < 12 else {}
        name = {"given_name": self._source.choice(_CHILDREN), "family_name": surname}
        return {**child, **name, **school, "date_of_birth": born.isoformat(), "present": self._source.random() < 0.8}
