"""Looks for words in every file of a folder, as a thief with the disk would."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path


def _encodings(word: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        yield word.encode(encoding)


def found(folder: Path, words: Iterable[str]) -> list[str]:
    """ "file: word" for each that is readable anywhere below, in UTF-8 or UTF-16; files that vanish are passed over."""
    wanted = {word: re.compile(b"|".join(re.escape(form) for form in _encodings(word))) for word in words}
    traces = []
    for file in sorted(folder.rglob("*")):
        try:
            content = file.read_bytes() if file.is_file() else b""
        except OSError:
            continue
        traces += [f"{file.relative_to(folder)}: {word}" for word, form in wanted.items() if form.search(content)]
    return traces
