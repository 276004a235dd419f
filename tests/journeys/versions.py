"""Other versions of the program than this one: an earlier one out of the history, and forms of other versions."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from firsthand.forms.library import CATALOGUE

ROOT = Path(__file__).parents[2]

EARLIER = "912e75d0e5443029f2e29e98da81b735b541398c"
"""The build before this one that phones and services are still met with; move it on with each release."""

_PARTS = ("src", "static", "templates", "i18n", "packs", "tools/vendor.mjs", "package.json", "package-lock.json")
_NO_HISTORY = f"""This checkout does not have commit {EARLIER}, the earlier version that phones and services of this one
must get on with. Fetch the history and try again: git fetch --unshallow, or git fetch origin {EARLIER}"""


def earlier(folder: Path) -> Path:
    """The earlier program in `folder`, its style sheets and catalogues built as its own `make setup` would."""
    if not _has_history():
        _run("git", "fetch", "--quiet", "--depth", "1", "origin", EARLIER, check=False)
    assert _has_history(), _NO_HISTORY
    archive = folder.with_suffix(".zip")
    _run("git", "archive", "--output", str(archive), EARLIER, *filter(_was_there, _PARTS))
    shutil.unpack_archive(archive, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    _run("node", str(folder / "tools" / "vendor.mjs"))
    _run(sys.executable, "-m", "babel.messages.frontend", "--quiet", "compile", "-d", str(folder / "i18n" / "ui"))
    return folder


def _has_history() -> bool:
    return _run("git", "cat-file", "-e", f"{EARLIER}^{{commit}}", check=False) == 0


def _was_there(part: str) -> bool:
    return _run("git", "cat-file", "-e", f"{EARLIER}:{part}", check=False) == 0


def _run(*command: str, check: bool = True) -> int:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    ran = subprocess.run(
        command, check=False, cwd=ROOT, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert ran.returncode == 0 or not check, f"{' '.join(command)}: {ran.stderr}"
    return ran.returncode


def later(folder: Path) -> Path:
    """This program in `folder`, as a later one would be: with one store more on the phone and one column here."""
    for part in ("src", "static", "templates", "i18n", "packs"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    databases = folder / "static" / "app" / "store" / "databases.js"
    databases.write_text(_raised(databases.read_text()))
    steps = folder / "src" / "firsthand" / "migrations" / "versions"
    last = max(step.name for step in steps.glob("0*.py"))[:4]
    (steps / "0099_later.py").write_text(_LATER_STEP.format(last=last))
    return folder


def _raised(databases: str) -> str:
    lays = re.compile(r"version: (\d+), upgrade: (\w+)")
    assert len(lays.findall(databases)) == 2, "databases.js says its versions in another way: raise them here too"
    return lays.sub(_with_a_store_more, databases)


def _with_a_store_more(laid: re.Match[str]) -> str:
    now, lay = int(laid[1]), laid[2]
    earlier = f"if (from < {now}) {lay}(db, from);"
    return f"version: {now + 1}, upgrade: (db, from) => {{ {earlier} db.createObjectStore('of_a_later_version'); }}"


_LATER_STEP = """import sqlalchemy as sa
from alembic import op

revision, down_revision = "0099", "{last}"


def upgrade() -> None:
    op.add_column("submissions", sa.Column("of_a_later_version", sa.String(), nullable=True))
"""


def running(program: Path | None = None, packs: list[Path] | None = None) -> dict[str, str]:
    """The environment of a service: that program, else this one, with these packs."""
    named = ", ".join(f'"{pack}"' for pack in packs or [])
    return {"FIRSTHAND_PACKS": f"[{named}]", **({"PYTHONPATH": str(program / "src")} if program else {})}


def doorstep(pack: Path, version: str, question: str) -> Path:
    """A pack with one version of a small form, whose only question has this name."""
    structure = pack / "catalogue" / "doorstep" / version / "form.toml"
    words = pack / "i18n" / "doorstep" / version / "en.toml"
    for file, text in ((structure, _STRUCTURE), (words, _WORDS)):
        file.parent.mkdir(parents=True)
        file.write_text(text.format(version=version, question=question))
    return pack


_STRUCTURE = """id = "doorstep"
version = "{version}"
refers = "always"
shared = "2026.1"
[[section]]
id = "first"
[[section.question]]
id = "{question}"
factor = 1
kind = "answer"
[[rule]]
id = "said_yes"
level = "high"
when = {{any_yes = ["{question}"]}}
"""
_WORDS = """locale = "en"
translator = "Invented Translator"
reviewer = "Invented Reviewer"
title = "Doorstep {version}"
[section.first]
title = "At the door"
[question.{question}]
text = "Invented: {question}?"
[reason]
said_yes = "It was said."
"""


def next_dash(pack: Path, was: str, becomes: str) -> Path:
    """A pack with DASH 2026.2: one question of 2026.1 has another id there."""
    for source, part in ((CATALOGUE, "catalogue"), (ROOT / "i18n" / "forms", "i18n")):
        for file in (source / "dash" / "2026.1").iterdir():
            text = file.read_text().replace('version = "2026.1"', 'version = "2026.2"', 1)
            renamed = text.replace(f'"{was}"', f'"{becomes}"').replace(f"[question.{was}", f"[question.{becomes}")
            target = pack / part / "dash" / "2026.2" / file.name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(renamed)
    return pack
