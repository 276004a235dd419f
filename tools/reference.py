"""Writes the pages of docs/ that follow from the code: problems, audited actions, the stages of a referral."""

from collections.abc import Iterable
from pathlib import Path

from firsthand.audit.actions import ACTIONS
from firsthand.base.problems import CATALOGUE
from firsthand.referrals import rules

DOCS = Path(__file__).parent.parent / "docs"

PROBLEMS = """# Problems

Every error of `/api/v1`, as [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem details. `code` is what a client
acts on; `title` is for people and may be worded anew. Pages show the same sentence. Written by `make reference`.

"""

AUDIT = """# Audited actions

What the audit log records, and the sentence that people read. An entry has the action, when, who (none for the service
itself), for which agency, from which device, on what, and a reason where one was asked for. Entries are never changed.
Written by `make reference`.

"""

STAGES = """# The stages of a referral

What the desk can do with a referral, and where it leads; each act has an author and, but for closing, a reason. What
arrives after a decision reopens it. A record that stood apart until it could be read closes by itself, once it is in
its encounter's referral. Written by `make reference`.

"""


def pages() -> dict[str, str]:
    """The text of each page, by its name in docs/."""
    problems = [(code, str(kind.status), str(kind.title)) for code, kind in CATALOGUE.items()]
    return {
        "problems.md": PROBLEMS + table("code | status | title", sorted(problems)),
        "audit-actions.md": AUDIT + table("action | who did it …", sorted(ACTIONS.items())),
        "stages.md": f"{STAGES}```mermaid\n{rules.diagram()}\n```\n",
    }


def table(head: str, rows: Iterable[tuple[str, ...]]) -> str:
    rule = " | ".join("---" for _ in head.split(" | "))
    body = [f"| `{row[0]}` | {' | '.join(row[1:])} |" for row in rows]
    return "\n".join([f"| {head} |", f"| {rule} |", *body]) + "\n"


if __name__ == "__main__":
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
