"""The project as files: what is written by us, without what is installed, built or kept."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOT_OURS = {".git", ".venv", "node_modules", "var", "dist", "vendor", "vendor.new", "__pycache__", ".hypothesis"}
CACHES = re.compile(r"\..*_cache$|.*\.egg-info$")


@cache
def files() -> tuple[Path, ...]:
    return tuple(sorted(_walk(ROOT)))


def _walk(folder: Path) -> Iterator[Path]:
    for entry in folder.iterdir():
        if entry.name in NOT_OURS or CACHES.fullmatch(entry.name):
            continue
        if entry.is_dir():
            yield from _walk(entry)
        elif entry.suffix != ".mo":
            yield entry


def named(*suffixes: str, under: str = "") -> list[Path]:
    return [file for file in files() if file.suffix in suffixes and _path(file).startswith(under)]


def _path(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def place(file: Path, line: int) -> str:
    return f"{_path(file)}:{line}"


def lines(files: list[Path]) -> Iterator[tuple[str, str]]:
    """Each line with its place, as `path:number`."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            yield place(file, number), line


def rows(document: str) -> Iterator[list[str]]:
    """The cells of every table row of a page in docs/, without heads and rules."""
    for line in (ROOT / "docs" / document).read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("| `"):
            yield [cells[0].strip("`"), *cells[1:]]
