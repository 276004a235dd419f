"""What is installed is what was chosen."""

import json
import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from house.project import ROOT, named

PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.MULTILINE)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
GROUPS = PROJECT["dependency-groups"]
LOCKS = {
    "run.lock": PROJECT["project"]["dependencies"],
    "build.lock": GROUPS["build"],
    "node.lock": GROUPS["node"],
    "dev.lock": [*PROJECT["project"]["dependencies"], *GROUPS["build"], *GROUPS["dev"]],
}


def pinned(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / lock).read_text()
    return {canonicalize_name(name): version for name, version in PINNED.findall(text)}


def test_each_lock_holds_what_pyproject_asks_for():
    stale = [
        f"{lock}: {wanted}"
        for lock, asked in LOCKS.items()
        for wanted in map(Requirement, asked)
        if not wanted.specifier.contains(pinned(lock).get(canonicalize_name(wanted.name), "0"))
    ]
    assert not stale, f"Run `make locks`: {stale}"


def test_a_server_runs_what_was_tested():
    differs = pinned("run.lock").items() - pinned("dev.lock").items()
    assert not differs, f"run.lock and dev.lock disagree; run `make locks`: {differs}"


def test_every_pin_has_its_hashes_and_no_lock_names_a_host():
    for file in [*named(".lock", under="requirements/"), ROOT / "package-lock.json"]:
        text = file.read_text()
        assert not re.search(r"index-url|find-links|file://|\"resolved\"", text), f"{file.name} names a host"
    for lock in LOCKS:
        text = (ROOT / "requirements" / lock).read_text()
        bare = [pin[0] for pin in re.findall(r"^(\S+==\S+)(.*\n)(?!    --hash)", text, re.MULTILINE)]
        assert not bare, f"{lock} has no hash for {bare}: run `make locks`"


def test_every_package_of_the_client_has_its_integrity():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    bare = [name for name, package in packages.items() if name and not package.get("integrity")]
    assert not bare, f"npm did not record a hash for {bare}"


def test_the_client_lock_is_of_this_package_json():
    wanted = json.loads((ROOT / "package.json").read_text())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    kinds = ("dependencies", "devDependencies")
    assert {k: wanted[k] for k in kinds} == {k: locked[k] for k in kinds}, "Run `npm install --package-lock-only`"
