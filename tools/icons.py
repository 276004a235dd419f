"""Draws the PNGs of static/icons/ from firsthand.svg with a headless Chromium; run it after the mark changes.

The maskable ones leave the outer tenth to whatever shape the phone cuts.
"""

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parents[1] / "static" / "icons"
ICONS = {"firsthand-180": (180, False), "firsthand-192": (192, False), "firsthand-512": (512, False)}
ICONS |= {"firsthand-maskable-192": (192, True), "firsthand-maskable-512": (512, True)}
STYLE = "*{margin:0}svg{display:block;width:100vw;height:100vh}"


def main() -> None:
    mark = (FOLDER / "firsthand.svg").read_text(encoding="utf-8")
    full_bleed = mark.replace(' rx="112"', "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ.get("FIRSTHAND_BROWSER"))
        for name, (size, maskable) in ICONS.items():
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>{STYLE}</style>{full_bleed if maskable or size == 180 else mark}")
            page.screenshot(path=FOLDER / f"{name}.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main()
