"""Asking this machine's package manager for what is missing."""

import os
import shutil
import subprocess
import sys


def install(*commands: str) -> None:
    """Each command whose manager is here, after an update of its lists."""
    for command in map(str.split, commands):
        if shutil.which(command[0]):
            attempt([command[0], "update" if command[0] == "apt-get" else "check-update"])
            attempt(command)


def attempt(command: list[str], root: bool = True) -> None:
    """Runs it, with sudo where one is not root and sudo asks for nothing; failing is no error here."""
    sudo = [] if os.geteuid() == 0 or not root else ["sudo", "--non-interactive"]
    try:
        subprocess.run([*sudo, *command], stdout=sys.stderr, timeout=900, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
