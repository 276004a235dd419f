"""A deployment installs one wheel; everything that is read at run time is in it."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from house.project import ROOT

CARRIED = (
    "firsthand/app.py",
    "firsthand/forms/catalogue/dash/2026.1/form.toml",
    "firsthand/migrations/env.py",
    "firsthand/_data/templates/",
    "firsthand/_data/static/app/main.js",
    "firsthand/_data/static/service-worker.js",
    "firsthand/_data/static/vendor/htmx.js",
    "firsthand/_data/static/vendor/licences.txt",
    "firsthand/_data/i18n/forms/dash/2026.1/pl.toml",
    "firsthand/_data/i18n/questions/pl.toml",
    "firsthand/_data/packs/control_frequency/catalogue/control_frequency/2026.1/form.toml",
    "firsthand/_data/i18n/ui/pl/LC_MESSAGES/messages.mo",
)


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder: Path = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with ZipFile(wheel) as file:
        return file.namelist()


@pytest.mark.parametrize("wanted", CARRIED)
def test_the_wheel_carries(wanted: str, carried: list[str]):
    assert any(name.startswith(wanted) for name in carried), f"Add {wanted} to [tool.hatch.build] in pyproject.toml"


def test_the_wheel_carries_nothing_that_is_kept(carried: list[str]):
    kept = [name for name in carried if name.startswith("var/") or name.endswith((".pyc", ".sqlite3", "keyring.json"))]
    assert not kept, f"Leave {kept} out of the wheel"
