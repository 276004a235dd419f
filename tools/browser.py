"""Prints the path of a Chromium that Playwright can drive: this machine's own, else Playwright's, else a package's."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

import machine

NAMED_BY = "FIRSTHAND_BROWSER"
FOUND = Path(sys.prefix) / ".browser"
NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable")
PACKAGES = ("apt-get install --yes --no-install-recommends chromium", "dnf install --assumeyes chromium")


def find() -> str:
    """The path, remembered in the virtual environment once it is known to start."""
    named = os.environ.get(NAMED_BY) or (FOUND.read_text() if FOUND.exists() else "")
    if named and Path(named).exists():
        return named
    for candidate in candidates():
        if starts(candidate):
            FOUND.write_text(candidate)
            return candidate
    sys.exit(f"No Chromium starts here and none could be installed. Install one, or name one: {NAMED_BY}=/path/to/it")


def candidates() -> Iterator[str]:
    """From the cheapest to the dearest; each step is taken only once those before it have failed."""
    yield from here()
    machine.attempt([sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"], root=False)
    yield from here()
    machine.install(*PACKAGES)
    yield from here()


def here() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        yield playwright.chromium.executable_path


def starts(path: str) -> bool:
    if not Path(path).exists():
        return False
    try:
        with sync_playwright() as playwright:
            playwright.chromium.launch(executable_path=path, args=["--no-sandbox"], timeout=30_000).close()
    except Error:
        return False
    return True


if __name__ == "__main__":
    print(find())
