"""Where our own files are: beside `src` in a checkout, inside the package once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_CARRIED = _PACKAGE / "_data"


def folder(name: str) -> Path:
    """`templates`, `static`, `i18n` or `packs`."""
    carried = _CARRIED / name
    return carried if carried.exists() else _PACKAGE.parents[1] / name
