"""axe-core over what a page shows, narrow and wide, light and dark."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
HEIGHT = 900
WIDTHS = (320, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

# Between the themes only colours differ, so that the second is asked about colours alone.
RULES = {"light": {}, "dark": {"runOnly": ["cat.color"]}}
RUN = """async (options) => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"], preload: false, ...options });
    const places = (nodes) => nodes.slice(0, 4).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)}`);
    return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.length}: ${places(nodes).join(" | ")}`);
}"""

# Parts that stand behind a step, a fold or an answer are looked at too.
SHOW_ALL = """() => {
    const parts = "[data-section], [data-step], [data-opens], .app-follow, .app-follow > *, [data-open]";
    for (const part of document.querySelectorAll(parts)) part.hidden = false;
    for (const part of document.querySelectorAll("details")) part.open = true;
}"""


def look(page: Page, name: str, everything: bool = False) -> list[str]:
    """What breaks a rule: "name at 320 in light: rule: …" for each."""
    page.evaluate(AXE.read_text())
    if everything:
        page.evaluate(SHOW_ALL)
    found: list[str] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            found += [f"{name} at {width} in {scheme}: {each}" for each in page.evaluate(RUN, RULES[scheme])]
    return found


def look_at_all(page: Page, origin: str, paths: Iterable[str], everything: bool = False) -> list[str]:
    found: list[str] = []
    for path in paths:
        page.goto(origin + path, wait_until="load")
        found += look(page, path, everything)
    return found
