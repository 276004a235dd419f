"""Writes requirements/*.lock from pyproject.toml: versions and hashes for every platform, and no host."""

import subprocess
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "requirements"
LOCKS = {
    "dev.lock": ["pyproject.toml", "--group", "build", "--group", "dev"],
    "run.lock": ["pyproject.toml", "--constraint", "requirements/dev.lock"],
    "build.lock": ["--group", "build", "--constraint", "requirements/dev.lock"],
    "node.lock": ["--group", "node"],
    "postgresql.lock": ["--group", "postgresql", "--no-deps"],
}
HOW = "--quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header"


def write(name: str, what: list[str]) -> None:
    command = ["uv", "pip", "compile", *HOW.split(), "--no-annotate", "--output-file", str(FOLDER / name)]
    subprocess.run([*command, *what], check=True, cwd=FOLDER.parent)


if __name__ == "__main__":
    for name, what in LOCKS.items():
        write(name, what)
