"""Every column has its purpose, its lawful basis, its retention, and no more words in it than it says."""

import re

from sqlalchemy import JSON, Boolean, Integer, LargeBinary, Uuid
from sqlmodel import AutoString, SQLModel

from firsthand import tables
from firsthand.base.sealed import Sealed
from firsthand.base.tables import Codes, Moment
from house.project import ROOT, rows

assert tables

KINDS = {
    "id": Uuid,
    "code": AutoString,
    "codes": Codes,
    "number": Integer,
    "flag": Boolean,
    "time": Moment,
    "hash": AutoString,
    "sealed": Sealed | LargeBinary,
    "public key": AutoString | Codes,
    "secret": AutoString,
    "staff": AutoString,
}
IN_CLEAR = {"agencies.name", "agencies.name_key", "practitioners.name", "practitioners.email"}
COLUMNS = {str(column): column for table in SQLModel.metadata.tables.values() for column in table.columns}
MAP = {row[0]: row[1:] for page in ("data-map.md", "data-map-staff.md") for row in rows(page)}


def test_every_column_is_in_the_data_map_and_nothing_else_is():
    missing, gone = COLUMNS.keys() - MAP.keys(), MAP.keys() - COLUMNS.keys()
    assert not missing, f"Say in docs/data-map.md what these are for, on which basis, for how long: {sorted(missing)}"
    assert not gone, f"Remove from docs/data-map.md what is not stored any more: {sorted(gone)}"


def test_the_map_says_all_of_each_column():
    short = [name for name, row in MAP.items() if len(row) != 4 or not all(row)]
    assert not short, f"Each needs its kind, purpose, basis and retention: {short}"


def test_each_basis_and_retention_is_explained():
    text = (ROOT / "docs" / "data-map.md").read_text(encoding="utf-8")
    explained = {word for cells in re.findall(r"^\| ([a-z][^|]*) \|", text, re.MULTILINE) for word in cells.split(", ")}
    vague = {name: row[2:] for name, row in MAP.items() if not set(row[2:]) <= explained}
    assert not vague, f"Use a basis and a retention that docs/data-map.md explains at its top: {vague}"


def test_each_column_is_of_the_kind_that_the_map_says():
    wrong = {
        name: f"{row[0]}, but it is {COLUMNS[name].type!r}"
        for name, row in MAP.items()
        if not isinstance(COLUMNS[name].type, KINDS.get(row[0], ()))
    }
    assert not wrong, f"docs/data-map.md says otherwise: {wrong}"


def test_no_column_takes_free_text_outside_sealed():
    clear = {name for name, row in MAP.items() if row[0] == "staff"}
    assert clear == IN_CLEAR, f"Make it Sealed('table.column'); only staff may be named in clear: {clear ^ IN_CLEAR}"
    loose = {name for name, column in COLUMNS.items() if isinstance(column.type, JSON)}
    assert not loose, f"A JSON column of words would be readable in a copied database; use Codes or Sealed: {loose}"


def test_each_sealed_column_is_bound_to_its_own_place():
    moved = {name: column.type.place for name, column in COLUMNS.items() if isinstance(column.type, Sealed)}
    wrong = {name: place for name, place in moved.items() if name != place}
    assert not wrong, f"Sealed takes the column's own name, or a moved cell would open: {wrong}"
