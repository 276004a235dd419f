"""A real Chromium with a profile folder of its own, as small as a phone."""

import os
import signal
from contextlib import suppress
from copy import copy
from pathlib import Path
from typing import Self

from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from journeys.server import Server

ARGUMENTS = """--no-sandbox --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync""".split()
SMALL = {"width": 360, "height": 740}
PATIENCE = 30_000
"""Milliseconds: a busy machine is no fault of ours."""

expect.set_options(timeout=PATIENCE)


class Handset:
    """`profile` outlives a kill; `open` starts the browser again on it, with these arguments."""

    arguments = ARGUMENTS

    def __init__(self, playwright: Playwright, browser: str, profile: Path, server: Server) -> None:
        self._playwright, self._browser = playwright, browser
        self.profile, self.server = profile, server
        self.context: BrowserContext
        self.page: Page
        self.errors: list[str] = []
        self.open()

    def open(self) -> Self:
        self.context = self._playwright.chromium.launch_persistent_context(
            self.profile, executable_path=self._browser, args=self.arguments, viewport=SMALL, reduced_motion="reduce"
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self._watched(self.context.pages[0] if self.context.pages else self.context.new_page())
        return self

    def _watched(self, page: Page) -> Page:
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def tab(self) -> Page:
        return self._watched(self.context.new_page())

    def in_window(self, page: Page) -> Self:
        """The same phone, worked in another of its windows."""
        other = copy(self)
        other.page = page
        return other

    def close(self) -> None:
        self.context.close()

    def kill(self) -> None:
        """Every process of this browser, as a dead battery would."""
        marked = str(self.profile).encode()
        for process in Path("/proc").glob("[0-9]*"):
            try:
                arguments = (process / "cmdline").read_bytes()
            except OSError:
                continue
            if marked in arguments:
                os.kill(int(process.name), signal.SIGKILL)

    def picture(self, file: Path) -> None:
        """What was on the screen last, for whoever reads a failure."""
        with suppress(Error):
            self.page.screenshot(path=file, timeout=2000)

    def go(self, path: str) -> None:
        self.page.goto(self.server.origin + path)

    def follow(self, path: str) -> None:
        """By a link that is in sight: the same document, still unlocked."""
        self.page.locator(f"a[href='{path}']:visible").first.click()
        expect(self.page).to_have_url(self.server.origin + path)

    def offline(self) -> None:
        self.context.set_offline(True)

    def online(self) -> None:
        self.context.set_offline(False)
