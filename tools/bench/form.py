"""The form of the doorstep: the public DASH page beside the same questions as bare HTML, in a real browser.

Slow 4G and a processor four times slower, as Lighthouse has them. The first visit is from the navigation until the page
has heard of a radio that is tapped in the frame after it is painted, and says that it is not saved yet; the modules
are mounted, and everything kept for no signal, only after that.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from bench import form_answers, form_bare, form_service
from bench.form_visits import Visit, kept_whole, phone, visit
from browser import find
from firsthand.forms.library import Library

LANGUAGES = ("pl", "en")
"""Polish stands beside the English; English alone."""
ROUNDS = 5


@dataclass
class Language:
    """What the rounds found of the page in one language, and of its reference."""

    bare: list[Visit] = field(default_factory=list)
    first: list[Visit] = field(default_factory=list)
    again: list[Visit] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        bare, first, again = (median(one.kept for one in visits) for visits in (self.bare, self.first, self.again))
        return {
            "first_visit_ratio": round(first / bare, 3),
            "revisit_ratio": round(again / bare, 3),
            "bytes": max(one.bytes for one in self.first),
            "bare_bytes": max(one.bytes for one in self.bare),
            "cls": round(max(one.shift for one in [*self.first, *self.again]), 4),
            "first_visit_s": round(first, 3),
            "bare_s": round(bare, 3),
            "revisit_s": round(again, 3),
            "mounted_s": round(self.first[0].mounted, 1),
        }


def measure(rounds: int = ROUNDS) -> dict[str, object]:
    """`first_visit_ratio`, `bytes`, `revisit_ratio`, `answer_ratio` and `cls` of the worse language, and more."""
    library = Library.load()
    bare_pages = {f"/{language}": form_bare.page(library, "dash", language) for language in LANGUAGES}
    with (
        TemporaryDirectory() as folder,
        form_service.invented(Path(folder)) as port,
        form_bare.served(bare_pages) as bare,
        sync_playwright() as playwright,
    ):
        origin = f"http://127.0.0.1:{port}"
        browser = playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        form_service.warm(port, [f"/forms/dash/2026.1/{language}" for language in LANGUAGES])
        spoken = {language: Language() for language in LANGUAGES}
        for turn in range(rounds):
            for language, found in spoken.items():
                _round(browser, f"{bare}/{language}", f"{origin}/forms/dash/2026.1/{language}", found, slow=turn == 0)
        in_hand = _in_hand(browser, f"{bare}/pl", origin, Path(folder), rounds)
        browser.close()
        each = {language: found.figures() for language, found in spoken.items()}
        worst = {name: max(one[name] for one in each.values()) for name in each["pl"]}
        return {**worst, **in_hand, **form_service.precache(port), "languages": each}


def _round(browser: Browser, bare: str, ours: str, found: Language, *, slow: bool) -> None:
    """`slow`: the modules come over the slow network too."""
    with phone(browser) as context:
        found.bare.append(visit(context, bare, mounts=False))
    with phone(browser) as context:
        found.first.append(visit(context, ours, slow=slow))
        kept_whole(context, ours)
        context.set_offline(True)
        found.again.append(visit(context, ours, network=False))


def _in_hand(browser: Browser, bare: str, origin: str, folder: Path, rounds: int) -> dict[str, object]:
    signed_in = json.loads((folder / "sign-ins.json").read_text())
    who = next(one for one in signed_in if one["role"] == "practitioner")
    with phone(browser) as context:
        form_answers.enrol(context, origin, who)
        ours, unlocked = form_answers.unlock(context, f"{origin}/forms/dash/2026.1/pl", who["password"])
        plain = context.new_page()
        plain.goto(bare)
        taken = [
            (form_answers.answers(ours, saves=True), form_answers.answers(plain, saves=False)) for _ in range(rounds)
        ]
    shown, saved = (median(getattr(one, name) for one, _ in taken) for name in ("shown", "saved"))
    least = median(one.shown for _, one in taken)
    return {
        "answer_ratio": round(max(shown, saved) / least, 3),
        "answer_ms": round(shown, 1),
        "answer_saving_ms": round(saved, 1),
        "bare_answer_ms": round(least, 1),
        "unlock_s": round(unlocked, 2),
    }


if __name__ == "__main__":
    print(json.dumps(measure(), indent=2))
